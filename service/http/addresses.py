"""URL path parameters, exactly as sent, including slashes.

    /v1/articles/https%3A%2F%2Fnews.example%2F%2F1      the article https://news.example//1
    /v1/articles/bridge/quotes                          the quotations of the article bridge
    /v1/articles/bridge%2Fquotes                        the article bridge/quotes

Servers decode a path before it is routed: an encoded slash would become one that separates, and
the router would collapse two. So slashes stay encoded until the route is found.
"""

import re
from typing import Any, cast
from urllib.parse import unquote

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import Message, Receive, Scope, Send

from index.errors import InvalidFieldError

_SLASH = re.compile("(%2[fF])")


class ExactPaths(Litestar):
    """An application that routes by the raw path."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        """Route a request by its path with slashes still encoded."""
        if scope["type"] == ScopeType.HTTP:
            parts = _SLASH.split(raw_path(scope))
            path = "".join(part if _SLASH.match(part) else unquote(part) for part in parts)
            scope = cast("Scope", {**scope, "path": path})
        await super().__call__(scope, receive, send)


async def name_every_method(message: Message, scope: Scope) -> None:
    """Make `Allow` list the methods of all handlers of a path: Litestar lists only the first one's.

    Called with each response message before it is sent.
    """
    if message["type"] != "http.response.start" or scope.get("method") != "OPTIONS":
        return
    path = scope.get("path_template")
    routes = (route for route in scope["litestar_app"].routes if isinstance(route, HTTPRoute))
    methods = {one for route in routes if route.path_format == path for one in route.methods}
    if methods:
        MutableScopeHeaders.from_message(message)["Allow"] = ", ".join(sorted(methods))


def raw_path(scope: Any) -> str:
    """The raw path, without the query."""
    return str(scope["raw_path"].decode("ascii", "replace").partition("?")[0])


def take_as_sent(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Replace the router's parameters by the raw ones.

    Raises:
        NotFoundException: the path has empty parts before them.
        InvalidFieldError: one is not UTF-8.
    """
    del handler
    found = cast("dict[str, Any]", connection.scope["path_params"])
    if found:
        template = connection.scope["path_template"].split("/")
        sent = raw_path(connection.scope).split("/")
        # Another dictionary: the router remembers its own.
        connection.scope["path_params"] = dict(_parameters(template, sent))


def _parameters(template: list[str], sent: list[str]) -> list[tuple[str, str]]:
    parameters: list[tuple[str, str]] = []
    for number, part in enumerate(template):
        if part.startswith("{"):
            name = part.strip("{}").partition(":")[0]
            parameters.append((name, _decoded(name, sent[number])))
        elif unquote(sent[number]) != part:
            raise NotFoundException
    return parameters


def _decoded(name: str, value: str) -> str:
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError as exc:
        raise InvalidFieldError(name, "is not UTF-8; encode it, then percent-encode it") from exc
