"""Articles as resources: their addresses, and what is told of them.

dateline://articles/default/bridge?version=8759e7d4…
"""

from urllib.parse import parse_qs, quote, unquote, urlsplit

from msgspec import Struct

from index.errors import NotFoundError

TEMPLATE = "dateline://articles/{collection}/{id}{?version}"
_PARTS = 2


class Address(Struct, frozen=True):
    """Which article is meant, and which version of it; None for the current one."""

    collection: str
    id: str
    version: str | None = None


def written(address: Address) -> str:
    """The address as a URI."""
    path = "/".join(quote(part, safe="") for part in (address.collection, address.id))
    version = f"?version={quote(address.version, safe='')}" if address.version else ""
    return f"dateline://articles/{path}{version}"


def read(uri: str) -> Address:
    """The address that a URI stands for.

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
    if not known or len(names) != _PARTS or not all(names):
        raise NotFoundError(f"{uri[:200]!r} is not the address of an article; use {TEMPLATE}")
    return Address(names[0], names[1], versions[0])
