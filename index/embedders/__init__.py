"""Embedders: texts in, unit vectors out. One file each; the file name is the setting.

`load("letters")` imports `index/embedders/letters.py` and calls its `create()`. Any other name is
that of a sentence-transformers model, a folder or a name on the Hugging Face hub, which
`pretrained.py` loads.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import cast

from index.embedders.contract import Embedder
from index.errors import SettingsError
from index.files.parts import part_names


def load(
    name: str,
    *,
    question_prompt: str | None = None,
    passage_prompt: str | None = None,
    allow_download: bool = False,
) -> Embedder:
    """Build the embedder with that name.

    Args:
        name: a file in this folder, or the folder or name of a sentence-transformers model.
        question_prompt: the prefix such a model expects before a question; None means the one in
            its own files. The embedders here have their own.
        passage_prompt: the same for passages.
        allow_download: download a model that is not on this machine.

    Raises:
        SettingsError: no such embedder or model, or its files are damaged.
    """
    if name.isidentifier() and find_spec(f"{__name__}.{name}"):
        return _create(name)
    from index.embedders.pretrained import load_model

    return load_model(
        name,
        question_prompt=question_prompt,
        passage_prompt=passage_prompt,
        allow_download=allow_download,
    )


def built_in_embedders() -> list[str]:
    """The embedders of this folder, by name."""
    return part_names(__path__)


def _create(name: str) -> Embedder:
    module = import_module(f"{__name__}.{name}")
    if not hasattr(module, "create"):
        known = ", ".join(built_in_embedders())
        raise SettingsError(f"embedder {name!r}: a helper module; choose one of {known}")
    return cast("Embedder", module.create())
