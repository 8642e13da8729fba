"""Sends files: compressed if the client accepts it, not at all if it has them."""

import gzip
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from litestar import Request, Response
from msgspec import Struct

MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".ts": "text/plain",
}


class File(Struct, frozen=True):
    """A file, plain and packed."""

    content: bytes
    packed: bytes
    media_type: str
    digest: str


def file_of(content: bytes, suffix: str) -> File:
    """A file of that kind."""
    packed = gzip.compress(content, mtime=0)
    return File(content, packed, MEDIA_TYPES[suffix], sha256(content).hexdigest()[:32])


def send(
    file: File, request: Request[Any, Any, Any], headers: Mapping[str, str]
) -> Response[bytes]:
    """The file, or that the client has it already."""
    is_packed = "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{file.digest}{"-gz" if is_packed else ""}"'
    own = {"ETag": tag, "Vary": "Accept-Encoding"}
    if is_packed:
        own["Content-Encoding"] = "gzip"
    if _is_known(tag, request.headers.get("if-none-match", "")):
        return Response(
            b"", status_code=304, media_type=file.media_type, headers={**headers, **own}
        )
    content = file.packed if is_packed else file.content
    return Response(content, media_type=file.media_type, headers={**headers, **own})


def _is_known(tag: str, if_none_match: str) -> bool:
    """RFC 9110, 13.1.2: a list of tags, compared weakly, or a star."""
    tags = [given.strip().removeprefix("W/") for given in if_none_match.split(",")]
    return tag in tags or tags == ["*"]
