"""File formats: bytes in, documents out. One module per format, named after it."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from index.files.bounded import Bounds
from index.formats.contract import Documents, Format


def format_for(name: str, head: bytes, media_type: str | None = None) -> Format | None:
    """Build the format that reads a file, chosen by first bytes, declared media type and name.

    Returns None for binary files and unsupported kinds.
    """
    from index.formats.steps import recognise

    return recognise.format_for(name, head, media_type)


def read_bytes(data: bytes, name: str, *, media_type: str | None = None) -> Documents:
    """Yield the articles of one upload; gzip and zip are unpacked, up to 1 GiB."""
    from index.formats.steps import opening

    return opening.read_bytes(data, name, media_type=media_type)


def read_stream(
    stream: BinaryIO, name: str, *, media_type: str | None = None, bounds: Bounds | None = None
) -> Documents:
    """Yield the articles of a stream; gzip and zip are unpacked within the bounds, up to 4 GiB."""
    from index.formats.steps import opening

    return opening.read_stream(stream, name, media_type=media_type, bounds=bounds)


def read_paths(paths: Sequence[Path], bounds: Bounds | None = None) -> Documents:
    """Yield the articles of files, of all files below folders, and of "-" (standard input).

    Files are read in the order of their names, and as streams. In folders, hidden files and links
    back to a parent folder are skipped. Gzip and zip are unpacked, up to 4 GiB each by default.
    """
    from index.formats.steps import opening

    return opening.read_paths(paths, bounds)
