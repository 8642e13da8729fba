"""Traces go where the setting says, a span for each request and each stage, without questions."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec import structs

from index.errors import SettingsError
from service.http.app import create_app
from service.http.process.tracing import Tracing
from service.settings import Settings
from tests.service.conftest import BRIDGE, LOCAL
from tests.waiting import wait_until

pytest.importorskip("opentelemetry.sdk", reason="dateline[traces] is not installed")

_PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
_QUESTION = "What did the bridge cost?"


@contextmanager
def _collector() -> Generator[tuple[str, list[bytes]]]:
    """Where traces may be sent: its address, and what came."""
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1/traces", bodies
    server.shutdown()
    server.server_close()
    thread.join()


def _spans(bodies: list[bytes]) -> list[Any]:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    return [
        span
        for body in bodies
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def test_each_stage_of_a_question_is_a_span_below_its_request(settings: Settings) -> None:
    with _collector() as (address, bodies):
        tracing = Tracing(structs.replace(settings, trace_endpoint=address))
        app: Any = tracing.of(create_app(settings))
        with TestClient(app, base_url=LOCAL) as client:
            wait_until(lambda: client.get("/ready").status_code == 200)
            client.post("/v1/articles", json={"id": "bridge", "text": BRIDGE})
            reply = client.post(
                "/v1/ask", json={"question": _QUESTION}, headers={"traceparent": _PARENT}
            )
        tracing.end()

    spans = _spans(bodies)
    (request,) = [span for span in spans if span.name == "POST /v1/ask"]
    below = {span.name for span in spans if span.parent_span_id == request.span_id}
    values = {one.key: one.value for one in request.attributes}
    assert request.trace_id.hex() == _PARENT.split("-")[1]
    assert request.parent_span_id.hex() == _PARENT.split("-")[2]
    assert {"search", "read"} <= below
    assert below <= reply.json()["timings_ms"].keys()
    assert values["http.response.status_code"].int_value == 200
    assert values["dateline.request_id"].string_value == reply.headers["x-request-id"]
    assert _QUESTION.encode() not in b"".join(bodies)


def test_without_the_setting_nothing_is_traced(settings: Settings) -> None:
    tracing, app = Tracing(settings), create_app(settings)

    assert tracing.of(app) is app
    tracing.end()


def test_an_address_that_is_none_is_refused() -> None:
    from service.settings import load

    with pytest.raises(SettingsError, match="trace_endpoint"):
        load({"DATELINE_TRACE_ENDPOINT": "localhost:4318"})
