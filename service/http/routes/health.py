"""Liveness, readiness and metrics."""

from collections.abc import Generator
from contextlib import contextmanager

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from service.access.keys import Scope
from service.http.problems import BehindError, NotReadyError
from service.http.requests.callers import caller_of
from service.http.requests.options import SCOPE, TEXT, WITHOUT_ENGINE
from service.http.runtime import AnyRequest, Runtime
from service.http.telemetry import exposition, show_feeds, show_loops, show_queues

_OF_STATE = {SCOPE: Scope.OPEN, WITHOUT_ENGINE: True}
_OF_METRICS = {SCOPE: Scope.METRICS, TEXT: ("text/plain",), WITHOUT_ENGINE: True}


@get("/health", tags=["Operations"], opt={SCOPE: Scope.OPEN}, sync_to_thread=False)
def health() -> dict[str, str]:
    """Succeed while the process is alive."""
    return {"status": "alive"}


class Ready(Struct, frozen=True, omit_defaults=True):
    """Readiness, with notices for the operator."""

    status: str
    notices: list[str] = []
    """For example, that a collection should be re-embedded, with the command to run."""


@get("/ready", tags=["Operations"], opt=_OF_STATE, sync_to_thread=False)
def ready(request: AnyRequest, runtime: NamedDependency[Runtime]) -> Ready:
    """Succeed if models, indexes, library and background loops are running; otherwise 503.

    `notices` lists recommended maintenance. Reasons and notices are shown on loopback and to keys
    with the `metrics` scope; they are also logged.
    """
    caller = caller_of(request.scope)
    if caller is None or not caller.may(Scope.METRICS):
        with _untold():
            runtime.check()
        return Ready("ready")
    runtime.check()
    return Ready("ready", runtime.engine.notices())


@get("/metrics", tags=["Operations"], opt=_OF_METRICS, sync_to_thread=False)
def metrics(runtime: NamedDependency[Runtime]) -> Response[bytes]:
    """Counters and histograms in Prometheus text format, and the state of the background loops."""
    show_loops(runtime.loops(), runtime.changes_behind())
    queues = {
        "questions": runtime.questions,
        "lookups": runtime.lookups,
        "suggestions": runtime.suggestions,
        "writes": runtime.writes,
    }
    show_queues(queues)
    show_feeds(runtime.feeds())
    content, media_type = exposition()
    return Response(content, media_type=media_type)


handlers = (health, ready, metrics)


@contextmanager
def _untold() -> Generator[None]:
    """Remove the reason, which names files and collections."""
    try:
        yield
    except (BehindError, NotReadyError) as exc:
        raise type(exc)("not ready; see the log for the reason") from exc
