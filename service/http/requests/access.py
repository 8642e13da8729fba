"""Access checks, made before anything else sees a request.

A page of another site can make a browser send requests here, and can point its own host name at
this machine (DNS rebinding). Both are revealed by headers that pages cannot forge:

    Host                      names a server that is not served here      421
    Origin, Sec-Fetch-Site    name another site that asks for a change    403

Programs other than browsers send neither Origin nor Sec-Fetch-Site, and are not affected. What
pages of other sites may still do is in `callers.py`.
"""

import re
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.exceptions import ClientException
from litestar.handlers import BaseRouteHandler

from service.http.problems import CrossSiteError, MisdirectedError
from service.settings import Settings

ANY_HOST = "*"
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))

_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:/?#@\s,]+)(?::([0-9]*))?", re.IGNORECASE)
_LOOPBACK_NAME = "localhost"
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_OWN_PAGES = ("same-origin", "none")
_OLD = "1.0"

Connection = ASGIConnection[Any, Any, Any, Any]
Guard = Callable[[Connection, BaseRouteHandler], None]


def host_guard(settings: Settings) -> Guard:
    """A guard that rejects requests for other hosts."""
    hosts = frozenset(map(_plain, (settings.host, *settings.allowed_hosts)))

    def check_host(connection: Connection, handler: BaseRouteHandler) -> None:
        del handler
        _check_host(connection, hosts)

    return check_host


def listed(origins: Iterable[str]) -> frozenset[str]:
    """Origins of a setting, as browsers send them."""
    return frozenset(map(_origin, origins))


def check_origin(connection: Connection, origins: frozenset[str]) -> None:
    """Check that no page of another site requests a change.

    Raises:
        CrossSiteError: one does, and its origin is not allowed.
    """
    if connection.scope.get("method") not in SAFE_METHODS:
        _check_origin(connection, origins)


def _check_host(connection: Connection, hosts: frozenset[str]) -> None:
    given = connection.headers.getall("host", [])
    if not given and connection.scope.get("http_version") == _OLD:
        return
    match = _AUTHORITY.fullmatch(given[0]) if len(given) == 1 else None
    if match is None:
        raise ClientException("send one Host header with the name or address of this server")
    name = _plain(match[1])
    if ANY_HOST not in hosts and name not in hosts and not _is_own_address(name, hosts):
        raise MisdirectedError(
            f"{name} is not served here; to allow it, set DATELINE_ALLOWED_HOSTS={name}"
        )


def _is_own_address(name: str, hosts: frozenset[str]) -> bool:
    """Whether it is this machine, or any address while the server listens on all of them.

    An address needs no list: only names can be made to point elsewhere.
    """
    if name == _LOOPBACK_NAME:
        return True
    address = _address(name)
    return address is not None and (address.is_loopback or not hosts.isdisjoint(_EVERYWHERE))


def _check_origin(connection: Connection, origins: frozenset[str]) -> None:
    given = connection.headers.getall("origin", [])
    if any(origin in origins for origin in map(_origin, given)) and len(given) == 1:
        return
    foreign = [origin for origin in given if not _is_same(origin, connection)]
    site = connection.headers.get("sec-fetch-site", _OWN_PAGES[0]).strip().lower()
    if foreign or site not in _OWN_PAGES:
        raise CrossSiteError(
            f"a page of {foreign[0] if foreign else 'another site'} may not change anything here; "
            "to allow it, set DATELINE_ALLOWED_ORIGINS to its origin, such as https://news.example"
        )


def _is_same(origin: str, connection: Connection) -> bool:
    """Whether the page came from this very server: the same name and port.

    The scheme is left out: behind a proxy that ends TLS it is another one.
    """
    scheme, _, authority = _origin(origin).partition("://")
    host = _AUTHORITY.fullmatch(connection.headers.get("host", ""))
    if scheme not in _DEFAULT_PORTS or host is None:
        return False
    return authority == _joined(scheme, host[1], host[2])


def _origin(text: str) -> str:
    """An origin in normal form: lower case, without the default port; unchanged if invalid."""
    try:
        parts = urlsplit(text.strip().lower())
    except ValueError:
        return text
    match = _AUTHORITY.fullmatch(parts.netloc)
    if match is None:
        return text
    return f"{parts.scheme}://{_joined(parts.scheme, match[1], match[2])}"


def _joined(scheme: str, host: str, port: str | None) -> str:
    name = _plain(host)
    name = f"[{name}]" if ":" in name else name
    return f"{name}:{port}" if port and port != _DEFAULT_PORTS.get(scheme) else name


def _plain(host: str) -> str:
    """A host's name as it is compared: lower case, no final dot, no brackets, addresses short."""
    name = host.strip().lower().strip("[]").removesuffix(".")
    address = _address(name)
    return name if address is None else str(address)


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(name)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
