"""Where keys are needed, each opens what its scopes name, in its collections, and nothing else."""

import base64
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.testing import TestClient
from msgspec import structs

from service.access.key_ring import KeyRing
from service.access.keys import OF_KEYS, NewKey, Scope, allowed
from service.http.requests.options import KEYED, SCOPE
from service.settings import Settings
from tests.service.conftest import BRIDGE, running, settings_in
from tests.waiting import wait_until

Client = TestClient[Any]
_URN = "urn:dateline:problem:"
_QUESTION = {"question": "What did it cost?"}
_FERRY = (
    "The ferry Marigold sank off Port Alder on Friday with 37 people on board.\n\n"
    "“We lost the ferry in nine minutes,” said Captain Ines Holt, who was rescued at dawn."
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A server that asks for a key, and limits nobody by address since all tests have the same."""
    found = settings_in(tmp_path_factory.mktemp("keys"))
    return structs.replace(found, require_key=True, address_per_minute=0, token_per_minute=0)


@pytest.fixture(scope="module")
def keys(settings: Settings) -> KeyRing:
    """The keys of that server."""
    return KeyRing(settings.folder)


@pytest.fixture(scope="module")
def client(settings: Settings, keys: KeyRing) -> Iterator[Client]:
    """The server with an article in each of two collections."""
    admin = _headers(keys, Scope.ADMIN)
    with running(settings) as client:
        for name, text in (("mine", BRIDGE), ("theirs", _FERRY)):
            client.put(f"/v1/collections/{name}", headers=admin)
            body = {"id": f"of-{name}", "text": text, "published": "2025-03-04"}
            client.post("/v1/articles", params={"collection": name}, json=body, headers=admin)
        yield client


# To make a key takes a tenth of a second, as is meant.
@cache
def _headers(keys: KeyRing, *scopes: Scope, collections: tuple[str, ...] = ()) -> dict[str, str]:
    _, secret = keys.create(NewKey(scopes=scopes, collections=collections))
    return {"authorization": f"Bearer {secret}"}


def _problem(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["type"].removeprefix(_URN)


def _routes(client: Client) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Method, path and handler of everything that is served."""
    for route in client.app.routes:
        assert isinstance(route, HTTPRoute)
        for handler in route.route_handlers:
            for method in sorted(handler.http_methods - {"OPTIONS"}):
                yield (
                    getattr(method, "value", method),
                    re.sub(r"{[^}]*}", "x", route.path_format),
                    handler,
                )


def test_every_route_says_who_may_call_it(client: Client) -> None:
    silent = [(method, path) for method, path, one in _routes(client) if SCOPE not in one.opt]

    assert silent == []


@pytest.mark.gate
def test_every_route_lets_in_whom_it_says_and_nobody_else(client: Client, keys: KeyRing) -> None:
    of_scopes = {scope: _headers(keys, scope) for scope in OF_KEYS}
    expected: dict[tuple[str, str, Scope | None], bool] = {}
    found: dict[tuple[str, str, Scope | None], bool] = {}

    for method, path, handler in _routes(client):
        wanted = handler.opt[SCOPE]
        without = client.request(method, path)
        expected[method, path, None] = wanted is Scope.OPEN
        found[method, path, None] = without.status_code != 401
        for scope, headers in of_scopes.items():
            reply = client.request(method, path, headers=headers)
            expected[method, path, scope] = allowed((scope,), wanted)
            found[method, path, scope] = reply.status_code != 403 or (
                "outside-token" not in reply.text and method != "HEAD"
            )

    assert found == expected
    assert len(found) > 300


def test_what_may_be_done_without_a_key_is_this(client: Client) -> None:
    opened = {path for _, path, handler in _routes(client) if handler.opt[SCOPE] is Scope.OPEN}

    assert {path for path in opened if not path.startswith(("/schema", "/widget", "/client"))} == {
        "/",
        "/articles/x",
        "/demo/embed",
        "/health",
        "/ready",
    }


def test_a_state_without_a_key_tells_nothing_of_the_folder(client: Client, keys: KeyRing) -> None:
    strangers = client.get("/ready")
    owners = client.get("/ready", headers=_headers(keys, Scope.METRICS))

    assert (strangers.status_code, strangers.json()) == (200, {"status": "ready"})
    assert owners.status_code == 200


@pytest.mark.parametrize("sent", ["Bearer sk-none", "Bearer", "Basic eDp5", "Basic %", "Digest x"])
def test_what_is_no_key_of_ours_opens_nothing(client: Client, sent: str) -> None:
    reply = client.post("/v1/ask", json=_QUESTION, headers={"authorization": sent})

    assert _problem(reply) == (401, "key-required")
    assert reply.headers["www-authenticate"] == "Bearer"


def test_a_key_may_be_a_password_as_feed_readers_send_it(client: Client, keys: KeyRing) -> None:
    _, secret = keys.create(NewKey(scopes=(Scope.ASK,), collections=("mine",)))
    pair = base64.b64encode(f"feed:{secret}".encode()).decode()
    wanted = {"q": "What did it cost?", "collection": "mine"}

    reply = client.get("/v1/alerts.atom", params=wanted, headers={"authorization": f"Basic {pair}"})

    assert reply.status_code == 200
    assert "41 million" in reply.text


def test_scores_are_for_those_who_may_read(client: Client, keys: KeyRing) -> None:
    question = {"question": "subscribe newsletter", "collection": "mine"}
    asker, reader = _headers(keys, Scope.ASK), _headers(keys, Scope.READ)

    asked = client.post("/v1/ask", json=question, headers=asker).json()
    read = client.post("/v1/ask", json=question, headers=reader).json()

    assert [one["score"] for one in asked["nearest"]] == [None]
    assert all(isinstance(one["score"], float) for one in read["nearest"])
    known = {"question": "What did it cost?", "collection": "mine", "explain": True}
    hidden = client.post("/v1/ask", json=known, headers=asker).json()["answers"]
    shown = client.post("/v1/ask", json=known, headers=reader).json()["answers"]
    assert ["explanation" in item for item in hidden] == [False] * len(hidden) != []
    assert all("explanation" in item for item in shown)


_NAMED: tuple[tuple[str, str, Any], ...] = (
    ("POST", "/v1/ask", {"json": {**_QUESTION, "collection": "{}"}}),
    ("GET", "/v1/ask?q=ferry&collection={}", {}),
    ("POST", "/v1/ask/batch", {"json": {"questions": [{**_QUESTION, "collection": "{}"}]}}),
    ("POST", "/v1/search", {"json": {**_QUESTION, "collection": "{}"}}),
    ("GET", "/v1/search?q=ferry&collection={}", {}),
    ("POST", "/v1/context", {"json": {**_QUESTION, "collection": "{}"}}),
    ("POST", "/v1/check", {"json": {"text": "“We lost the ferry,” she said.", "collection": "{}"}}),
    ("GET", "/v1/alerts.atom?q=ferry&collection={}", {}),
    ("GET", "/v1/suggest?q=the%20fe&collection={}", {}),
    ("POST", "/v1/suggestions", {"json": {"collection": "{}"}}),
    ("GET", "/v1/page?collection={}", {}),
    ("GET", "/v1/articles?collection={}", {}),
    ("GET", "/v1/articles/of-theirs?collection={}", {}),
    ("GET", "/v1/articles/of-theirs/quotes?collection={}", {}),
    ("GET", "/v1/versions/of-theirs?collection={}", {}),
    ("POST", "/v1/articles?collection={}", {"json": {"text": "Words enough for an article."}}),
    ("POST", "/v1/articles?collection={}", {"json": [{"text": "Words enough for an article."}]}),
    ("PUT", "/v1/articles/x?collection={}", {"json": {"text": "Words enough for an article."}}),
    ("DELETE", "/v1/articles/of-theirs?collection={}", {}),
    ("POST", "/v1/restore", {"json": {"id": "of-theirs", "version": "a" * 8, "collection": "{}"}}),
    ("GET", "/v1/people?collection={}", {}),
    ("GET", "/v1/people/Ines%20Holt/quotes?collection={}", {}),
    ("GET", "/v1/collections/{}", {}),
    ("POST", "/v1/conversations", {"json": {"collection": "{}"}}),
    ("POST", "/nlweb/ask", {"json": {"query": "ferry", "site": "{}"}}),
    ("GET", "/nlweb/ask?query=ferry&site={}", {}),
    (
        "POST",
        "/v1/chat/completions",
        {"json": {"model": "dateline/{}", "messages": [{"role": "user", "content": "ferry?"}]}},
    ),
    ("POST", "/v1/responses", {"json": {"model": "dateline/{}", "input": "ferry?"}}),
    ("GET", "/v1/models/dateline%2F{}", {}),
    (
        "POST",
        "/v1/feedback",
        {"json": {"answer_id": "ans_" + "0" * 32, "verdict": "down", "collection": "{}"}},
    ),
)


@pytest.mark.parametrize(("method", "path", "options"), _NAMED)
def test_another_collection_is_as_one_that_does_not_exist(
    client: Client, keys: KeyRing, method: str, path: str, options: dict[str, Any]
) -> None:
    headers = _headers(keys, Scope.READ, Scope.WRITE, collections=("mine",))

    theirs, nowhere = (
        client.request(method, path.format(name), headers=headers, **_filled(options, name))
        for name in ("theirs", "nowhere")
    )

    assert theirs.status_code == nowhere.status_code == 403
    assert _plain(theirs, "theirs") == _plain(nowhere, "nowhere")


def test_lists_name_the_collections_of_the_key_alone(client: Client, keys: KeyRing) -> None:
    headers = _headers(keys, Scope.READ, Scope.METRICS, collections=("mine",))

    collections = client.get("/v1/collections", headers=headers).json()
    models = client.get("/v1/models", headers=headers).json()
    metrics = client.get("/metrics", headers=headers).text

    assert [one["name"] for one in collections] == ["mine"]
    assert [one["id"] for one in models["data"]] == ["dateline/mine"]
    assert "theirs" not in metrics


def test_tools_for_models_reach_the_collections_of_the_key_alone(
    client: Client, keys: KeyRing
) -> None:
    headers = _headers(keys, Scope.READ, collections=("mine",))

    own, theirs = (
        _called(client, headers, "ask", {"question": "Who was rescued?", "collection": name})
        for name in ("mine", "theirs")
    )

    assert own["isError"] is False
    assert theirs["isError"] is True
    assert "not for collection 'theirs'" in json.dumps(theirs)
    address = {"uri": "dateline://articles/theirs/of-theirs"}
    assert "Marigold" not in json.dumps(_sent(client, headers, "resources/read", address))


def test_conversations_and_jobs_of_other_collections_are_unknown(
    client: Client, keys: KeyRing
) -> None:
    admin = _headers(keys, Scope.ADMIN)
    key = _headers(keys, Scope.ASK, Scope.WRITE, collections=("mine",))
    begun = client.post("/v1/conversations", json={"collection": "theirs"}, headers=admin).json()
    many = [{"id": "more", "text": "The ferry was raised in May."}]
    job = client.post("/v1/articles?collection=theirs", json=many, headers=admin).json()
    wait_until(
        lambda: client.get(f"/v1/jobs/{job['id']}", headers=admin).json()["status"] == "done"
    )
    question = {**_QUESTION, "conversation_id": begun["id"]}

    replies = [
        client.get(f"/v1/conversations/{begun['id']}", headers=key),
        client.get(f"/v1/conversations/{begun['id']}/export", headers=key),
        client.delete(f"/v1/conversations/{begun['id']}", headers=key),
        client.post("/v1/ask", json=question, headers=key),
        client.get(f"/v1/jobs/{job['id']}", headers=key),
        client.delete(f"/v1/jobs/{job['id']}", headers=key),
    ]

    assert {_problem(reply) for reply in replies} == {(404, "not-found")}
    listed = client.get(f"/v1/conversations?id={begun['id']}", headers=key).json()
    assert listed == {"conversations": []}


def test_a_stream_is_not_sent_again_to_whoever_may_not_ask_for_it(
    client: Client, keys: KeyRing
) -> None:
    events = {"accept": "text/event-stream"}
    admin = _headers(keys, Scope.ADMIN) | events
    key = _headers(keys, Scope.ASK, collections=("mine",)) | events
    question = {"question": "Who was rescued?", "collection": "theirs"}
    sent = client.post("/v1/ask", json=question, headers=admin)
    (first, *_) = re.findall(r"^id: (.*)$", sent.text, re.MULTILINE)

    again = client.post("/v1/ask", json=question, headers=admin | {"last-event-id": first})
    refused = client.post("/v1/ask", json=question, headers=key | {"last-event-id": first})

    assert "Holt" in again.text
    assert _problem(refused) == (403, "outside-token")


def test_a_revoked_and_an_expired_key_are_refused_at_once(client: Client, keys: KeyRing) -> None:
    key, secret = keys.create(NewKey(scopes=(Scope.READ,)))
    _, expired = keys.create(NewKey(scopes=(Scope.READ,), days=0))
    models = "/v1/articles?collection=mine"

    before = client.get(models, headers={"authorization": f"Bearer {secret}"})
    keys.revoke(key.id)
    after = client.get(models, headers={"authorization": f"Bearer {secret}"})
    late = client.get(models, headers={"authorization": f"Bearer {expired}"})

    assert before.status_code == 200
    assert _problem(after) == _problem(late) == (401, "key-required")


def test_the_log_tells_whose_key_was_used(
    client: Client, keys: KeyRing, capsys: pytest.CaptureFixture[str]
) -> None:
    key, secret = keys.create(NewKey(scopes=(Scope.READ,)))

    client.get("/v1/collections", headers={"authorization": f"Bearer {secret}"})

    logged = capsys.readouterr().out
    assert f"key={key.id}" in re.sub(r"\x1b\[[0-9;]*m", "", logged)
    assert secret not in logged


def test_everybody_may_ask_and_read_where_that_is_said_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    found = settings_in(tmp_path_factory.mktemp("public"))
    public = structs.replace(found, host="192.0.2.1", public_read=True, address_per_minute=0)

    with running(public) as client:
        asked = client.post("/v1/ask", json=_QUESTION)
        listed = client.get("/v1/articles")
        written = client.post("/v1/articles", json={"text": "Words enough for an article."})
        dropped = client.delete("/v1/collections/default")
        measured = client.get("/metrics")

    assert (asked.status_code, listed.status_code) == (200, 200)
    assert {_problem(one) for one in (written, dropped, measured)} == {(401, "key-required")}


def test_who_asks_without_a_key_is_limited_by_address_where_not_all_is_open(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    found = settings_in(tmp_path_factory.mktemp("limited"))
    public = structs.replace(found, require_key=True, public_read=True, address_per_minute=3)

    with running(public) as client:
        replies = [client.get("/v1/models").status_code for _ in range(5)]

    assert replies == [200, 200, 200, 429, 429]


@pytest.mark.parametrize(
    "header", ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"]
)
def test_what_a_proxy_passes_on_is_not_from_this_machine(bridged: Client, header: str) -> None:
    near = bridged.get("/v1/articles")
    far = bridged.get("/v1/articles", headers={header: "203.0.113.9"})

    assert near.status_code == 200
    assert _problem(far) == (401, "key-required")


def test_a_key_does_no_more_on_loopback_than_elsewhere(bridged: Client) -> None:
    reply = bridged.get("/v1/articles", headers={"authorization": "Bearer dateline-secret.a.b"})

    assert _problem(reply) == (401, "key-required")


def test_keyed_routes_are_these(client: Client) -> None:
    keyed = {(method, path) for method, path, one in _routes(client) if one.opt.get(KEYED)}

    assert keyed == {
        ("POST", "/v1/tokens"),
        *((method, "/v1/feedback") for method in ("GET", "HEAD")),
        *((method, "/v1/admin/stats") for method in ("GET", "HEAD")),
    }


def _filled(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return value.replace("{}", name)
    if isinstance(value, dict):
        return {key: _filled(one, name) for key, one in value.items()}
    return [_filled(one, name) for one in value] if isinstance(value, list) else value


def _plain(reply: Any, name: str) -> str:
    """A refusal without the name that was asked for and what differs at each request."""
    text = re.sub(r'"(request_id|instance|query_id|id)":"[^"]*"', "", reply.text)
    return text.replace(name, "")


def _called(client: Client, headers: dict[str, str], tool: str, arguments: Any) -> Any:
    sent = _sent(client, headers, "tools/call", {"name": tool, "arguments": arguments})
    return sent["result"]


def _sent(client: Client, headers: dict[str, str], method: str, params: Any) -> Any:
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    accept = {"accept": "application/json, text/event-stream"}
    return client.post("/mcp", json=body, headers=headers | accept).json()
