"""Questions over HTTP: the law, citations in every unit, reasons, limits."""

import hashlib
from typing import Any
from urllib.parse import unquote

import pytest
from litestar.testing import TestClient

from service.lookups.tokens import count_tokens
from tests.service.conftest import BRIDGE

Client = TestClient[Any]


def _ask(client: Client, question: str, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def test_every_citation_keeps_the_law_in_every_unit(bridged: Client) -> None:
    answer = _ask(bridged, "How much did the new bridge cost?")

    assert answer["status"] == "answered"
    for citation in answer["citations"]:
        quote = citation["quote"]
        units = BRIDGE.encode("utf-16-le")
        in_utf16 = units[citation["start_utf16"] * 2 : citation["end_utf16"] * 2]
        assert BRIDGE[citation["start"] : citation["end"]] == quote
        assert in_utf16.decode("utf-16-le") == quote
        assert hashlib.sha256(quote.encode()).hexdigest() == citation["sha256"]
        assert BRIDGE[: citation["start"]].endswith(citation["before"])
        assert BRIDGE[citation["end"] :].startswith(citation["after"])


def test_the_answer_is_the_sentence_that_says_it(bridged: Client) -> None:
    first = _ask(bridged, "How much did the new bridge cost?")["answers"][0]

    assert first["quote"] == "It cost 41 million euros, she added."
    assert first["highlight"]["text"] == "41 million euros"
    assert first["highlights"] == [first["highlight"]]


def test_a_broken_quotation_is_marked_in_all_its_parts(client: Client) -> None:
    text = (
        "The ferry stops in May.\n\n"
        "“The ferry,” said Mayor Elena Ruiz, “will be missed by the whole town.”"
    )
    body = {"id": "ferry", "title": "Ferry stops", "text": text, "published": "2026-05-01"}
    assert client.post("/v1/articles", json=body).status_code < 300

    first = _ask(client, "What did Elena Ruiz say about the ferry?")["answers"][0]

    marked = [text[part["start"] : part["end"]] for part in first["highlights"]]
    assert marked == [part["text"] for part in first["highlights"]]
    assert [part.strip("“”,.") for part in marked] == [
        "The ferry",
        "will be missed by the whole town",
    ]
    assert first["highlight"] is None


def test_somebodys_words_are_given_with_the_speaker_and_nobody_elses(bridged: Client) -> None:
    answers = _ask(bridged, "What did Elena Ruiz say about the way to school?")["answers"]

    assert answers
    assert all(answer["speaker"]["name"].endswith("Ruiz") for answer in answers)
    assert "halve the way to school" in answers[0]["quote"]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("hello!", "greeting"),
        ("???", "not_a_question"),
        ("What did Trump say about the bridge?", "unknown_speaker"),
        ("What did the ferry say?", "speaker_not_quoted"),
    ],
)
def test_no_answer_has_a_reason(bridged: Client, question: str, reason: str) -> None:
    answer = _ask(bridged, question)

    assert (answer["status"], answer["reason"]) == ("no_answer", reason)
    assert answer["answers"] == []
    assert answer["text"]


def test_an_empty_library_says_so(client: Client) -> None:
    assert _ask(client, "When did the bridge open?")["reason"] == "empty_collection"


@pytest.mark.parametrize(
    "limit",
    [
        {"as_of": "2025-03-03"},
        {"filters": {"published_from": "2025-03-05"}},
        {"filters": {"published_to": "2025-03-03"}},
    ],
)
def test_dates_limit_what_is_searched(bridged: Client, limit: dict[str, Any]) -> None:
    answer = _ask(bridged, "When did the new bridge open?", **limit)

    assert answer["reason"] == "date_out_of_range"


def test_furniture_is_never_quoted(bridged: Client) -> None:
    refused = _ask(bridged, "subscribe newsletter", max_answers=20)
    forced = _ask(bridged, "subscribe newsletter bridge", max_answers=20, min_confidence=0.0)

    assert ["Subscribe" in item["text"] for item in refused["nearest"]] == [False]
    quotes = [item["quote"] for item in forced["answers"]]
    assert len(quotes) == 4
    assert not any("Subscribe" in quote for quote in quotes)


def test_the_link_has_a_text_fragment_and_the_viewer_the_place(bridged: Client) -> None:
    answer = _ask(bridged, "How much did the new bridge cost?")

    citation = answer["citations"][0]
    url, _, fragment = citation["link"].partition("#:~:text=")
    assert url == "https://ledger.example/bridge"
    assert unquote(fragment) == citation["quote"]
    assert citation["viewer"].startswith("/articles/bridge?version=")
    assert f"start={citation['start']}&end={citation['end']}" in citation["viewer"]


def test_the_same_statement_in_three_outlets_is_one_answer_with_three_citations(
    client: Client,
) -> None:
    for outlet in ("Wire", "Courier", "Dispatch"):
        text = f"Reported by {outlet} staff.\n\nThe dam at Kestrel Lake holds 90 million litres."
        client.post("/v1/articles", json={"id": outlet, "source": outlet, "text": text})

    answer = _ask(client, "How many litres does the dam at Kestrel Lake hold?")

    assert answer["answers"][0]["citations"] == [1, 2, 3]
    assert {c["source"] for c in answer["citations"]} == {"Wire", "Courier", "Dispatch"}


def test_other_numbers_are_another_statement(client: Client) -> None:
    for id, count in (("one", 14), ("two", 11)):
        text = f"The crash at Ross Coulee left {count} people injured on Tuesday night."
        client.post("/v1/articles", json={"id": id, "text": text})

    answers = _ask(client, "How many people were injured in the crash at Ross Coulee?")["answers"]

    assert [len(answer["citations"]) for answer in answers] == [1, 1]


def test_a_batch_answers_in_order_and_like_single_questions(bridged: Client) -> None:
    questions = ["How much did it cost?", "hello", "Who warned about the ferry?"]

    batch = bridged.post(
        "/v1/ask/batch", json={"questions": [{"question": q} for q in questions]}
    ).json()["answers"]

    single = [_ask(bridged, question) for question in questions]
    assert [a["searched"] for a in batch] == questions
    assert [a["answers"] for a in batch] == [a["answers"] for a in single]


def test_context_keeps_the_budget_and_says_what_counted(bridged: Client) -> None:
    reply = bridged.post("/v1/context", json={"question": "bridge cost", "max_tokens": 60}).json()

    assert count_tokens(reply["text"], "o200k_base") <= reply["tokens"] <= 60
    assert reply["counted_with"] == "tiktoken o200k_base"
    for item in reply["passages"]:
        passage = item["passage"]
        assert BRIDGE[passage["start"] : passage["end"]] == passage["text"]
        assert passage["text"] in reply["text"]


def test_explain_shows_features_and_nothing_else_does(bridged: Client) -> None:
    plain = _ask(bridged, "How much did it cost?")["answers"][0]
    explained = _ask(bridged, "How much did it cost?", explain=True)["answers"][0]

    assert "explanation" not in plain
    assert explained["explanation"]["covered"] > 0


@pytest.mark.short(1)
@pytest.mark.parametrize("question", ["\u00ad", "\u200b \ufeff", "\U000e0100"])
def test_signs_that_nobody_sees_are_no_question_but_no_error_either(
    client: Client, question: str
) -> None:
    asked = client.post("/v1/ask", json={"question": question})
    searched = client.post("/v1/search", json={"question": question})
    fed = client.get("/v1/alerts.atom", params={"q": question})

    assert (asked.status_code, searched.status_code, fed.status_code) == (200, 200, 200)
    assert asked.json()["status"] == "no_answer"
