"""Followers of the change log: search indexes that can always be rebuilt from the database.

`load_vector_store("faiss")` imports `index/followers/faiss.py` and returns its `create`. The other
files here have no `create`.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import cast

from index.errors import SettingsError
from index.files.parts import part_names
from index.followers.contract import CreateVectorStore


def load_vector_store(name: str) -> CreateVectorStore:
    """What makes vector stores of that name.

    Raises:
        SettingsError: no file here is a vector store of that name.
    """
    if name.isidentifier() and find_spec(f"{__name__}.{name}"):
        module = import_module(f"{__name__}.{name}")
        if hasattr(module, "create"):
            return cast("CreateVectorStore", module.create)
    known = ", ".join(vector_stores())
    raise SettingsError(f"vector_store {name!r}: not found; available: {known}")


def vector_stores() -> list[str]:
    """The names that the setting `vector_store` accepts."""
    return part_names(__path__)
