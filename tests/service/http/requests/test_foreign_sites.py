"""Pages of other sites, in the browser of whoever runs Dateline, read and change nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec import structs

from service.http.app import create_app
from service.settings import Settings, load
from tests.service.conftest import running, settings_in

Client = TestClient[Any]
OWN = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """An application on loopback that also serves one name and trusts one site."""
    settings = settings_in(tmp_path_factory.mktemp("sites"))
    with running(
        structs.replace(
            settings,
            allowed_hosts=("News.example",),
            allowed_origins=("https://desk.example", "http://[::1]:3000"),
        )
    ) as client:
        yield client


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8000",
        "localhost",
        "LOCALHOST.:9000",
        "127.9.9.9",
        "[::1]:8000",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "news.example",
        "NEWS.example.:443",
    ],
)
def test_the_server_answers_to_its_own_names(client: Client, host: str) -> None:
    assert client.get("/v1/articles", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "news.example.evil",
        "192.168.1.7",
        "0.0.0.0",
        "2130706433",
        "[2001:db8::1]",
    ],
)
@pytest.mark.parametrize("path", ["/", "/v1/articles", "/schema/openapi.json", "/metrics"])
def test_a_host_that_is_not_served_gets_a_421_that_says_what_to_set(
    client: Client, host: str, path: str
) -> None:
    reply = client.get(path, headers={"host": host})

    assert reply.status_code == 421
    assert "DATELINE_ALLOWED_HOSTS" in reply.json()["detail"]


@pytest.mark.parametrize("host", ["", "a b", "localhost/", "evil@localhost", "localhost:x", "::1"])
def test_a_malformed_host_is_a_400(client: Client, host: str) -> None:
    assert client.get("/v1/articles", headers={"host": host}).status_code == 400


def test_two_hosts_are_a_400(client: Client) -> None:
    both = [("host", "localhost"), ("host", "evil")]

    assert client.get("/v1/articles", headers=both).status_code == 400


def test_a_forwarded_host_is_not_believed(client: Client) -> None:
    headers = {"host": "evil", "x-forwarded-host": "localhost"}

    assert client.get("/v1/articles", headers=headers).status_code == 421


@pytest.mark.short(2)
@pytest.mark.parametrize(
    ("host", "served"),
    [("10.1.2.3", True), ("[2001:db8::1]:80", True), ("localhost", True), ("evil", False)],
)
def test_a_server_on_all_addresses_answers_to_every_address_but_to_no_name(
    tmp_path: Path, host: str, *, served: bool
) -> None:
    everywhere = structs.replace(settings_in(tmp_path), host="0.0.0.0")

    with TestClient(create_app(everywhere), base_url=OWN) as client:
        reply = client.get("/health", headers={"host": host})

    assert (reply.status_code == 200) is served


_FOREIGN: list[dict[str, str]] = [
    {"origin": "http://evil"},
    {"origin": "http://evil", "sec-fetch-site": "same-origin"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://127.0.0.1:8001"},
    {"origin": "http://127.0.0.1"},
    {"origin": "http://localhost:8000"},
    {"origin": "http://127.0.0.1:8000.evil"},
    {"origin": "http://desk.example"},
    {"origin": "https://desk.example:8443"},
    {"origin": "ftp://127.0.0.1:8000"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
]


@pytest.mark.parametrize("headers", _FOREIGN)
def test_a_page_of_another_site_cannot_change_anything(
    client: Client, headers: dict[str, str]
) -> None:
    given = {"host": "127.0.0.1:8000", **headers}

    replies = [
        client.post("/v1/articles", json={"text": "Planted."}, headers=given),
        client.post("/v1/articles", files={"f": b"Planted."}, headers=given),
        client.put("/v1/articles/x", json={"text": "Planted."}, headers=given),
        client.delete("/v1/articles/x", headers=given),
        client.put("/v1/collections/x", headers=given),
        client.post("/v1/collections/default/reembed", headers=given),
        client.post("/v1/ask", json={"question": "What?"}, headers=given),
    ]

    assert {reply.status_code for reply in replies} == {403}
    assert {reply.json()["type"] for reply in replies} == {"urn:dateline:problem:cross-site"}
    assert "DATELINE_ALLOWED_ORIGINS" in replies[0].json()["detail"]
    assert client.get("/v1/articles").json()["total"] == 0


_OWN: list[dict[str, str]] = [
    {},
    {"origin": OWN},
    {"origin": OWN, "sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"host": "news.example", "origin": "https://news.example"},
    {"host": "news.example:443", "origin": "https://news.example"},
    {"host": "[::1]:8000", "origin": "http://[0::1]:8000"},
    {"origin": "https://desk.example", "sec-fetch-site": "cross-site"},
    {"origin": "HTTPS://Desk.example:443"},
    {"origin": "http://[::1]:3000"},
]


@pytest.mark.parametrize("headers", _OWN)
def test_own_pages_allowed_sites_and_programs_may_ask(
    client: Client, headers: dict[str, str]
) -> None:
    given = {"host": "127.0.0.1:8000", **headers}

    assert client.post("/v1/ask", json={"question": "What?"}, headers=given).status_code == 200


def test_scripts_of_an_allowed_site_may_read_the_reply_and_others_may_not(client: Client) -> None:
    asked = {"access-control-request-method": "POST", "host": "localhost"}
    allowed, refused = "https://desk.example", "http://evil"

    replies = [
        client.options("/v1/ask", headers={**asked, "origin": origin})
        for origin in (allowed, refused)
    ]

    names = [reply.headers.get("access-control-allow-origin") for reply in replies]
    assert names == [allowed, None]


def test_lists_of_names_are_separated_by_commas() -> None:
    settings: Settings = load({"DATELINE_ALLOWED_HOSTS": "a.example, b.example,"})

    assert settings.allowed_hosts == ("a.example", "b.example")
