"""Gzip and zip, unpacked as streams within limits; only a zip inside an archive is held whole.

An archive may contain archives, one level deep. Whatever exceeds a limit is rejected by name; the
other members are still read, until the limit for the whole archive is reached.
"""

import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, TypeAlias, cast

from msgspec import Struct

from index.errors import InputError, TooLargeError, UnreadableFileError
from index.files.bounded import DAMAGE, BoundedStream, Bounds, CountingStream, UnpackedTotal, damage
from index.files.salvage import entries
from index.files.streams import with_head
from index.records import Rejected

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\3\4", b"PK\5\6")
_MOST_NESTED = 2
# Other methods (LZMA, Zstandard) may need gigabytes of memory before the first byte.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml")
# Texts of word processors are zips, too.
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
_TEXT_NAMES = (".docx", ".odt", ".ott")
_ENCRYPTED = 0x1
_MOST_DIRECTORY_BYTES = 32 << 20
_IN_MEMORY_BYTES = 16 << 20
_MOST_PARTS = 10_000
_LONGEST = 200
"""Of a part with a media type, in bytes."""


class Member(Struct, frozen=True):
    """One file in an archive. Read `stream` before the next member.

    Reading beyond a limit raises TooLargeError; reading a damaged member, UnreadableFileError.
    """

    origin: str
    """Its location, for messages: "june.zip/a.txt.gz"."""
    name: str
    """Its name once unpacked: "a.txt"."""
    stream: BinaryIO
    media_type: str | None = None
    """Its media type, if the archive gives one."""


class _Budget(Struct, frozen=True):
    bounds: Bounds
    spent: UnpackedTotal


Members: TypeAlias = Iterator[Member | Rejected]


def is_archive(head: bytes) -> bool:
    """Whether a file with this beginning is gzip or zip."""
    return head.startswith((_GZIP, *_ZIP))


def members(stream: BinaryIO, name: str, bounds: Bounds) -> Members:
    """Yield the files in an archive and in archives inside it, and what cannot be read.

    A file that is not an archive is its own only member.
    """
    return _open(Member(name, name, stream), _Budget(bounds, UnpackedTotal()), depth=1)


def _open(file: Member, budget: _Budget, depth: int) -> Members:
    try:
        head, stream = with_head(file.stream, len(_ZIP[0]))
        file = Member(file.origin, file.name, stream)
        if not is_archive(head):
            yield file
        elif depth > _MOST_NESTED:
            yield Rejected(file.origin, "is an archive nested three deep; unpack it first")
        else:
            unpack = _gunzipped if head.startswith(_GZIP) else _unzipped
            yield from unpack(file, budget, depth)
    except InputError as exc:
        yield Rejected(file.origin, str(exc))
    except DAMAGE as exc:
        yield Rejected(file.origin, damage(exc))


def _gunzipped(file: Member, budget: _Budget, depth: int) -> Members:
    packed = CountingStream(file.stream)
    name = file.name[:-3] if file.name.lower().endswith(".gz") else file.name
    with gzip.GzipFile(fileobj=io.BufferedReader(packed)) as unpacked:
        plain = _bounded(cast("BinaryIO", unpacked), budget, packed.count)
        yield from _open(Member(file.origin, name, plain), budget, depth + 1)


def _unzipped(file: Member, budget: _Budget, depth: int) -> Members:
    with _seekable(file.stream, budget.bounds) as stream:
        _refuse_giant_directory(stream)
        try:
            archive = zipfile.ZipFile(stream)
        except zipfile.BadZipFile:
            if file.name.lower().endswith(_TEXT_NAMES):
                raise
            yield from _salvaged(stream, file.origin, budget, depth)
            return
        with archive:
            if kind := _kind_of_text(archive):
                stream.seek(0)
                yield Member(file.origin, file.name, stream, kind)
                return
            yield from _listed(archive, file.origin, budget, depth)


def _listed(archive: zipfile.ZipFile, origin: str, budget: _Budget, depth: int) -> Members:
    files = archive.infolist()
    if any(info.filename in _OFFICE for info in files):
        raise UnreadableFileError("binary: an office file or program, not text; save it as text")
    for info in files[: budget.bounds.members]:
        if _is_wanted(info.filename):
            yield from _unzip(archive, info, f"{origin}/{info.filename}", budget, depth)
        if budget.spent.total > budget.bounds.total_bytes:
            yield Rejected(
                origin,
                "the rest was not read: the archive unpacks to too many bytes: split it, "
                "or raise DATELINE_MAX_ARCHIVE_BYTES",
            )
            return
    if len(files) > budget.bounds.members:
        yield Rejected(origin, f"has more than {budget.bounds.members:,} members; split it")


