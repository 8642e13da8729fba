"""Maybes over HTTP: shown where nothing is sure enough, labelled, never instead of a reason."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_TEXT = (
    "“We will review the treaty together,” said Prime Minister Mark Carney.\n\n"
    "The bridge in Redmill cost 41 million euros."
)
_COST = "What did the bridge in Redmill cost?"
_UNSURE: dict[str, Any] = {"min_confidence": 1.0, "maybe_confidence": 0.01}
"""Nothing is sure enough to be an answer, and nearly everything to be a maybe."""


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application with one article."""
    with running(settings_in(tmp_path_factory.mktemp("maybes"))) as client:
        body = {"id": "treaty", "title": "Neighbors review treaty", "text": _TEXT}
        assert client.post("/v1/articles", json=body | {"source": "Ledger"}).status_code == 201
        yield client


def _ask(client: Client, question: str, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def test_below_the_threshold_the_best_candidate_is_one_maybe_with_its_citation(
    news: Client,
) -> None:
    sure = _ask(news, _COST)
    maybe = _ask(news, _COST, **_UNSURE)

    assert (sure["status"], maybe["status"]) == ("answered", "uncertain")
    assert maybe["reason"] == "low_confidence"
    (item,) = maybe["answers"]
    assert item["quote"] == sure["answers"][0]["quote"]
    assert item["match"] == "maybe"
    (cited,) = maybe["citations"]
    assert cited["quote"] == _TEXT[cited["start"] : cited["end"]] == item["quote"]


def test_the_text_says_why_it_is_unsure_and_that_this_is_a_maybe(news: Client) -> None:
    maybe = _ask(news, _COST, **_UNSURE)

    percent = round(100 * maybe["answers"][0]["confidence"])
    label = (
        "None of the passages found answers this with enough confidence. "
        f"This may still be the answer (confidence {percent} %):"
    )
    assert maybe["label"] == label
    assert maybe["text"].startswith(
        f"{label}\n\n> The bridge in Redmill cost 41 million euros. [1]"
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Vielleicht ist das trotzdem die Antwort"),
        ("es", "Aun así, esta podría ser la respuesta"),
        ("fr", "Voici tout de même une réponse possible"),
    ],
)
def test_a_maybe_is_told_in_the_language_of_the_reader(
    news: Client, language: str, words: str
) -> None:
    maybe = _ask(news, _COST, language=language, **_UNSURE)

    assert words in maybe["text"]


def test_somebodys_words_may_be_a_maybe_too_beside_the_articles_that_quote_them(
    news: Client,
) -> None:
    maybe = _ask(news, "What did Mark Carney say about the treaty?", **_UNSURE)

    assert (maybe["status"], maybe["reason"]) == ("uncertain", "topic_not_in_speaker_quotes")
    assert maybe["answers"][0]["speaker"]["name"] == "Mark Carney"
    assert maybe["label"].startswith("The articles quote Mark Carney, but no quotation found")
    assert [choice["name"] for choice in maybe["choices"]] == ["Neighbors review treaty"]


@pytest.mark.parametrize(
    ("question", "filters", "reason"),
    [
        (_COST, {"source": "CNN"}, "unknown_source"),
        (_COST, {"published_from": "2030-01-01"}, "date_out_of_range"),
        ("What did Ann Berg say about the treaty?", {}, "unknown_speaker"),
        ("What did the bridge in Zanzibar cost?", {}, "words_not_found"),
        ("Warum hat die Regierung in Redmill so viel bezahlt?", {}, "other_language"),
    ],
)
def test_a_refusal_for_a_certain_reason_stays_one(
    news: Client, question: str, filters: dict[str, str], reason: str
) -> None:
    answer = _ask(news, question, filters=filters, **_UNSURE)

    assert (answer["status"], answer["reason"]) == ("no_answer", reason)
    assert answer["answers"] == []


def test_a_client_that_wants_an_answer_or_none_asks_for_no_maybes(news: Client) -> None:
    answer = _ask(news, _COST, min_confidence=1.0, maybe_confidence=1.0)

    assert (answer["status"], answer["reason"]) == ("no_answer", "low_confidence")
    assert "the closest is in “Neighbors review treaty”" in answer["text"]


def test_follow_ups_refer_to_the_words_of_a_maybe(news: Client) -> None:
    conversation = news.post("/v1/conversations", json={}).json()["id"]
    _ask(news, _COST, conversation_id=conversation, **_UNSURE)

    sources = _ask(news, "Where does it say that?", conversation_id=conversation)
    certainty = _ask(news, "How sure are you?", conversation_id=conversation)

    assert sources["citations"][0]["quote"] == "The bridge in Redmill cost 41 million euros."
    assert "Not sure at all" in certainty["text"]


def test_a_stored_maybe_is_read_again_as_one(news: Client) -> None:
    conversation = news.post("/v1/conversations", json={}).json()["id"]
    told = _ask(news, _COST, conversation_id=conversation, **_UNSURE)

    (turn,) = news.get(f"/v1/conversations/{conversation}").json()["turns"]
    transcript = news.get(f"/v1/conversations/{conversation}/export?format=markdown").text

    assert turn["answer"]["status"] == "uncertain"
    assert (turn["answer"]["label"], turn["answer"]["text"]) == (told["label"], told["text"])
    assert told["text"] in transcript


def test_a_batch_holds_maybes_beside_answers_and_refusals(news: Client) -> None:
    asked = [{"question": _COST}, {"question": _COST, **_UNSURE}, {"question": "Ann Berg?"}]

    answers = news.post("/v1/ask/batch", json={"questions": asked}).json()["answers"]

    assert [answer["status"] for answer in answers] == ["answered", "uncertain", "no_answer"]
