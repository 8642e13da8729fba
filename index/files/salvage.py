"""Reads a zip whose central directory is missing.

Each member has a header of its own (APPNOTE.TXT, section 4.3.7); these are followed from the start
of the file as far as possible.
"""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from msgspec import Struct

_HEADER = struct.Struct("<4s5H3L2H")
_SIGNATURE = b"PK\3\4"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZE_FOLLOWS, _UTF8 = 0x1, 0x8, 0x800
_MOST_SKIPPED = 512 << 20
"""The most of an unwanted member that is unpacked to find its end."""
_MOST_GAP = 64
"""The most bytes between two members (their sizes may follow them)."""


class Entry(Struct, frozen=True):
    """One member; `stream` raises EOFError if the file ends before the member."""

    name: str
    stream: BinaryIO
    packed: Callable[[], int]
    """Packed bytes read so far."""


def entries(stream: BinaryIO) -> Iterator[Entry]:
    """Yield the members in order, until a header is invalid or the file ends."""
    at = 0
    while at >= 0:
        stream.seek(at)
        header = stream.read(_HEADER.size)
        if len(header) < _HEADER.size or not header.startswith(_SIGNATURE):
            return
        _, _, flags, method, _, _, _, packed, _, name_size, extra_size = _HEADER.unpack(header)
        name = stream.read(name_size).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        stream.seek(extra_size, io.SEEK_CUR)
        if flags & _ENCRYPTED or (method == _STORED and flags & _SIZE_FOLLOWS):
            return
        if method not in (_STORED, _DEFLATED):
            return
        raw = _Entry(
            stream, None if flags & _SIZE_FOLLOWS else packed, deflated=method == _DEFLATED
        )
        yield Entry(name, cast("BinaryIO", raw), raw.packed)
        at = _next_header(stream, raw.end())


def _next_header(stream: BinaryIO, at: int) -> int:
    stream.seek(at)
    gap = stream.read(_MOST_GAP).find(_SIGNATURE)
    return at + gap if gap >= 0 else -1


class _Entry(io.RawIOBase):
    """One member's unpacked bytes."""

    def __init__(self, stream: BinaryIO, size: int | None, *, deflated: bool) -> None:
        self._stream = stream
        self._start = stream.tell()
        self._size = self._left = size
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS) if deflated else None
        self._ended = False

    def packed(self) -> int:
        """Packed bytes read so far."""
        return self._stream.tell() - self._start

    def end(self) -> int:
        """Find where in the file the member ends."""
        if self._size is not None:
            return self._start + self._size
        try:
            # If the size follows the member, only unpacking finds its end.
            if any(not self.read(1 << 16) for _ in range(_MOST_SKIPPED >> 16)):
                return self._stream.tell()
        except (EOFError, zlib.error):
            pass
        return self._stream.seek(0, io.SEEK_END)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read some bytes; none at the end."""
        data = self._inflated(len(buffer)) if self._inflate else self._packed_bytes(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _packed_bytes(self, size: int) -> bytes:
        wanted = size if self._left is None else min(size, self._left)
        data = self._stream.read(wanted)
        if wanted and not data:
            raise EOFError
        if self._left is not None:
            self._left -= len(data)
        return data

    def _inflated(self, size: int) -> bytes:
        inflate = self._inflate
        data = b""
        while inflate and not data and not inflate.eof:
            packed = inflate.unconsumed_tail or self._packed_bytes(1 << 14)
            if not packed:
                raise EOFError
            data = inflate.decompress(packed, size)
        if inflate and inflate.eof and not self._ended:
            self._ended = True
            self._stream.seek(-len(inflate.unused_data), io.SEEK_CUR)
        return data
