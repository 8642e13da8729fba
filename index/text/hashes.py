"""Hashes of text and metadata for equality, and text compression."""

import hashlib
import zlib
from collections.abc import Iterator

from index.records import Document, Metadata

# What digests covered from the start, without the fields' names.
_FIRST_FIELDS = ("title", "url", "outlet", "published", "language")


def sha256(text: str) -> str:
    """Hexadecimal sha256 of the UTF-8 bytes; it identifies a version."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest(document: Document) -> str:
    """sha256 over text and metadata: equal digests mean that nothing changed.

    Fields added later count only if they have a value, so that extending `Metadata` makes no stored
    article look changed.
    """
    first = (document.text, *(getattr(document, name) for name in _FIRST_FIELDS))
    values = (*first, *document.authors, *_later(document))
    return hashlib.sha256(repr(values).encode()).hexdigest()


def _later(document: Document) -> Iterator[tuple[str, object]]:
    for name in Metadata.__struct_fields__:
        value = getattr(document, name)
        if value and name not in (*_FIRST_FIELDS, "authors"):
            yield name, sorted(value.items()) if isinstance(value, dict) else value


def pack(text: str) -> bytes:
    """Compress a text for the store: any valid Unicode, including NUL characters."""
    return zlib.compress(text.encode(), level=3)


def unpack(data: bytes) -> str:
    """Return the text that `pack` was given."""
    return zlib.decompress(data).decode()
