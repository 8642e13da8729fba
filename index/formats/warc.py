"""WARC and ARC: pages of a web archive, one article per page, streamed.

HTML pages with status 200 and plain texts of pages (WET) are read; pictures, scripts, requests and
other records are skipped. The crawl date is not used as the publication date.
"""

import io
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from index.errors import TooLargeError, UnreadableFileError
from index.files.streams import read_all
from index.formats import html, txt
from index.formats.contract import BinaryFormat, Documents, Format
from index.formats.html import MAX_PAGE_BYTES
from index.formats.steps.document import at_address, rejecting
from index.interruption import steps
from index.records import Rejected

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_MOST_OF_HEADERS = 1 << 20
_READ_AT_ONCE = 1 << 16
_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


class WarcFormat(BinaryFormat):
    """Reads WARC 1.0 and 1.1, and the older ARC format of the Internet Archive."""

    begins = re.compile(rb"WARC/|filedesc://")
    suffixes: tuple[str, ...] = (".warc", ".wet", ".arc")
    media_types: tuple[str, ...] = ("application/warc", "application/x-internet-archive")

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the pages' articles in order."""
        is_empty = True
        for number, record in enumerate(steps(_records(stream)), 1):
            for found in _articles(record, f"{origin}, entry {number}"):
                is_empty = False
                yield found
        if is_empty:
            yield Rejected(origin, "contains no web page")


def create(charset: str | None = None) -> Format:  # noqa: ARG001 (each page has its own)
    """Build one."""
    return WarcFormat()


class _Guarded(io.RawIOBase):
    """A stream with limited headers: warcio accepts lines of any length, and endless headers."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._in_headers = 0
        self._is_payload = False

    def reads_payload(self, *, now: bool) -> None:
        """Whether the next read is a page, with its own limit, or headers."""
        self._is_payload = now
        self._in_headers = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read some bytes; none at the end."""
        data = self._stream.read(size if size >= 0 else _READ_AT_ONCE)
        self._in_headers = 0 if self._is_payload else self._in_headers + len(data)
        if self._in_headers > _MOST_OF_HEADERS:
            raise TooLargeError("has a record whose headers are larger than 1 MiB")
        return data


def _records(stream: BinaryIO) -> "Iterator[ArcWarcRecord]":
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    guarded = _Guarded(stream)
    records: Any = ArchiveIterator(guarded, arc2warc=True)
    # It would also write to the terminal about records of a wrong length.
    records.INC_RECORD = ""
    try:
        for record in records:
            guarded.reads_payload(now=True)
            yield record
            while record.raw_stream.read(_READ_AT_ONCE):
                pass
            guarded.reads_payload(now=False)
    except ArchiveLoadFailed as exc:
        raise UnreadableFileError(f"is damaged ({exc}); copy it again") from exc


def _articles(record: "ArcWarcRecord", origin: str) -> Documents:
    kind = _kind(record)
    if kind is None:
        return
    if (record.length or 0) > MAX_PAGE_BYTES:
        yield Rejected(origin, f"is larger than the limit of {MAX_PAGE_BYTES >> 20} MiB for a page")
        return
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    try:
        body = cast("BinaryIO", record.content_stream())
        data = read_all(body, MAX_PAGE_BYTES, "page")
    except TooLargeError as exc:
        yield Rejected(origin, str(exc))
        return
    if getattr(record.raw_stream, "limit", 0) > 0:
        yield Rejected(origin, "is cut off; copy the archive again")
        return
    charset = _CHARSET.search(kind)
    format = html if _plain(kind) in _PAGES else txt
    for found in format.create(charset and charset[1]).read(io.BytesIO(data), origin):
        yield found if isinstance(found, Rejected) else at_address(found, address)


def _kind(record: "ArcWarcRecord") -> str | None:
    """The media type of a record that is an article; None for any other."""
    if record.rec_type == "conversion":
        return record.content_type if _plain(record.content_type) == "text/plain" else None
    kind: Any = record.content_type
    if record.rec_type == "response":
        headers = record.http_headers
        if headers is None or headers.get_statuscode() != "200":
            return None
        kind = headers.get_header("Content-Type")
    elif record.rec_type != "resource":
        return None
    return kind if _plain(kind) in _PAGES else None


def _plain(media_type: str | None) -> str:
    return (media_type or "").partition(";")[0].strip().lower()
