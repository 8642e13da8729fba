"""CORS: known origins only, never a wildcard, no cookies.

    allowed_origins             every reply
    cors_origins, and those     the replies to what they were let in to, and refusals that say
    of widget keys              nothing about articles

The origins of revoked keys stay known, so that their pages can read that they were revoked.
"""

from collections.abc import Iterator

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.routes import HTTPRoute
from litestar.types import BeforeMessageSendHookHandler, Message, Scope

from index.errors import StoreError
from service.access.key_ring import KeyRing
from service.http.requests.access import listed
from service.http.requests.callers import caller_of, origin_sent
from service.http.requests.options import PAGES
from service.settings import Settings

_ALL_METHODS = ("DELETE", "GET", "HEAD", "POST", "PUT")
_HEADERS_TAKEN = "authorization, content-type, last-event-id, x-request-id"
_HEADERS_SHOWN = "retry-after, x-request-id"
_ALLOW = "Access-Control-Allow-Origin"
# Chromium's maximum for caching a preflight; revoked origins are still refused.
_SECONDS = 7200
_TOLD_TO_ALL_KNOWN = (401, 403, 421, 429, 503)


def cors_headers(settings: Settings, keys: KeyRing) -> BeforeMessageSendHookHandler:
    """What adds to each response who may read it."""
    trusted, asking = listed(settings.allowed_origins), listed(settings.cors_origins)

    async def add(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
            return
        headers = MutableScopeHeaders.from_message(message)
        _vary(headers, "Origin")
        origin = origin_sent(scope)
        if origin is None or _ALLOW in headers:
            return
        has_all = origin in trusted
        if not has_all and origin not in asking and origin not in _of_keys(keys):
            return
        if wanted := _asked_method(scope):
            _vary(
                headers, "Access-Control-Request-Method", "Access-Control-Request-Private-Network"
            )
            methods = _ALL_METHODS if has_all else sorted(_methods(scope))
            if message["status"] < 300 and wanted in methods:
                _allow_preflight(headers, scope, origin, methods)
        elif has_all or _is_page(scope) or message["status"] in _TOLD_TO_ALL_KNOWN:
            headers[_ALLOW] = origin
            headers["Access-Control-Expose-Headers"] = _HEADERS_SHOWN

    return add


def _allow_preflight(
    headers: MutableScopeHeaders, scope: Scope, origin: str, methods: list[str] | tuple[str, ...]
) -> None:
    headers[_ALLOW] = origin
    headers["Access-Control-Allow-Methods"] = ", ".join(methods)
    headers["Access-Control-Allow-Headers"] = _HEADERS_TAKEN
    headers["Access-Control-Max-Age"] = str(_SECONDS)
    if _header(scope, b"access-control-request-private-network") == "true":
        headers["Access-Control-Allow-Private-Network"] = "true"


def _asked_method(scope: Scope) -> str | None:
    """Of a preflight: the method that the page is about to use."""
    is_options = scope.get("method") == "OPTIONS"
    return _header(scope, b"access-control-request-method") if is_options else None


def _methods(scope: Scope) -> Iterator[str]:
    """The methods that pages with a token may use at this path."""
    path = scope.get("path_template")
    for route in scope["litestar_app"].routes:
        if isinstance(route, HTTPRoute) and route.path_format == path:
            for handler in route.route_handlers:
                if handler.opt.get(PAGES):
                    yield from map(str, handler.http_methods)


def _is_page(scope: Scope) -> bool:
    """Whether a page of another site was let in."""
    caller = caller_of(scope)
    return caller is not None and caller.is_page


def _of_keys(keys: KeyRing) -> set[str]:
    try:
        return {origin for key in keys.read().keys for origin in key.origins}
    except StoreError:
        return set()


def _header(scope: Scope, name: bytes) -> str | None:
    found = [value for key, value in scope["headers"] if key == name]
    return found[0].decode("latin-1") if len(found) == 1 else None


def _vary(headers: MutableScopeHeaders, *names: str) -> None:
    """Say what a reply depends on, besides what it says already."""
    known = [one.strip() for one in headers.get("vary", "").split(",") if one.strip()]
    lower = {one.lower() for one in known}
    headers["Vary"] = ", ".join([*known, *(name for name in names if name.lower() not in lower)])
