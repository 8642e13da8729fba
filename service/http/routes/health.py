"""Whether the process is alive, whether it can answer, and its metrics."""

from litestar import Response, get
from litestar.di import NamedDependency

from service.http.runtime import Runtime
from service.http.telemetry import exposition


@get("/health", tags=["Operations"], sync_to_thread=False)
def health() -> dict[str, str]:
    """The process is alive."""
    return {"status": "alive"}


@get("/ready", tags=["Operations"], sync_to_thread=False)
def ready(runtime: NamedDependency[Runtime]) -> dict[str, str]:
    """Models and indexes are loaded; 503 until then, with the reason if loading failed."""
    _ = runtime.engine
    return {"status": "ready"}


@get("/metrics", tags=["Operations"], sync_to_thread=False)
def metrics() -> Response[bytes]:
    """Counters and histograms in Prometheus text format."""
    content, media_type = exposition()
    return Response(content, media_type=media_type)


handlers = (health, ready, metrics)
