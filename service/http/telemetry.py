"""Prometheus metrics, request ids and request logging."""

import time
import uuid
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
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

from service.http.background.loops import LoopState
from service.http.limits.admission import Admission
from service.http.requests.callers import caller_of
from service.wire.feeds import FeedOut

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
_UNDER_WAY = Gauge("dateline_requests_under_way", "Requests in progress.", registry=registry)
_LOOP_RUNS = Gauge(
    "dateline_loop_runs", "1 if a background loop is running, else 0.", ("loop",), registry=registry
)
_LOOP_SECONDS = Gauge(
    "dateline_loop_seconds_since_success",
    "Seconds since a background loop last succeeded.",
    ("loop",),
    registry=registry,
)
_LOOP_FAILURES = Gauge(
    "dateline_loop_failures",
    "Failures of a background loop since the process started.",
    ("loop",),
    registry=registry,
)
_BEHIND = Gauge(
    "dateline_changes_behind",
    "Changes in the log that the indexes have not applied yet.",
    ("collection",),
    registry=registry,
)
_WAITING = Gauge("dateline_waiting", "Requests waiting in a queue.", ("queue",), registry=registry)
_REFUSED = Gauge(
    "dateline_refused",
    "Requests refused because a queue was full, since the process started.",
    ("queue",),
    registry=registry,
)
_OF_FEED = ("collection", "feed")
_FEED_SECONDS = Gauge(
    "dateline_feed_seconds_since_new",
    "Seconds since a feed last brought an article.",
    _OF_FEED,
    registry=registry,
)
_FEED_QUIET = Gauge(
    "dateline_feed_quiet",
    "1 if a feed has brought nothing for much longer than usual, else 0.",
    _OF_FEED,
    registry=registry,
)
_FEED_FAILURES = Gauge(
    "dateline_feed_failures",
    "Failed visits to a feed since the last successful one.",
    _OF_FEED,
    registry=registry,
)
ROUTE = "route"
"""Key of the path pattern in a request's state."""
USER = "dateline.user"
"""Key in a request's scope of the user name sent by a trusted proxy."""
_TELLING_PATHS = "/v1/conversations/"
_NOT_LOGGED = ("/health", "/ready", "/metrics")
_MAX_ID = 100


def exposition() -> tuple[bytes, str]:
    """All metrics in Prometheus' text format, and its media type."""
    return _generate(registry), CONTENT_TYPE_LATEST


def show_loops(loops: Sequence[LoopState], behind: Mapping[str, int]) -> None:
    """Take down how the background loops fare at this moment."""
    for loop in loops:
        _LOOP_RUNS.labels(loop.name).set(loop.trouble is None)
        _LOOP_SECONDS.labels(loop.name).set(loop.seconds)
        _LOOP_FAILURES.labels(loop.name).set(loop.failures)
    _BEHIND.clear()
    for collection, changes in behind.items():
        _BEHIND.labels(collection).set(changes)


def show_queues(queues: Mapping[str, Admission]) -> None:
    """Take down how many requests wait at this moment, and how many were refused so far."""
    for name, queue in queues.items():
        _WAITING.labels(name).set(queue.waiting)
        _REFUSED.labels(name).set(queue.refused)


def show_feeds(feeds: Sequence[FeedOut]) -> None:
    """Take down how the feeds that are followed fare at this moment."""
    gauges = (_FEED_SECONDS, _FEED_QUIET, _FEED_FAILURES)
    for gauge in gauges:
        gauge.clear()
    for feed in feeds:
        # What follows the question mark may be a secret.
        labels = (feed.collection, feed.url.partition("?")[0])
        values = (feed.quiet_seconds, feed.quiet, feed.failures)
        for gauge, value in zip(gauges, values, strict=True):
            gauge.labels(*labels).set(value)


def watch(app: ASGIApp) -> ASGIApp:
    """Middleware that gives each request an id, logs it and counts it."""

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope["state"]["request_id"] = request_id
        contextvars.bind_contextvars(request_id=request_id)
        response = _Response(send, request_id)
        with _recorded(scope, response):
            await app(scope, receive, response.send)

    return middleware


class _Response:
    """Sends a response with the request's id among its headers, and remembers its status."""

    def __init__(self, send: Send, request_id: str) -> None:
        self.status = 500
        self._send = send
        self._header = (b"x-request-id", request_id.encode())

    async def send(self, message: Message) -> None:
        """Send a part of the response."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message["headers"], self._header]
            message = cast("Message", {**message, "headers": headers})
        await self._send(message)


@contextmanager
def _recorded(scope: Scope, response: _Response) -> Generator[None]:
    """Count and log the request that the block answers."""
    start = time.perf_counter()
    _UNDER_WAY.inc()
    try:
        yield
    finally:
        _UNDER_WAY.dec()
        _record(scope, response.status, time.perf_counter() - start)
        contextvars.clear_contextvars()


def _record(scope: Scope, status: int, seconds: float) -> None:
    # The route's pattern, not the path: there must be few label values.
    route = scope.get("path_template") or "unknown"
    scope["state"][ROUTE] = route
    method = str(scope.get("method", ""))
    _REQUESTS.labels(route, method, str(status)).inc()
    _SECONDS.labels(route, method).observe(seconds)
    if scope["path"] not in _NOT_LOGGED:
        milliseconds = round(seconds * 1000, 1)
        # Anyone who knows a conversation's id may read it, so it must not be logged.
        path = route if route.startswith(_TELLING_PATHS) else scope["path"]
        caller = caller_of(scope)
        key = caller.key.id if caller is not None and caller.key is not None else None
        named = {"key": key, "user": scope.get(USER)}
        who = {name: value for name, value in named.items() if value}
        _log.info(
            "request", method=method, path=path, status=status, milliseconds=milliseconds, **who
        )


def _request_id(scope: Scope) -> str:
    """The id that the client sent if it is a plain one, else a new one."""
    for name, value in scope["headers"]:
        given = value.decode("latin-1")
        if name == b"x-request-id" and 0 < len(given) <= _MAX_ID:
            plain = given.replace("-", "").replace("_", "")
            if plain.isalnum() and plain.isascii():
                return given
    return uuid.uuid4().hex
