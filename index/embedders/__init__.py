"""Embedders: texts in, unit vectors out. One file each; the file name is the setting.

`load("letters")` imports `index/embedders/letters.py` and calls its `create()`. A name that is no
file here is taken as a sentence-transformers model: a folder, or a name that library knows.
The other files here are what embedders are made of; they have no `create()`.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import cast

from index.embedders.contract import Embedder
from index.errors import SettingsError


def load(
    name: str,
    *,
    question_prompt: str | None = None,
    passage_prompt: str | None = None,
    allow_download: bool = False,
) -> Embedder:
    """Build the embedder of that name.

    Args:
        name: a file here, a folder, or the name of a sentence-transformers model.
        question_prompt: what such a model wants before a question; None means what its own files
            say. The embedders here know their own.
        passage_prompt: the same for passages.
        allow_download: fetch a model that is not on this machine. Nothing is fetched otherwise.

    Raises:
        SettingsError: no such embedder or model, or its files are not what they should be.
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


def _create(name: str) -> Embedder:
    module = import_module(f"{__name__}.{name}")
    if not hasattr(module, "create"):
        raise SettingsError(
            f"{name!r} is not an embedder but a part of them; the default is minilm"
        )
    return cast("Embedder", module.create())
