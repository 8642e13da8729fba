"""OpenTelemetry traces: a span per request, with a child span per stage of a question.

Traces contain routes, statuses, times and request ids, but no questions.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import SettingsError
from service.http.telemetry import ROUTE
from service.settings import Settings
from service.stopwatch import trace_with

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

_CONTINUED = (b"traceparent", b"tracestate")
_FIRST_ERROR = 500


class Tracing:
    """Sends traces, until it is ended."""

    def __init__(self, settings: Settings) -> None:
        """Start, if an endpoint is configured.

        Raises:
            SettingsError: OpenTelemetry is not installed.
        """
        self._provider = _provider(settings.trace_endpoint) if settings.trace_endpoint else None
        if self._provider is not None:
            trace_with(_silent_spans(self._provider.get_tracer("dateline")))

    def of(self, app: ASGIApp) -> ASGIApp:
        """The application, with a span for each request."""
        if self._provider is None:
            return app
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        tracer, propagator = self._provider.get_tracer("dateline"), TraceContextTextMapPropagator()

        async def traced(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP:
                await app(scope, receive, send)
                return
            # The application works with a copy of the scope, but on the same state.
            scope.setdefault("state", {})
            before = propagator.extract(_continued(scope))
            with tracer.start_as_current_span(
                scope["method"],
                context=before,
                kind=SpanKind.SERVER,
                record_exception=False,
                set_status_on_exception=False,
            ) as span:

                async def noted(message: Message) -> None:
                    if message["type"] == "http.response.start":
                        _note_status(span, message["status"])
                    await send(message)

                await app(scope, receive, noted)
                _note_request(span, scope)

        return traced

    def end(self) -> None:
        """Flush the remaining spans."""
        if self._provider is not None:
            trace_with(nullcontext)
            self._provider.shutdown()


def _provider(endpoint: str) -> "TracerProvider":
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as exc:
        raise SettingsError(
            f"settings: `trace_endpoint` needs OpenTelemetry ({exc}); "
            "run `pip install 'dateline[traces]'`"
        ) from exc
    provider = TracerProvider(resource=Resource.create({"service.name": "dateline"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint)))
    return provider


def _silent_spans(tracer: "Tracer") -> Callable[[str], AbstractContextManager[object]]:
    """Spans without the messages of errors, which may repeat what was asked."""

    def span(name: str) -> AbstractContextManager[object]:
        return tracer.start_as_current_span(
            name, record_exception=False, set_status_on_exception=False
        )

    return span


def _continued(scope: Scope) -> dict[str, str]:
    return {
        name.decode("latin-1"): value.decode("latin-1")
        for name, value in scope["headers"]
        if name in _CONTINUED
    }


def _note_status(span: "Span", status: int) -> None:
    from opentelemetry.trace import StatusCode

    span.set_attribute("http.response.status_code", status)
    if status >= _FIRST_ERROR:
        span.set_status(StatusCode.ERROR)


def _note_request(span: "Span", scope: Scope) -> None:
    # The route's pattern, not the path: paths may have ids that are secret.
    state, method = scope.setdefault("state", {}), scope.get("method", "")
    route = state.get(ROUTE, "unknown")
    span.update_name(f"{method} {route}")
    span.set_attribute("http.route", route)
    span.set_attribute("http.request.method", str(method))
    request_id = state.get("request_id")
    if request_id is not None:
        span.set_attribute("dateline.request_id", request_id)
