"""Feeds over HTTP: followed, listed, visited, removed, and watched by metrics."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec import structs

from service.settings import Settings
from tests.service.conftest import running
from tests.waiting import wait_until

Client = TestClient[Any]
_URL = "http://127.0.0.1:9/feed.xml?token=secret"


@pytest.fixture
def fetching(settings: Settings) -> Iterator[Client]:
    """A server that may follow feeds."""
    with running(structs.replace(settings, allow_fetch=True)) as client:
        yield client


def test_feeds_are_refused_where_nothing_may_be_fetched(client: Client) -> None:
    assert client.post("/v1/feeds", json={"url": _URL}).status_code == 403


def test_a_feed_is_followed_listed_visited_and_removed(fetching: Client) -> None:
    wanted = {"url": _URL, "minutes": 30, "visible_to": ["desk"]}
    first = fetching.post("/v1/feeds", json=wanted)
    again = fetching.post("/v1/feeds", json={"url": _URL, "source": "Ledger"})

    def feeds() -> list[dict[str, Any]]:
        return fetching.get("/v1/feeds").json()["feeds"]  # type: ignore[no-any-return]

    wait_until(lambda: feeds()[0]["failures"] > 0)
    failures = feeds()[0]["failures"]
    visited = fetching.post("/v1/feeds/visit", params={"url": _URL})
    wait_until(lambda: feeds()[0]["failures"] > failures)
    metrics = fetching.get("/metrics").text
    removed = fetching.delete("/v1/feeds", params={"url": _URL})

    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json()["minutes"], again.json()["source"]) == (None, "Ledger")
    assert again.json()["visible_to"] == ["desk"]
    assert (visited.status_code, visited.json()) == (202, {"feeds": 1})
    name = '{collection="default",feed="http://127.0.0.1:9/feed.xml"}'
    assert f"dateline_feed_quiet{name} 0.0" in metrics
    assert f"dateline_feed_failures{name} " in metrics
    assert "secret" not in metrics
    assert removed.status_code == 204
    assert feeds() == []
    assert "dateline_feed_quiet{" not in fetching.get("/metrics").text


@pytest.mark.short(1)
@pytest.mark.parametrize(
    "url", ["ftp://ledger.example/feed", "http://user:pw@ledger.example/", "http://["]
)
def test_what_is_no_address_of_a_feed_is_refused(fetching: Client, url: str) -> None:
    assert fetching.post("/v1/feeds", json={"url": url}).status_code == 422


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/v1/feeds"), ("POST", "/v1/feeds/visit")])
def test_a_feed_that_is_not_followed_is_not_found(client: Client, method: str, path: str) -> None:
    assert client.request(method, path, params={"url": _URL}).status_code == 404


def test_a_collection_says_up_to_when_it_has_articles(
    client: Client, bridge: dict[str, Any]
) -> None:
    del bridge

    assert client.get("/v1/collections/default").json()["newest"] == "2025-03-04"
