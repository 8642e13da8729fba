"""Whatever is sent to /mcp gets a reply in the protocol's shape or a problem, and never a 5xx."""

from typing import Any

import pytest
from litestar.testing import TestClient

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

_HEADERS = {"content-type": "application/json", "accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def client(bridged: TestClient[Any]) -> TestClient[Any]:
    """One application for all: nothing here changes what it has."""
    return bridged


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", -32700),
        (b"\xff\xfe", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "nonsense"}', -32601),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call"}', -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "x"}}', -32602),
    ],
)
def test_bad_messages_get_errors_of_the_protocol(
    client: TestClient[Any], body: bytes, code: int
) -> None:
    reply = client.post("/mcp", content=body, headers=_HEADERS)

    assert reply.status_code < 500
    assert reply.json()["error"]["code"] == code


@pytest.mark.parametrize(
    ("method", "headers", "body", "status"),
    [
        ("GET", {}, b"", 405),
        ("DELETE", {}, b"", 405),
        ("POST", {"content-type": "text/plain"}, b"{}", 415),
        ("POST", {"origin": "https://evil.example"}, b"{}", 403),
        ("POST", {"host": "evil.example"}, b"{}", 421),
        ("POST", {}, b" " * (2 << 20), 413),
    ],
)
def test_the_limits_of_all_requests_hold(
    client: TestClient[Any], method: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    reply = client.request(method, "/mcp", content=body, headers={**_HEADERS, **headers})

    assert reply.status_code == status
    assert reply.json()["status"] == status
