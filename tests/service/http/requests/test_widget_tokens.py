"""Pages of other sites ask with a token, and do nothing that it does not allow."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.enums import ParamType
from litestar.handlers import HTTPRouteHandler
from litestar.testing import TestClient
from msgspec import inspect, structs

from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.http.requests.options import PAGES
from service.http.requests.parameters import parameters
from service.http.routes import route_handlers
from service.settings import Settings
from tests.service.conftest import BRIDGE, running, settings_in

Client = TestClient[Any]
PAGE = "https://news.example"
OTHER = "https://other.example"
_URN = "urn:dateline:problem:"
_QUESTION = {"question": "What did it cost?"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A server that limits nobody by address, since all tests have the same."""
    found = settings_in(tmp_path_factory.mktemp("tokens"))
    return structs.replace(found, address_per_minute=0, token_per_minute=0)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[Client]:
    """An application with an article in each of two collections."""
    with running(settings) as client:
        for name in ("default", "secret"):
            client.put(f"/v1/collections/{name}")
            body = {"id": "bridge", "text": BRIDGE}
            client.post("/v1/articles", params={"collection": name}, json=body)
        yield client


@pytest.fixture(scope="module")
def keys(settings: Settings) -> KeyRing:
    """The keys of that application."""
    return KeyRing(settings.folder)


@pytest.fixture(scope="module")
def secret(keys: KeyRing) -> str:
    """A key for PAGE and the collection `default`."""
    return _key(keys)[1]


def _key(keys: KeyRing, **fields: Any) -> tuple[str, str]:
    given: dict[str, Any] = {
        "scopes": (Scope.TOKENS,),
        "origins": (PAGE,),
        "collections": ("default",),
        **fields,
    }
    key, secret = keys.create(NewKey(**given))
    return key.id, secret


def _minted(client: Client, secret: str, **wanted: Any) -> Any:
    return client.post("/v1/tokens", json=wanted, headers={"authorization": f"Bearer {secret}"})


def _token(client: Client, secret: str, **wanted: Any) -> str:
    reply = _minted(client, secret, **wanted)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["token"])


def _headers(token: str, origin: str | None = PAGE) -> dict[str, str]:
    page = {} if origin is None else {"origin": origin, "sec-fetch-site": "cross-site"}
    return {"authorization": f"Bearer {token}", **page}


def _problem(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["type"].removeprefix(_URN)


def test_a_page_asks_completes_and_reads_with_a_token(client: Client, secret: str) -> None:
    headers = _headers(_token(client, secret))

    replies = [
        client.post("/v1/ask", json=_QUESTION, headers=headers),
        client.get("/v1/ask", params={"q": "What did it cost?"}, headers=headers),
        client.get("/v1/suggest", params={"q": "the br"}, headers=headers),
        client.post("/v1/suggestions", json={}, headers=headers),
        client.get("/v1/articles/bridge", headers=headers),
        client.get("/v1/articles/bridge/quotes", headers=headers),
        client.get("/v1/page", params={"collection": "default"}, headers=headers),
    ]

    assert {reply.status_code for reply in replies} == {200}
    assert {reply.headers["access-control-allow-origin"] for reply in replies} == {PAGE}
    assert all("Origin" in reply.headers["vary"] for reply in replies)
    assert not any("access-control-allow-credentials" in reply.headers for reply in replies)
    assert not any("set-cookie" in reply.headers for reply in replies)
    assert replies[0].json()["citations"][0]["article_id"] == "bridge"


def test_a_page_reads_a_stream_with_a_token(client: Client, secret: str) -> None:
    headers = {**_headers(_token(client, secret)), "accept": "text/event-stream"}

    reply = client.post("/v1/ask", json=_QUESTION, headers=headers)

    assert "event: done" in reply.text
    assert reply.headers["access-control-allow-origin"] == PAGE


def test_a_token_is_as_its_key_is_unless_less_is_asked_for(client: Client, keys: KeyRing) -> None:
    _, secret = _key(keys, origins=(PAGE, OTHER), collections=("default", "secret"))

    narrow = _minted(client, secret, origin=OTHER, collections=["secret"], minutes=1).json()
    unnamed = _minted(client, secret)
    foreign = _minted(client, secret, origin="https://evil.example")
    too_wide = _minted(client, secret, origin=PAGE, collections=["default", "all"])
    too_long = _minted(client, secret, origin=PAGE, minutes=61)

    assert (narrow["origin"], narrow["collections"]) == (OTHER, ["secret"])
    assert _problem(unnamed) == (422, "invalid-field")
    assert _problem(foreign) == _problem(too_wide) == (403, "outside-token")
    assert too_long.status_code == 422


def test_a_token_may_not_be_stored_by_caches(client: Client, secret: str) -> None:
    assert _minted(client, secret).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer x", "Basic {}", "{}", "Bearer {}x", "Bearer {} {}", "Bearer null"],
)
def test_only_a_secret_key_makes_tokens(
    client: Client, secret: str, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"authorization": authorization.format(secret, 1)}

    reply = client.post("/v1/tokens", json={}, headers=headers)

    assert _problem(reply) == (401, "key-required")
    assert reply.headers["www-authenticate"] == "Bearer"


