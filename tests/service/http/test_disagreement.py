"""Articles that contradict each other, over HTTP: both are shown, and the reply says so."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from prompts import say
from tests.service.conftest import running, settings_in

Client = TestClient[Any]

WINNER = "Who won the mayoral election in Kestrel Bay?"


def _add(client: Client, id: str, published: str, text: str, **fields: str) -> None:
    body = {"id": id, "published": published, "text": text, "language": "en", **fields}
    assert client.post("/v1/articles", json=body).status_code < 300


def _ask(client: Client, question: str, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def _dispute(client: Client) -> None:
    """Two articles that name different winners."""
    _add(client, "old", "2025-05-19", "Ana Lee won the mayoral election in Kestrel Bay on Sunday.")
    _add(client, "new", "2025-05-20", "Bo Kim won the mayoral election in Kestrel Bay on Sunday.")


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One application with them for those who add nothing."""
    with running(settings_in(tmp_path_factory.mktemp("disputed"))) as client:
        _dispute(client)
        yield client


@pytest.fixture
def own_disputed(client: Client) -> Client:
    """An application of its own with them."""
    _dispute(client)
    return client


def test_both_are_shown_newest_first_and_marked(disputed: Client) -> None:
    answer = _ask(disputed, WINNER)

    assert answer["disagreement"] is True
    assert [item["disagreement"] for item in answer["answers"]] == [True, True]
    assert [citation["article_id"] for citation in answer["citations"]] == ["new", "old"]
    assert sum(item["confidence"] for item in answer["answers"]) <= 1.001


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_the_text_says_so_first(disputed: Client, language: str) -> None:
    text = _ask(disputed, WINNER, language=language)["text"]

    assert text.splitlines()[0] == say("answer_disagreement", language)


def test_even_where_only_one_is_shown(disputed: Client) -> None:
    answer = _ask(disputed, WINNER, max_answers=1)

    assert answer["disagreement"] is True
    assert [item["quote"].split()[0] for item in answer["answers"]] == ["Bo"]


def test_a_denial_is_not_a_second_source(client: Client) -> None:
    _add(client, "yes", "2025-05-19", "Acme will appeal the Redmill ruling, the company said.")
    _add(client, "no", "2025-05-19", "Acme will not appeal the Redmill ruling, the company said.")

    answer = _ask(client, "Will Acme appeal the Redmill ruling?")

    assert [item["citations"] for item in answer["answers"]] == [[1], [2]]
    assert answer["disagreement"] is True


def test_articles_that_agree_are_no_disagreement(client: Client) -> None:
    for id in ("one", "two"):
        _add(client, id, "2025-05-19", "Ana Lee won the mayoral election in Kestrel Bay.")

    answer = _ask(client, WINNER)

    assert answer["disagreement"] is False
    assert [item["citations"] for item in answer["answers"]] == [[1, 2]]
    assert say("answer_disagreement", "en") not in answer["text"]


def test_words_that_an_earlier_version_did_not_have_are_marked(own_disputed: Client) -> None:
    _add(
        own_disputed,
        "old",
        "2025-05-21",
        "Bo Kim won the mayoral election in Kestrel Bay on Sunday.",
    )

    answer = _ask(own_disputed, WINNER)

    revisions = {cited["article_id"]: cited["revision"] for cited in answer["citations"]}
    assert revisions == {"new": None, "old": "updated"}
    assert say("page_updated", "en") in answer["text"]
    assert answer["disagreement"] is False


@pytest.mark.short(1)
@pytest.mark.parametrize(
    "note",
    [
        "\n\nCorrection: An earlier version of this article named the wrong winner.",
        "\n\nThis story has been corrected to name the winner.",
        "\n\nKorrektur: In einer früheren Fassung dieses Artikels stand ein anderer Name.",
    ],
)
def test_an_article_that_says_it_was_corrected_is_marked(own_disputed: Client, note: str) -> None:
    text = "Cy Roe won the mayoral election in Kestrel Bay on Sunday."
    _add(own_disputed, "corrected", "2025-05-21", f"{text}{note}")

    answer = _ask(own_disputed, WINNER)

    revisions = {cited["article_id"]: cited["revision"] for cited in answer["citations"]}
    assert revisions == {"corrected": "corrected", "new": None, "old": None}
    assert answer["citations"][0]["article_id"] == "corrected"
