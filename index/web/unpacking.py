"""Decodes a response body's Content-Encoding within a size limit."""

import zlib
from collections.abc import Iterable

from index.errors import FetchError

_GZIP_OR_ZLIB, _RAW = 32 + zlib.MAX_WBITS, -zlib.MAX_WBITS
_PLAIN = ("", "identity")
_PACKED = ("gzip", "x-gzip", "deflate")


def unpacked(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Join the chunks of a body, unpacked as its Content-Encoding says.

    Raises:
        FetchError: it has more than `limit` bytes, packed or unpacked, or is damaged.
    """
    kind = encoding.strip().lower()
    if kind not in (*_PLAIN, *_PACKED):
        raise FetchError(f"it has the Content-Encoding {kind!r}, which we did not ask for")
    body = bytearray()
    sent = 0
    unpack = _Unpacker() if kind in _PACKED else None
    for chunk in chunks:
        sent += len(chunk)
        check_size(sent, limit)
        body += unpack.unpack(chunk, limit + 1 - len(body)) if unpack else chunk
        check_size(len(body), limit)
    if unpack and sent and not unpack.is_whole:
        raise FetchError("the response is incomplete; try again")
    return bytes(body)


class _Unpacker:
    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._begun = False

    @property
    def is_whole(self) -> bool:
        return self._inflate.eof

    def unpack(self, data: bytes, most: int) -> bytes:
        """Unpack the next chunk, up to `most` bytes."""
        try:
            found = self._inflate.decompress(data, most)
        except zlib.error as exc:
            if self._begun:
                raise FetchError(f"it is damaged ({exc}); try again") from exc
            found = self._without_header(data, most)
        self._begun = True
        return found

    def _without_header(self, data: bytes, most: int) -> bytes:
        """Some servers send "deflate" without the zlib header."""
        self._inflate = zlib.decompressobj(_RAW)
        try:
            return self._inflate.decompress(data, most)
        except zlib.error as exc:
            raise FetchError(f"it is damaged ({exc}); try again") from exc


def check_size(size: int, limit: int) -> None:
    """Do nothing if the size is within the limit.

    Raises:
        FetchError: it is larger.
    """
    if size > limit:
        raise FetchError(f"it is larger than the limit of {limit / (1 << 20):g} MiB")