def test_no_page_and_no_token_makes_tokens(client: Client, secret: str) -> None:
    page = client.post("/v1/tokens", json={}, headers=_headers(secret))
    token = client.post("/v1/tokens", json={}, headers=_headers(_token(client, secret), None))

    assert _problem(page) == (403, "cross-site")
    assert "access-control-allow-origin" not in page.headers or "detail" in page.json()
    assert _problem(token) == (401, "key-required")


def test_another_origin_another_collection_and_none_are_refused(
    client: Client, secret: str
) -> None:
    token = _token(client, secret)
    ask: dict[str, Any] = {"json": _QUESTION}
    elsewhere: dict[str, Any] = {"json": {**_QUESTION, "collection": "secret"}}
    unknown: dict[str, Any] = {"json": {**_QUESTION, "collection": "nowhere"}}

    assert _problem(client.post("/v1/ask", headers=_headers(token, OTHER), **ask)) == (
        403,
        "other-origin",
    )
    for origin in (None, "null", "http://news.example", "https://news.example:444"):
        reply = client.post("/v1/ask", headers=_headers(token, origin), **ask)
        assert _problem(reply) == (403, "other-origin")
    two = [*_headers(token).items(), ("origin", OTHER)]
    assert _problem(client.post("/v1/ask", headers=two, **ask)) == (403, "other-origin")
    for other in (elsewhere, unknown):
        reply = client.post("/v1/ask", headers=_headers(token), **other)
        assert _problem(reply) == (403, "outside-token")
    for name in ("secret", "nowhere"):
        for path in ("/v1/articles/bridge", "/v1/articles/bridge/quotes", "/v1/page"):
            reply = client.get(path, params={"collection": name}, headers=_headers(token))
            assert _problem(reply) == (403, "outside-token")
    twice = client.get("/v1/page?collection=default&collection=secret", headers=_headers(token))
    assert _problem(twice) == (403, "outside-token")


def test_a_token_for_another_collection_needs_it_named(client: Client, keys: KeyRing) -> None:
    _, secret = _key(keys, collections=("secret",))
    headers = _headers(_token(client, secret))

    unnamed = client.post("/v1/ask", json=_QUESTION, headers=headers)
    named = client.post("/v1/ask", json={**_QUESTION, "collection": "secret"}, headers=headers)

    assert _problem(unnamed) == (403, "outside-token")
    assert named.status_code == 200


def test_a_page_with_a_token_writes_nothing_and_goes_on_with_no_stored_conversation(
    client: Client, secret: str
) -> None:
    id = client.post("/v1/conversations", json={}).json()["id"]

    reply = client.post(
        "/v1/ask",
        json={**_QUESTION, "conversation_id": id},
        headers=_headers(_token(client, secret)),
    )

    assert _problem(reply) == (403, "outside-token")
    assert "`history`" in reply.json()["detail"]
    assert client.get(f"/v1/conversations/{id}").json()["turn_count"] == 0


