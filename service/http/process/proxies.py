"""Who connects, directly or through a proxy: known only at the outermost layer.

trusted proxy: X-Forwarded-For names the client, `user_header` who asks
anybody else:  neither is believed
"""

from litestar.types import ASGIApp, Receive, Scope, Send

from service.http.telemetry import USER
from service.settings import Settings

_MOST_CHARACTERS = 200


def behind_proxies(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The application wrapped for the configured proxies."""
    if not settings.trusted_proxies:
        return app
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    hosts = list(settings.trusted_proxies)
    inner = ProxyHeadersMiddleware(app, trusted_hosts=hosts)  # type: ignore[arg-type]
    trusted, name = inner.trusted_hosts, settings.user_header.lower().encode()

    async def named(scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if name and client and client[0] in trusted and (user := _user(scope, name)):
            scope[USER] = user  # type: ignore[literal-required]
        await inner(scope, receive, send)  # type: ignore[arg-type]

    return named


def _user(scope: Scope, header: bytes) -> str:
    """Whom the proxy names; nobody if several are named."""
    found = [value for name, value in scope["headers"] if name == header]
    words = found[0].decode("utf-8", "replace").strip() if len(found) == 1 else ""
    return "".join(sign for sign in words if sign.isprintable())[:_MOST_CHARACTERS]
