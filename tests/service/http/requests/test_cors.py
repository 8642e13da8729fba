"""Which pages may read replies: those of known origins, as far as they were let in."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec import structs

from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from tests.service.conftest import BRIDGE, running, settings_in

Client = TestClient[Any]
ASKING, DESK, WIDGET = "https://reader.example", "https://desk.example", "https://widget.example"
_ALLOW = "access-control-allow-origin"
_QUESTION = {"question": "What did it cost?"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that trusts DESK, lets pages of ASKING ask, and has a key for WIDGET."""
    settings = settings_in(tmp_path_factory.mktemp("cors"))
    wanted = NewKey(scopes=(Scope.TOKENS,), origins=(WIDGET,), collections=("default",))
    KeyRing(settings.folder).create(wanted)
    with running(
        structs.replace(settings, allowed_origins=(DESK,), cors_origins=(f"{ASKING.upper()}:443",))
    ) as client:
        client.post("/v1/articles", json={"id": "bridge", "text": BRIDGE})
        yield client


def _preflight(client: Client, origin: str, method: str = "POST", path: str = "/v1/ask") -> Any:
    headers = {
        "origin": origin,
        "access-control-request-method": method,
        "access-control-request-headers": "authorization,content-type",
    }
    return client.options(path, headers=headers)


@pytest.mark.parametrize("origin", [ASKING, DESK, WIDGET])
def test_a_preflight_of_a_known_origin_is_answered_once_for_two_hours(
    client: Client, origin: str
) -> None:
    reply = _preflight(client, origin)

    assert reply.status_code == 204
    assert reply.headers[_ALLOW] == origin
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "authorization" in reply.headers["access-control-allow-headers"]
    assert "last-event-id" in reply.headers["access-control-allow-headers"]
    assert reply.headers["access-control-max-age"] == "7200"
    assert {"Origin", "Access-Control-Request-Method"} <= set(reply.headers["vary"].split(", "))
    assert "access-control-allow-credentials" not in reply.headers
    assert "access-control-allow-private-network" not in reply.headers


def test_a_preflight_for_a_private_network_is_answered_to_known_origins_alone(
    client: Client,
) -> None:
    asked = {
        "access-control-request-method": "POST",
        "access-control-request-private-network": "true",
    }

    known = client.options("/v1/ask", headers={**asked, "origin": ASKING})
    foreign = client.options("/v1/ask", headers={**asked, "origin": "https://evil.example"})

    assert known.headers["access-control-allow-private-network"] == "true"
    assert not [name for name in foreign.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    ("origin", "method", "path"),
    [
        ("https://evil.example", "POST", "/v1/ask"),
        ("null", "POST", "/v1/ask"),
        ("*", "POST", "/v1/ask"),
        ("", "POST", "/v1/ask"),
        (f"{ASKING}.evil.example", "POST", "/v1/ask"),
        (f"{ASKING}:8443", "POST", "/v1/ask"),
        (ASKING.replace("https", "http"), "POST", "/v1/ask"),
        (f"{ASKING}/", "POST", "/v1/ask"),
        (f"{ASKING}, {DESK}", "POST", "/v1/ask"),
        ("http://[", "POST", "/v1/ask"),
        (ASKING, "DELETE", "/v1/articles/bridge"),
        (ASKING, "PUT", "/v1/articles/bridge"),
        (ASKING, "POST", "/v1/articles"),
        (ASKING, "GET", "/v1/articles"),
        (ASKING, "POST", "/v1/tokens"),
        (ASKING, "GET", "/v1/feedback"),
        (ASKING, "POST", "/mcp"),
        (ASKING, "POST", "/v1/chat/completions"),
        (ASKING, "DELETE", "/v1/ask"),
        (ASKING, "post", "/v1/ask"),
        (ASKING, "POST, DELETE", "/v1/ask"),
        (ASKING, "POST", "/nowhere"),
        (WIDGET, "DELETE", "/v1/articles/bridge"),
    ],
)
def test_no_other_preflight_is_answered(
    client: Client, origin: str, method: str, path: str
) -> None:
    reply = _preflight(client, origin, method, path)

    assert reply.status_code in (204, 404)
    assert not [name for name in reply.headers if name.startswith("access-control-")]


def test_a_trusted_origin_may_do_everything(client: Client) -> None:
    assert (
        "DELETE"
        in _preflight(client, DESK, "DELETE", "/v1/articles/x").headers[
            "access-control-allow-methods"
        ]
    )
    reply = client.get("/v1/articles", headers={"origin": DESK})

    assert reply.headers[_ALLOW] == DESK


def test_a_page_that_may_ask_without_a_token_may_do_nothing_else(client: Client) -> None:
    page = {"origin": ASKING, "sec-fetch-site": "cross-site"}
    id = client.post("/v1/conversations", json={}).json()["id"]

    asked = client.post("/v1/ask", json=_QUESTION, headers=page)
    read = client.get("/v1/articles/bridge", headers=page)
    listed = client.get("/v1/articles", headers=page)
    written = [
        client.post("/v1/articles", json={"text": "Planted."}, headers=page),
        client.delete("/v1/articles/bridge", headers=page),
        client.post("/v1/conversations", json={}, headers=page),
        client.post("/v1/ask", json={**_QUESTION, "conversation_id": id}, headers=page),
    ]

    assert (asked.status_code, asked.headers[_ALLOW]) == (200, ASKING)
    assert (read.status_code, read.headers[_ALLOW]) == (200, ASKING)
    assert _ALLOW not in listed.headers
    assert {reply.status_code for reply in written} == {403}
    assert client.get("/v1/articles").json()["total"] == 1


def test_a_page_with_a_key_of_its_own_reads_nothing_without_a_token(client: Client) -> None:
    page = {"origin": WIDGET, "sec-fetch-site": "cross-site"}

    read = client.get("/v1/ask", params={"q": "What did it cost?"}, headers=page)
    asked = client.post("/v1/ask", json=_QUESTION, headers=page)
    missing = client.get("/v1/articles/nobody", headers=page)

    assert _ALLOW not in read.headers
    assert _ALLOW not in missing.headers
    assert (asked.status_code, asked.headers[_ALLOW]) == (403, WIDGET)


def test_replies_without_an_origin_say_that_they_depend_on_it(client: Client) -> None:
    reply = client.get("/v1/page")

    assert "Origin" in reply.headers["vary"]
    assert not [name for name in reply.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://a:b:c", "\xe9", "null\t"])
def test_a_strange_origin_is_refused_like_any_foreign_one(client: Client, origin: str) -> None:
    headers = {b"origin": origin.encode("latin-1")}

    reply = client.post("/v1/ask", json=_QUESTION, headers=headers)

    assert reply.status_code == 403
    assert _ALLOW not in reply.headers
