"""Small byte streams: joined, read by line, as UTF-8, or up to a limit."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from index.errors import InputError, TooLargeError


class Rejoined(io.RawIOBase):
    """What was already read of a stream, then the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Give some bytes, none at the end."""
        taken = self._head[: len(buffer)] or memoryview(read_some(self._rest, len(buffer)))
        self._head = self._head[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


class Transcoded(io.RawIOBase):
    """The stream's text as UTF-8; what its codec cannot read becomes U+FFFD."""

    def __init__(self, stream: BinaryIO | io.RawIOBase, codec: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(codec)("replace")
        self._ready = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Give some bytes, none at the end."""
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
    """One line of a stream, its end included; `data` is None where it is beyond the limit."""

    number: int
    data: bytes | None


def lines(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """Yield the lines, holding no more than one of at most `limit` bytes."""
    number = 0
    while data := stream.readline(limit + 1):
        number += 1
        if len(data) <= limit:
            yield Line(number, data)
        else:
            _skip_line(stream, data)
            yield Line(number, None)


def with_head(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """The stream's first bytes, and a stream that still holds them; it can seek if this one can."""
    if stream.seekable():
        start = stream.tell()
        head = stream.read(size)
        stream.seek(start)
        return head, stream
    head = read_head(stream, size)
    return head, io.BufferedReader(Rejoined(head, stream), 1 << 16)


def read_head(stream: BinaryIO, size: int) -> bytes:
    """The stream's first bytes, as many as there are before it ends or fails.

    A stream that failed fails again at the next read, so the error is met after what came before.
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
    """At least one byte unless the stream is at its end; never waits for more than it must.

    Reading on until `size` bytes are there would lose them where the stream then fails.
    """
    return stream.read1(size) if isinstance(stream, io.BufferedIOBase) else stream.read(size)


def read_all(stream: BinaryIO, limit: int, what: str) -> bytes:
    """Read a whole stream of at most `limit` bytes.

    Raises:
        TooLargeError: there is more.
    """
    # In pieces: some streams give less than they are asked for.
    pieces, size = [], 0
    while piece := stream.read(min(1 << 20, limit + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise TooLargeError(f"larger than {limit >> 20} MiB, the most one {what} may have")
    return b"".join(pieces)


def _skip_line(stream: BinaryIO, data: bytes) -> None:
    while data and not data.endswith(b"\n"):
        data = stream.readline(1 << 20)
