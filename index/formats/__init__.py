"""Sources: bytes in, documents out. One file per format; the file name is the format's name."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from index.formats.contract import Source
from index.records import Document, Rejected

FORMATS = ("html", "jsonl", "csv", "feed", "pdf", "eml", "md", "txt")
"""The formats there are. Modules here that begin with an underscore are steps shared by them."""


def source_for(name: str, head: bytes, media_type: str | None = None) -> Source | None:
    """Build the source that reads a file, told by its first bytes, declared media type and name.

    None where it is binary, or of a kind that nobody here reads.
    """
    from index.formats.steps import recognise

    return recognise.source_for(name, head, media_type)


def read_bytes(
    data: bytes, name: str, *, media_type: str | None = None
) -> Iterator[Document | Rejected]:
    """Yield the articles of one upload; gzip and zip are opened, up to 1 GiB unpacked."""
    from index.formats.steps import opening

    return opening.read_bytes(data, name, media_type=media_type)


def read_stream(
    stream: BinaryIO, name: str, *, media_type: str | None = None
) -> Iterator[Document | Rejected]:
    """Yield the articles of a stream; gzip and zip are opened, up to 4 GiB unpacked."""
    from index.formats.steps import opening

    return opening.read_stream(stream, name, media_type=media_type)


def read_paths(paths: Sequence[Path]) -> Iterator[Document | Rejected]:
    """Yield the articles of files, of all files below folders, and of "-" (standard input).

    Files are read in the order of their names and as they stream. In folders, hidden files and
    links that lead back are left out. Gzip and zip are opened, up to 4 GiB unpacked each.
    """
    from index.formats.steps import opening

    return opening.read_paths(paths)
