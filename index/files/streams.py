"""Byte streams: rejoined, as lines, as UTF-8, or read up to a limit."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from index.errors import InputError, TooLargeError


class Rejoined(io.RawIOBase):
    """The part of a stream that was already read, then the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read some bytes; none at the end."""
        taken = self._head[: len(buffer)] or memoryview(read_some(self._rest, len(buffer)))
        self._head = self._head[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


class Transcoded(io.RawIOBase):
    """A stream's text as UTF-8; what its codec cannot decode becomes U+FFFD."""

    def __init__(self, stream: BinaryIO | io.RawIOBase, codec: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(codec)("replace")
        self._ready = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read some bytes; none at the end."""
        while not self._ready:
            chunk = self._stream.read(1 << 16) or b""
            self._ready = self._decoder.decode(chunk, final=not chunk).encode("utf-8", "replace")
            if not chunk and not self._ready:
                return 0
        taken = self._ready[: len(buffer)]
        self._ready = self._ready[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


class Line(Struct, frozen=True):
    """One line of a stream with its line break; `data` is None if it is too long."""

    number: int
    data: bytes | None


def lines(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """Yield the lines, holding at most one line of `limit` bytes in memory."""
    number = 0
    while data := stream.readline(limit + 1):
        number += 1
        if len(data) <= limit:
            yield Line(number, data)
        else:
            _skip_line(stream, data)
            yield Line(number, None)


def with_head(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """The stream's first bytes, and a stream that still has them; it can seek if this one can."""
    if stream.seekable():
        start = stream.tell()
        head = stream.read(size)
        stream.seek(start)
        return head, stream
    head = read_head(stream, size)
    return head, io.BufferedReader(Rejoined(head, stream), 1 << 16)


def read_head(stream: BinaryIO, size: int) -> bytes:
    """The stream's first bytes, as many as there are before it ends or fails.

    A failed stream fails again at the next read, so the error comes after the data.
    """
    pieces, missing = [], size
    try:
        while missing and (piece := read_some(stream, missing)):
            pieces.append(piece)
            missing -= len(piece)
    except InputError:
        if not pieces:
            raise
    return b"".join(pieces)


def read_some(stream: BinaryIO, size: int) -> bytes:
    """Read at least one byte unless the stream has ended, without waiting for more.

    Waiting for all `size` bytes would lose those already read if the stream then fails.
    """
    return stream.read1(size) if isinstance(stream, io.BufferedIOBase) else stream.read(size)


def read_all(stream: BinaryIO, limit: int, what: str) -> bytes:
    """Read a whole stream of at most `limit` bytes.

    Raises:
        TooLargeError: there is more.
    """
    # In pieces, because some streams return less than requested.
    pieces, size = [], 0
    while piece := stream.read(min(1 << 20, limit + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise TooLargeError(f"is larger than the limit of {limit >> 20} MiB for one {what}")
    return b"".join(pieces)


def _skip_line(stream: BinaryIO, data: bytes) -> None:
    while data and not data.endswith(b"\n"):
        data = stream.readline(1 << 20)
