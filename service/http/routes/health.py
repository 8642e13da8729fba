"""Whether the process is alive, whether it can answer, and its metrics."""

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from service.http.requests.options import TEXT, WITHOUT_ENGINE
from service.http.runtime import Runtime
from service.http.telemetry import exposition, show_loops, show_queues

_OF_METRICS = {TEXT: ("text/plain",), WITHOUT_ENGINE: True}


@get("/health", tags=["Operations"], sync_to_thread=False)
def health() -> dict[str, str]:
    """The process is alive."""
    return {"status": "alive"}


class Ready(Struct, frozen=True, omit_defaults=True):
    """That questions are answered, and what an operator should do nevertheless."""

    status: str
    notices: list[str] = []
    """For example that a collection should be re-embedded, with the command for it."""


@get("/ready", tags=["Operations"], opt={WITHOUT_ENGINE: True}, sync_to_thread=False)
def ready(runtime: NamedDependency[Runtime]) -> Ready:
    """Models, indexes and library are there, all in the background runs; else 503 and why not.

    `notices` lists what should be done although questions are answered.
    """
    runtime.check()
    return Ready("ready", runtime.engine.notices())


@get("/metrics", tags=["Operations"], opt=_OF_METRICS, sync_to_thread=False)
def metrics(runtime: NamedDependency[Runtime]) -> Response[bytes]:
    """Counters and histograms in Prometheus text format, and how the background loops fare."""
    show_loops(runtime.loops(), runtime.changes_behind())
    queues = {
        "questions": runtime.questions,
        "lookups": runtime.lookups,
        "suggestions": runtime.suggestions,
        "writes": runtime.writes,
    }
    show_queues(queues)
    content, media_type = exposition()
    return Response(content, media_type=media_type)


handlers = (health, ready, metrics)
