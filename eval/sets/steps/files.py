"""Files of question sets: bounded streams of lines and rows, samples, fingerprints.

Gzip is recognised by the first bytes. Unpacking stops at 4 GiB, and at 200 times the packed size
once 10 MiB are unpacked (`index.files.bounded.Bounds`); a line has at most 64 MiB, a file that is
one JSON document at most 256 MiB.
"""

import gzip
import hashlib
import io
import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias, cast

import msgspec
from msgspec import Struct

from eval.sets.steps.faults import FaultError, Faults, Place, fatal
from index.errors import InputError
from index.files.bounded import BoundedStream, Bounds, CountingStream, UnpackedTotal
from index.files.streams import lines, read_all, read_head, with_head

MOST_LINE_BYTES = 64 << 20
MOST_DOCUMENT_BYTES = 256 << 20
_HEAD_BYTES = 1 << 16
_SAMPLE_ROWS = 32
_GZIP = b"\x1f\x8b"
_BYTE = re.compile(r"\(byte (\d+)\)")
_BOM = b"\xef\xbb\xbf"
_OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff")

Fields: TypeAlias = dict[str, Any]
"""A JSON object as read; values are checked when they are used."""


class Row(Struct, frozen=True):
    """One line's JSON object, and its place."""

    line: int
    fields: Fields
    place: Place


class Sample:
    """The beginning of a file, or the files of a folder, by which a layout is recognised."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, unpacked and without a byte order mark; empty for a folder."""
        if self.path.is_dir():
            return b""
        try:
            with open_unpacked(self.path) as stream:
                return read_head(stream, _HEAD_BYTES).removeprefix(_BOM)
        except InputError as exc:
            raise fatal(self.path, str(exc)) from exc

    @cached_property
    def rows(self) -> list[Fields]:
        """The first 32 objects; other lines are skipped."""
        if self.path.is_dir():
            return []
        found: list[Fields] = []
        try:
            for row in rows(self.path, Faults(stop=False)):
                found.append(row.fields)
                if len(found) == _SAMPLE_ROWS:
                    break
        except FaultError:
            pass  # Reading the file will meet and report the fault again.
        return found

    def member(self, name: str) -> "Sample | None":
        """The file called `name` in a folder, with or without .gz."""
        for path in (self.path / name, self.path / f"{name}.gz"):
            if path.is_file():
                return Sample(path)
        return None


@contextmanager
def open_unpacked(path: Path) -> Generator[BinaryIO]:
    """The file's bytes, unpacked if it is gzipped.

    Raises:
        OSError: the file cannot be opened.
        InputError: it is damaged or too large unpacked; raised while reading.
    """
    with path.open("rb") as file:
        head, stream = with_head(file, len(_GZIP))
        yield _unpacked(stream) if head == _GZIP else stream


def rows(path: Path, faults: Faults) -> Iterator[Row]:
    """The objects of a JSON Lines file, streamed; blank lines are skipped.

    Raises:
        FaultError: reading cannot continue.
    """
    for number, text in text_lines(path, faults):
        place = Place(faults, path, number)
        value = _decoded(text, place)
        if isinstance(value, dict):
            yield Row(number, cast("Fields", value), place)
        elif value is not None:
            place.report("", f"expected a JSON object {{...}}, got {type(value).__name__}")


def text_lines(path: Path, faults: Faults) -> Iterator[tuple[int, str]]:
    """The non-blank lines of a file with their numbers, as text.

    Raises:
        FaultError: reading cannot continue.
    """
    number = 0
    try:
        with open_unpacked(path) as stream:
            for number, data in _numbered(stream):
                text = _text(data, Place(faults, path, number), first=number == 1)
                if text.strip():
                    yield number, text
    except OSError as exc:
        raise fatal(path, f"cannot be read: {exc.strerror or exc}") from exc
    except FaultError:
        raise
    except InputError as exc:
        raise fatal(path, str(exc), number + 1) from exc


def document(path: Path) -> Any:
    """The file as one JSON document.

    Raises:
        FaultError: it is not valid JSON, or too large.
    """
    try:
        with open_unpacked(path) as stream:
            data = read_all(stream, MOST_DOCUMENT_BYTES, "JSON document")
    except OSError as exc:
        raise fatal(path, f"cannot be read: {exc.strerror or exc}") from exc
    except InputError as exc:
        raise fatal(path, str(exc)) from exc
    data = data.removeprefix(_BOM)
    try:
        return msgspec.json.decode(data.decode())
    except UnicodeDecodeError as exc:
        raise fatal(path, not_utf8(exc), data.count(b"\n", 0, exc.start) + 1) from exc
    except (msgspec.DecodeError, RecursionError) as exc:
        raise fatal(path, not_json(exc), _line_of(exc, data)) from exc


def digest(paths: Sequence[Path]) -> str:
    """Hexadecimal SHA-256 over the concatenated bytes of files, as stored."""
    total = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while data := file.read(1 << 20):
                total.update(data)
    return total.hexdigest()


def name_of(path: Path) -> str:
    """A set's name: its folder's name and its file's, which is often just "dev", without suffix."""
    path = path.resolve()
    stem = path.name.removesuffix(".gz")
    stem = stem.removesuffix(".jsonl").removesuffix(".json")
    is_telling = path.is_dir() or stem.startswith(path.parent.name)
    return stem if is_telling else f"{path.parent.name}-{stem}"


def not_json(exc: Exception) -> str:
    """The message for text that is not valid JSON."""
    if isinstance(exc, RecursionError):
        return "is not readable JSON: nested too deeply"
    return f"is not JSON: {str(exc).removeprefix('JSON is malformed: ')}"


def not_utf8(exc: UnicodeDecodeError) -> str:
    """The message for bytes that are not UTF-8 text."""
    if exc.object.startswith(_OTHER_BOMS):
        return "is UTF-16; save it as UTF-8"
    return f"is not UTF-8: byte 0x{exc.object[exc.start]:02x}; save it as UTF-8"


def _line_of(exc: Exception, data: bytes) -> int | None:
    """The line of the byte named in a msgspec message; the last line if the text is truncated."""
    place = _BYTE.search(str(exc))
    if place is None and "truncated" not in str(exc):
        return None
    return data.count(b"\n", 0, int(place[1]) if place else len(data)) + 1


def _unpacked(packed: BinaryIO) -> BinaryIO:
    bounds, counted = Bounds(), CountingStream(packed)
    plain = cast("BinaryIO", gzip.GzipFile(fileobj=io.BufferedReader(counted)))
    raw = BoundedStream(plain, bounds, UnpackedTotal(), counted.count, bounds.total_bytes)
    return io.BufferedReader(raw, 1 << 16)


def _numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    for line in lines(stream, MOST_LINE_BYTES):
        yield line.number, line.data


def _text(data: bytes | None, place: Place, *, first: bool) -> str:
    """The line as text; if it is not text, empty, and a fault is reported."""
    if data is None:
        place.report("", f"is longer than {MOST_LINE_BYTES >> 20} MiB, the limit for a line")
        return ""
    if b"\0" in data and not data.startswith(_OTHER_BOMS):
        place.report("", "contains a NUL byte; is it a binary file?")
        return ""
    try:
        return (data.removeprefix(_BOM) if first else data).decode()
    except UnicodeDecodeError as exc:
        place.report("", not_utf8(exc))
        return ""


def _decoded(text: str, place: Place) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as exc:
        place.report("", not_json(exc))
        return None
