"""Readers: a question and passages in, verbatim candidates out.

One file each; the file name is the value of the setting `reader`.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import cast

from index.errors import SettingsError
from index.files.parts import part_names
from service.readers.contract import Reader


def load(name: str) -> Reader:
    """Build a reader: a file in this folder, a model's folder, or the name of one at Hugging Face.

    Raises:
        SettingsError: no such reader or model was found, or its files are invalid.
    """
    if name.isidentifier() and find_spec(f"{__name__}.{name}"):
        return _create(name)
    from service.readers.pretrained import load_model

    return load_model(name)


def built_in_readers() -> list[str]:
    """The readers of this folder, by name."""
    return part_names(__path__)


def _create(name: str) -> Reader:
    module = import_module(f"{__name__}.{name}")
    if hasattr(module, "create"):
        return cast("Reader", module.create())
    known = ", ".join(built_in_readers())
    raise SettingsError(f"reader {name!r}: a helper module; choose one of {known}")
