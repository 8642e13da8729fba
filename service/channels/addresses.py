"""Article URIs that models and programs can store and send back.

dateline://articles/default/bridge                            the current version
dateline://articles/default/bridge?version=8759e7d4…          this one
dateline://articles/default/bridge?version=8759e7d4…#char=3,9 its text from 3 to 9, in code points

The fragment follows RFC 5147.
"""

import re
from urllib.parse import parse_qs, quote, unquote, urlsplit

from msgspec import Struct

from index.errors import NotFoundError
from index.records import Span

TEMPLATE = "dateline://articles/{collection}/{id}{?version}"
_PARTS = 2
_SPAN = re.compile(r"char=([0-9]{1,9}),([0-9]{1,9})")


class Address(Struct, frozen=True):
    """An article, one of its versions, and a part of it."""

    collection: str
    id: str
    version: str | None = None
    """None: the current one."""
    span: Span | None = None
    """None: all of it."""


def written(address: Address) -> str:
    """The address as a URI."""
    path = "/".join(quote(part, safe="") for part in (address.collection, address.id))
    version = f"?version={quote(address.version, safe='')}" if address.version else ""
    part = f"#char={address.span.start},{address.span.end}" if address.span else ""
    return f"dateline://articles/{path}{version}{part}"


def read(uri: str) -> Address:
    """Parse a URI.

    Raises:
        NotFoundError: it is not the address of an article.
    """
    try:
        parts = urlsplit(uri)
        path = parts.path.removeprefix("/").split("/")
        versions = parse_qs(parts.query).get("version", [None])
        names = [unquote(part, errors="strict") for part in path]
    except ValueError:
        raise NotFoundError(f"{uri[:200]!r} is not the address of an article") from None
    known = (parts.scheme, parts.netloc) == ("dateline", "articles")
    span = _SPAN.fullmatch(parts.fragment)
    if not known or len(names) != _PARTS or not all(names) or bool(parts.fragment) != bool(span):
        raise NotFoundError(f"{uri[:200]!r} is not the address of an article; use {TEMPLATE}")
    return Address(
        names[0], names[1], versions[0], Span(int(span[1]), int(span[2])) if span else None
    )


def part_of(text: str, address: Address) -> str:
    """The part of the article's text that an address refers to.

    Raises:
        NotFoundError: the text has no such part.
    """
    if address.span is None:
        return text
    start, end = address.span.start, address.span.end
    if not start <= end <= len(text):
        raise NotFoundError(f"{written(address)}: the text has {len(text):,} characters")
    return text[start:end]
