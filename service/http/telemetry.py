"""What the service counts and times, for Prometheus, and the request id of every request."""

import time
import uuid
from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    PROCESS_COLLECTOR,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
)
from prometheus_client import generate_latest as _generate
from structlog import contextvars, get_logger

_log = get_logger("http")

registry = CollectorRegistry()
registry.register(PROCESS_COLLECTOR)
_REQUESTS = Counter(
    "dateline_requests",
    "Requests by route and status.",
    ("route", "method", "status"),
    registry=registry,
)
_SECONDS = Histogram(
    "dateline_request_seconds",
    "Seconds from request to response.",
    ("route", "method"),
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
    registry=registry,
)
_UNDER_WAY = Gauge("dateline_requests_under_way", "Requests being answered.", registry=registry)
_QUIET = ("/health", "/ready", "/metrics")
_LONGEST_ID = 100


def exposition() -> tuple[bytes, str]:
    """All metrics in Prometheus' text format, and its media type."""
    return _generate(registry), CONTENT_TYPE_LATEST


def watch(app: ASGIApp) -> ASGIApp:
    """Give each request an id, log it, count it."""

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope["state"]["request_id"] = request_id
        contextvars.bind_contextvars(request_id=request_id)
        status = 500
        start = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message["headers"], (b"x-request-id", request_id.encode())]
                message = cast("Message", {**message, "headers": headers})
            await send(message)

        _UNDER_WAY.inc()
        try:
            await app(scope, receive, send_with_id)
        finally:
            _UNDER_WAY.dec()
            _note(scope, status, time.perf_counter() - start)
            contextvars.clear_contextvars()

    return middleware


def _note(scope: Scope, status: int, seconds: float) -> None:
    # The route's pattern, not the path: labels must stay few.
    route = scope.get("path_template") or "unknown"
    method = str(scope.get("method", ""))
    _REQUESTS.labels(route, method, str(status)).inc()
    _SECONDS.labels(route, method).observe(seconds)
    if scope["path"] not in _QUIET:
        _log.info(
            "request",
            method=method,
            path=scope["path"],
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )


def _request_id(scope: Scope) -> str:
    """The client's own id where it is plain, else a new one."""
    for name, value in scope["headers"]:
        given = value.decode("latin-1")
        if name == b"x-request-id" and 0 < len(given) <= _LONGEST_ID:
            plain = given.replace("-", "").replace("_", "")
            if plain.isalnum() and plain.isascii():
                return given
    return uuid.uuid4().hex