def _kind_of_text(archive: zipfile.ZipFile) -> str | None:
    """The media type of a word processor's text; None for any other archive."""
    names = set(archive.namelist()[:_MOST_PARTS])
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return _DOCX
    if {"mimetype", "content.xml"} <= names and archive.getinfo("mimetype").file_size < _LONGEST:
        kind = archive.read("mimetype").strip().decode("ascii", "replace")
        return _ODT if kind in (_ODT, f"{_ODT}-template") else None
    return None


def _unzip(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, origin: str, budget: _Budget, depth: int
) -> Members:
    if info.flag_bits & _ENCRYPTED:
        yield Rejected(origin, "is encrypted; zip it without a password")
        return
    if info.compress_type not in _METHODS:
        yield Rejected(origin, f"uses compression method {info.compress_type}; zip it with deflate")
        return
    try:
        with archive.open(info) as unpacked:
            most = budget.bounds.member_bytes
            plain = _bounded(cast("BinaryIO", unpacked), budget, lambda: info.compress_size, most)
            yield from _open(Member(origin, _base(info.filename), plain), budget, depth + 1)
    except DAMAGE as exc:
        yield Rejected(origin, damage(exc))


def _salvaged(stream: BinaryIO, origin: str, budget: _Budget, depth: int) -> Members:
    """Read a zip without the list of members at its end, which was cut off."""
    for entry in entries(stream):
        if _is_wanted(entry.name):
            plain = _bounded(entry.stream, budget, entry.packed, budget.bounds.member_bytes)
            file = Member(f"{origin}/{entry.name}", _base(entry.name), plain)
            yield from _open(file, budget, depth + 1)
    yield Rejected(origin, "is cut off or damaged: its list of members is missing; copy it again")


def _bounded(
    unpacked: BinaryIO, budget: _Budget, packed: Callable[[], int], most: int | None = None
) -> BinaryIO:
    limit = budget.bounds.total_bytes if most is None else most
    raw = BoundedStream(unpacked, budget.bounds, budget.spent, packed, limit)
    return io.BufferedReader(raw, 1 << 16)


def _is_wanted(name: str) -> bool:
    """Whether a member is a file, not hidden and not added by macOS."""
    parts = name.split("/")
    return bool(parts[-1]) and not any(part.startswith((".", "__MACOSX")) for part in parts)


def _base(name: str) -> str:
    return name.rpartition("/")[2]


@contextmanager
def _seekable(stream: BinaryIO, bounds: Bounds) -> Generator[BinaryIO, None, None]:
    """The stream if it can seek, or a copy of it, in memory while it is small."""
    if stream.seekable():
        yield stream
        return
    with SpooledTemporaryFile(_IN_MEMORY_BYTES) as copy:
        _copy(stream, cast("BinaryIO", copy), bounds)
        copy.seek(0)
        yield cast("BinaryIO", copy)


def _copy(stream: BinaryIO, copy: BinaryIO, bounds: Bounds) -> None:
    size = 0
    while data := stream.read(1 << 20):
        size += copy.write(data)
        if size > bounds.total_bytes:
            raise TooLargeError(f"is larger than {bounds.total_bytes >> 20:,} MiB; split it")


def _refuse_giant_directory(stream: BinaryIO) -> None:
    """Check the size of the list of members, because zipfile reads all of it at once."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - (1 << 16) - 128))
    tail = stream.read()
    stream.seek(0)
    end, end64 = tail.rfind(b"PK\5\6"), tail.rfind(b"PK\6\6")
    length = struct.unpack_from("<L", tail, end + 12)[0] if 0 <= end <= len(tail) - 22 else 0
    if length == 0xFFFFFFFF and 0 <= end64 <= len(tail) - 56:
        length = struct.unpack_from("<Q", tail, end64 + 40)[0]
    if length > _MOST_DIRECTORY_BYTES and length <= size:
        raise TooLargeError(f"has a list of members of {length >> 20:,} MiB; split it")