def test_a_revoked_key_ends_its_tokens_and_the_page_can_read_why(
    client: Client, keys: KeyRing
) -> None:
    id, secret = _key(keys)
    token = _token(client, secret)
    before = client.post("/v1/ask", json=_QUESTION, headers=_headers(token))

    keys.revoke(id)

    after = client.post("/v1/ask", json=_QUESTION, headers=_headers(token))
    assert (before.status_code, _problem(after)) == (200, (401, "revoked-token"))
    assert after.headers["access-control-allow-origin"] == PAGE
    assert _problem(_minted(client, secret)) == (401, "key-required")


def test_forged_and_cut_off_tokens_are_refused(client: Client, secret: str) -> None:
    token = _token(client, secret)
    prefix, signer, grant, mac = token.split(".")

    for forged in (
        token[:-1],
        f"{prefix}.{signer}.{grant}",
        f"{prefix}.none.{grant}.",
        f"{prefix}.{signer}.W10.{mac}",
        f"{prefix}.",
        f"{token}a",
    ):
        reply = client.post("/v1/ask", json=_QUESTION, headers=_headers(forged))
        assert _problem(reply) == (401, "invalid-token")


def _open_to_tokens(handler: HTTPRouteHandler) -> bool:
    return bool(handler.opt.get(PAGES))


def test_tokens_open_these_operations_and_no_others() -> None:
    opened = {
        (method, path)
        for handler in route_handlers()
        if _open_to_tokens(handler)
        for path in handler.paths
        for method in handler.http_methods
        if method != "HEAD"
    }

    assert opened == {
        ("POST", "/v1/ask"),
        ("GET", "/v1/ask"),
        ("GET", "/v1/suggest"),
        ("POST", "/v1/suggestions"),
        ("POST", "/v1/feedback"),
        ("GET", "/v1/articles/{id:str}"),
        ("GET", "/v1/articles/{id:str}/quotes"),
        ("GET", "/v1/page"),
    }


def test_every_operation_that_tokens_open_says_which_collection_it_is_about() -> None:
    for handler in filter(_open_to_tokens, route_handlers()):
        names = set(parameters(handler, ParamType.QUERY))
        if handler.parsed_data_field:
            body = inspect.type_info(handler.parsed_data_field.annotation)
            assert isinstance(body, inspect.StructType)
            names = {field.name for field in body.fields}
        assert "collection" in names, handler.paths


@pytest.mark.parametrize(
    "handler",
    [one for one in route_handlers() if one.include_in_schema is not False],
    ids=lambda one: f"{min(one.http_methods)} {min(one.paths)}",
)
def test_no_other_operation_takes_a_token(
    client: Client, secret: str, handler: HTTPRouteHandler
) -> None:
    if _open_to_tokens(handler):
        return
    token = _token(client, secret)
    method, path = min(handler.http_methods), min(handler.paths)
    address = path.replace("{id:str}", "bridge").replace("{name:str}", "default")

    for headers in (_headers(token), _headers(token, None)):
        reply = client.request(
            method, address, headers=headers, json={} if method[0] == "P" else None
        )

        assert reply.status_code in (401, 403), address
        assert "bridge" not in reply.text.replace(address, "")


def test_other_authorization_is_none_of_ours(client: Client) -> None:
    headers = {"authorization": "Bearer sk-anything"}

    program = client.post("/v1/ask", json=_QUESTION, headers=headers)
    page = client.post("/v1/ask", json=_QUESTION, headers={**headers, "origin": PAGE})

    assert program.status_code == 200
    assert _problem(page) == (403, "cross-site")


def test_a_token_does_not_help_where_the_host_is_not_served(client: Client, secret: str) -> None:
    headers = {**_headers(_token(client, secret)), "host": "rebound.example"}

    reply = client.post("/v1/ask", json=_QUESTION, headers=headers)

    assert _problem(reply) == (421, "misdirected-request")


def test_keys_that_cannot_be_read_let_nobody_in(client: Client, keys: KeyRing, secret: str) -> None:
    token = _token(client, secret)
    keys.path.chmod(0o640)
    try:
        replies = [
            client.post("/v1/ask", json=_QUESTION, headers=_headers(token)),
            _minted(client, secret),
        ]
        open_to_programs = client.post("/v1/ask", json=_QUESTION)
    finally:
        keys.path.chmod(0o600)

    assert {_problem(reply) for reply in replies} == {(507, "store-unavailable")}
    assert open_to_programs.status_code == 200
