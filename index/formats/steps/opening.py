"""Files, uploads and streams to documents: unpacks archives and reads each file by format."""

import os
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from msgspec import structs

from index.errors import InputError
from index.files.archives import is_archive, members
from index.files.bounded import UPLOAD_BOUNDS, Bounds
from index.files.encodings import without_surrogates
from index.files.streams import with_head
from index.files.walk import files
from index.formats.contract import Documents
from index.formats.steps.document import reason
from index.formats.steps.recognise import HEAD_BYTES, format_for, why_unreadable
from index.records import Document, Rejected

STANDARD_INPUT = "standard input"


def read_bytes(data: bytes, name: str, *, media_type: str | None = None) -> Documents:
    """Yield the articles of one upload; gzip and zip are unpacked, up to 1 GiB."""
    return read_stream(BytesIO(data), name, media_type=media_type, bounds=UPLOAD_BOUNDS)


def read_paths(paths: Sequence[Path], bounds: Bounds | None = None) -> Documents:
    """Yield the articles of files, of all files below folders, and of "-" (standard input)."""
    for path in paths:
        if str(path) == "-":
            yield from read_stream(sys.stdin.buffer, STANDARD_INPUT, bounds=bounds)
            continue
        for found in files(path):
            yield from [found] if isinstance(found, Rejected) else _read_file(found, bounds)


def read_stream(
    stream: BinaryIO,
    name: str,
    *,
    media_type: str | None = None,
    bounds: Bounds | None = None,
) -> Documents:
    """Yield the articles of a stream called `name`; gzip and zip are unpacked within the bounds."""
    try:
        head, stream = with_head(stream, HEAD_BYTES)
    except OSError as exc:
        yield Rejected(name, f"cannot be read: {exc.strerror or reason(exc)}")
        return
    if not is_archive(head):
        yield from _read(stream, name, media_type, name)
        return
    # The declared type is that of the archive, not of the files in it.
    for member in members(stream, name, bounds or Bounds()):
        if isinstance(member, Rejected):
            yield member
        else:
            yield from _read(member.stream, member.name, member.media_type, member.origin)


def _read_file(path: Path, bounds: Bounds | None) -> Documents:
    # Not resolved: a link that is set to another folder every day would be another place each day.
    name, place = str(path), os.path.abspath(path)  # noqa: PTH100
    try:
        with path.open("rb") as stream:
            for found in read_stream(stream, name, bounds=bounds):
                yield found if isinstance(found, Rejected) else _at(found, name, place)
    except OSError as exc:
        yield Rejected(str(path), f"cannot be opened: {exc.strerror or reason(exc)}")


def _at(document: Document, name: str, place: str) -> Document:
    """The document with its place: that of the file, and which part of it."""
    part = document.origin.removeprefix(without_surrogates(name))
    return structs.replace(document, place=without_surrogates(place) + part)


def _read(stream: BinaryIO, name: str, media_type: str | None, origin: str) -> Documents:
    try:
        head, stream = with_head(stream, HEAD_BYTES)
        found = format_for(name, head, media_type)
        if found is None:
            yield Rejected(origin, why_unreadable(name, head))
        elif not head:
            yield Rejected(origin, "is empty")
        else:
            yield from found.read(stream, origin)
    except (InputError, OSError) as exc:
        yield Rejected(origin, str(exc))
