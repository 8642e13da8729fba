"""A body as it was sent, to the bytes it stands for, never more than allowed."""

import zlib
from collections.abc import Iterable

from index.errors import FetchError

_GZIP_OR_ZLIB, _RAW = 32 + zlib.MAX_WBITS, -zlib.MAX_WBITS
_PLAIN = ("", "identity")
_PACKED = ("gzip", "x-gzip", "deflate")


def unpacked(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Join the chunks of a body, unpacked as its Content-Encoding says.

    Raises:
        FetchError: it has more than `limit` bytes, sent or unpacked, or is damaged.
    """
    kind = encoding.strip().lower()
    if kind not in (*_PLAIN, *_PACKED):
        raise FetchError(f"it is packed as {kind!r}, which was not asked for")
    body = bytearray()
    sent = 0
    unpack = _Unpacker() if kind in _PACKED else None
    for chunk in chunks:
        sent += len(chunk)
        check_size(sent, limit)
        body += unpack.unpack(chunk, limit + 1 - len(body)) if unpack else chunk
        check_size(len(body), limit)
    if unpack and sent and not unpack.is_whole:
        raise FetchError("it is cut off; try again")
    return bytes(body)


class _Unpacker:
    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._begun = False

    @property
    def is_whole(self) -> bool:
        return self._inflate.eof

    def unpack(self, data: bytes, most: int) -> bytes:
        """Unpack some more, at most so many bytes of it; after that, nothing is to follow."""
        try:
            found = self._inflate.decompress(data, most)
        except zlib.error as exc:
            if self._begun:
                raise FetchError(f"it is damaged ({exc}); try again") from exc
            found = self._without_header(data, most)
        self._begun = True
        return found

    def _without_header(self, data: bytes, most: int) -> bytes:
        """Some servers mean by "deflate" the bare stream."""
        self._inflate = zlib.decompressobj(_RAW)
        try:
            return self._inflate.decompress(data, most)
        except zlib.error as exc:
            raise FetchError(f"it is damaged ({exc}); try again") from exc


def check_size(size: int, limit: int) -> None:
    """Do nothing where the size is within the limit.

    Raises:
        FetchError: it is not.
    """
    if size > limit:
        raise FetchError(f"it is larger than {limit / (1 << 20):g} MiB, the most that is fetched")
