"""What is under embargo changes no reply of any channel, and appears in all at its time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st
from litestar.testing import TestClient
from msgspec import structs

from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.settings import Settings
from tests.service.conftest import BRIDGE, running, settings_in
from tests.service.every_channel import everything_said
from tests.waiting import wait_until

Client = TestClient[Any]

_PUBLIC = (
    {"id": "bridge", "text": BRIDGE, "title": "New bridge opens in Redmill"},
    {
        "id": "ferry",
        "text": "The ferry Marigold sank off Port Alder on Friday. “We lost her in nine minutes,” "
        "said Captain Ines Holt.",
        "title": "Ferry sinks",
        "source": "Harbor Ledger",
        "published": "2025-03-05",
        "meta": {"section": "sea"},
    },
)
_WORDS = "ferry bridge lighthouse Marigold minutes sold quarantine Zubrowka opened captain".split()
_NAMES = ("Ines Holt", "Elena Ruiz", "Orla Quint", "Mats Zubrowka")


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server with public articles."""
    yield from _served(settings_in(tmp_path_factory.mktemp("without")))


@pytest.fixture(scope="module")
def with_held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The same, to which articles under embargo are added."""
    yield from _served(settings_in(tmp_path_factory.mktemp("with")))


def _served(settings: Settings) -> Iterator[Client]:
    with running(structs.replace(settings, address_per_minute=0)) as client:
        for article in _PUBLIC:
            assert client.post("/v1/articles", json=article).status_code == 201
        yield client


_sentences = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=8).map(" ".join)


@pytest.mark.gate
@example_settings(max_examples=max(2, example_settings().max_examples // 5))
@given(
    body=_sentences,
    said=_sentences,
    name=st.sampled_from(_NAMES),
    id=st.sampled_from(("secret", "secret-2", "u-00", "x y")),
    source=st.sampled_from(("Secret Ledger", "Harbor Ledger", None)),
)
def test_no_reply_tells_that_anything_is_under_embargo(
    without: Client,
    with_held: Client,
    body: str,
    said: str,
    name: str,
    id: str,
    source: str | None,
) -> None:
    article = {
        "id": id,
        "title": f"The {body}",
        "text": f"The {body} is here. “The {said} was lost,” said {name}.",
        "source": source,
        "published": "2025-03-06",
        "authors": [name],
        "meta": {"section": "secret"},
        "embargoed_until": "2099-01-01T00:00:00Z",
    }

    added = with_held.post("/v1/articles", json=article)

    assert (added.status_code, added.json()["status"]) == (200, "embargoed")
    expected = list(everything_said(without, said, name, id))
    assert list(everything_said(with_held, said, name, id)) == expected
    assert sum(status == 200 for _, status, _ in expected) > 25


def test_it_appears_everywhere_at_its_time_without_a_restart(client: Client) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=2)
    article = {
        "id": "sale",
        "title": "Lighthouse sold",
        "text": "The lighthouse at Skarv was sold. “It cost one crown,” said Orla Quint.",
        "published": "2025-03-06",
        "embargoed_until": soon.isoformat(timespec="seconds"),
    }
    client.post("/v1/articles", json=article)
    before = [
        client.get("/v1/articles/sale").status_code,
        client.get("/v1/people").json()["total"],
        client.get("/v1/collections/default").json()["articles"],
    ]
    held = client.get("/v1/embargoed").json()

    wait_until(lambda: client.get("/v1/articles/sale").status_code == 200)

    assert before == [404, 0, 0]
    assert [(one["id"], one["title"]) for one in held["articles"]] == [("sale", "Lighthouse sold")]
    assert client.get("/v1/embargoed").json() == {"articles": [], "total": 0, "next": None}
    asked = client.post("/v1/ask", json={"question": "What did Orla Quint say?"}).json()
    assert "It cost one crown" in asked["text"]
    assert client.get("/v1/people").json()["people"][0]["name"] == "Orla Quint"
    assert client.get("/v1/search", params={"q": "lighthouse"}).json()["passages"]
    assert client.get("/v1/suggest", params={"q": "what did Orl"}).json()["completions"]


def test_only_those_who_may_write_are_told(settings: Settings) -> None:
    ring = KeyRing(settings.folder)
    closed = structs.replace(settings, require_key=True)
    article = {"id": "sale", "text": "It was sold.", "embargoed_until": "2099-01-01"}

    with running(closed) as client:
        writer, reader = (_key(ring, scope) for scope in (Scope.WRITE, Scope.READ))
        client.post("/v1/articles", json=article, headers=writer)
        told = client.get("/v1/embargoed", headers=writer)
        refused = client.get("/v1/embargoed", headers=reader)
        wrong = client.post(
            "/v1/articles", json={**article, "embargoed_until": "soon"}, headers=writer
        )
        client.delete("/v1/articles/sale", headers=writer)
        left = client.get("/v1/embargoed", headers=writer).json()

    assert [one["id"] for one in told.json()["articles"]] == ["sale"]
    assert refused.status_code == 403
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "embargoed_until")
    assert left["total"] == 0


def _key(ring: KeyRing, scope: Scope) -> dict[str, str]:
    _, secret = ring.create(NewKey(scopes=(scope,), collections=()))
    return {"authorization": f"Bearer {secret}"}
