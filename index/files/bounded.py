"""Unpacked streams that stop at documented limits, so that no small file becomes huge."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO

from msgspec import Struct

from index.errors import InputError, TooLargeError, UnreadableFileError
from index.files.streams import read_some

# What reading a damaged or truncated archive can raise.
# NotImplementedError: zipfile's, for a version or compression that it does not know.
DAMAGE = (
    EOFError,
    zlib.error,
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    NotImplementedError,
    OSError,
    ValueError,
)


class Bounds(Struct, frozen=True, kw_only=True):
    """How much an archive may unpack to. Whatever exceeds it is rejected by name."""

    total_bytes: int = 4 << 30
    """For all members together: 4 GiB."""
    member_bytes: int = 256 << 20
    """For one member of a zip: 256 MiB."""
    ratio: int = 200
    """The most unpacked bytes per packed byte, once a member exceeds `ratio_from_bytes`."""
    ratio_from_bytes: int = 10 << 20
    members: int = 100_000


UPLOAD_BOUNDS = Bounds(total_bytes=1 << 30)


class UnpackedTotal:
    """Counts the bytes that all members of an archive have unpacked to."""

    def __init__(self) -> None:
        self.total = 0


class CountingStream(io.RawIOBase):
    """A stream that counts how much of it was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._count = 0

    def count(self) -> int:
        """Bytes read so far."""
        return self._count

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read some bytes; none at the end."""
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._count += len(data)
        return len(data)


class BoundedStream(io.RawIOBase):
    """An unpacked member: raises TooLargeError beyond a bound, UnreadableFileError if damaged."""

    def __init__(
        self,
        unpacked: BinaryIO,
        bounds: Bounds,
        spent: UnpackedTotal,
        packed: Callable[[], int],
        most: int,
    ) -> None:
        self._unpacked = unpacked
        self._bounds = bounds
        self._spent = spent
        self._packed = packed
        self._most = most
        self._size = 0
        self._failure: InputError | None = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read some bytes; none at the end."""
        if self._failure:
            raise self._failure
        try:
            data = read_some(self._unpacked, len(buffer))
            self._count(len(data))
        except DAMAGE as exc:
            self._failure = UnreadableFileError(damage(exc))
            raise self._failure from exc
        except TooLargeError as exc:
            self._failure = exc
            raise
        buffer[: len(data)] = data
        return len(data)

    def _count(self, size: int) -> None:
        self._size += size
        self._spent.total += size
        self._check()

    def _check(self) -> None:
        bounds = self._bounds
        if self._size > self._most:
            raise TooLargeError(
                f"unpacks to more than {_mib(self._most)}, the limit for one member"
            )
        if self._spent.total > bounds.total_bytes:
            raise TooLargeError(
                f"unpacks to more than {_mib(bounds.total_bytes)}, the limit for an archive: "
                "split it, or raise DATELINE_MAX_ARCHIVE_BYTES"
            )
        if self._size > bounds.ratio_from_bytes and self._size > bounds.ratio * self._packed():
            raise TooLargeError(f"unpacks to more than {bounds.ratio} times its size (a zip bomb?)")


def damage(exc: Exception) -> str:
    """The problem with an archive, given the exception raised while reading it."""
    cut = isinstance(exc, EOFError)
    return "is cut off or damaged; copy it again" if cut else f"is damaged ({exc}); copy it again"


def _mib(size: int) -> str:
    return f"{size >> 20:,} MiB"
