"""Readers: a question and passages in, verbatim candidates out.

One file each; the file name is the setting.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import cast

from index.errors import SettingsError
from service.readers.contract import Reader


def load(name: str) -> Reader:
    """Build the reader of that name.

    Args:
        name: a file here, a folder, or the name of a Hugging Face question-answering model.

    Raises:
        SettingsError: there is no such reader or model, or its files are not what they should be.
    """
    if name.isidentifier() and find_spec(f"{__name__}.{name}"):
        module = import_module(f"{__name__}.{name}")
        if hasattr(module, "create"):
            return cast("Reader", module.create())
        raise SettingsError(f"reader {name!r}: a part of readers, not one; the default is span")
    from service.readers.pretrained import load_model

    return load_model(name)
