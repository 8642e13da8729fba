"""Turns that a request brings along itself: believed only where the articles agree."""

from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import BRIDGE

Client = TestClient[Any]

COST = "How much did the new bridge cost?"


def _ask(client: Client, question: str, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def _turn(quote: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"question": COST, "quotes": [quote], **fields}


QUOTE = "It cost 41 million euros, she added."
START = BRIDGE.index(QUOTE)
PLACE = {"article_id": "bridge", "start": START, "end": START + len(QUOTE)}


@pytest.mark.usefixtures("bridge")
def test_a_quote_that_an_article_has_is_taken_as_shown(
    client: Client, bridge: dict[str, Any]
) -> None:
    whole = PLACE | {"version": bridge["version"], "quote": QUOTE, "speaker": "Elena Ruiz"}

    for quote in (PLACE, whole):
        answer = _ask(client, COST, history=[_turn(quote)])
        assert answer["notes"] == []
        assert answer["turn"] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"article_id": "nowhere"},
        {"version": "0" * 64},
        {"start": 5, "end": 5},
        {"start": 90, "end": 20},
        {"end": 100_000},
        {"quote": "It cost 14 million euros, she added."},
    ],
)
def test_a_quote_that_no_article_has_is_ignored_and_the_answer_says_so(
    bridged: Client, wrong: dict[str, Any]
) -> None:
    answer = _ask(bridged, COST, history=[_turn(PLACE | wrong), _turn(PLACE)])

    (note,) = answer["notes"]
    assert note.endswith(": 1.")
    assert answer["text"].startswith(note)
    assert answer["status"] == "answered"


def test_what_contradicts_itself_does_no_harm(bridged: Client) -> None:
    plain = _ask(bridged, COST)
    history = [
        {"question": "Who is she?", "searched": "What did he not say?", "quotes": []},
        {"question": "Who is he?", "searched": "Who is she?", "quotes": [PLACE, PLACE]},
        {"question": "\U0001f600\U0001f600", "searched": "Who is he?"},
        {"question": "thanks", "answer_id": "ans_of_nobody"},
    ]

    answer = _ask(bridged, COST, history=history)

    assert answer["searched"] == COST
    assert answer["answers"] == plain["answers"]
    assert answer["resolved"] == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"history": [{"question": COST}] * 21}, "history"),
        ({"history": [{"question": "w" * 10_000}]}, "question"),
        ({"question": "w" * 10_000}, "question"),
        ({"history": [{"question": COST}, {"question": " "}]}, "history[1].question"),
        ({"history": [{"question": COST, "quotes": [PLACE | {"text": "?"}]}]}, "text"),
    ],
)
def test_what_is_too_much_or_unknown_is_refused_by_its_name(
    bridged: Client, fields: dict[str, Any], field: str
) -> None:
    reply = bridged.post("/v1/ask", json={"question": COST} | fields)

    assert reply.status_code == 422
    assert field in str(reply.json())


def test_a_stored_conversation_and_a_history_contradict_each_other(client: Client) -> None:
    both = {"history": [{"question": COST}], "conversation_id": "conv_1"}

    reply = client.post("/v1/ask", json={"question": COST} | both)

    assert (reply.status_code, reply.json()["type"]) == (409, "urn:dateline:problem:contradiction")
    assert reply.json()["detail"].startswith("history: cannot be combined with `conversation_id`")


def test_an_empty_history_is_that_of_a_first_question(bridged: Client) -> None:
    plain, empty = _ask(bridged, COST), _ask(bridged, COST, history=[])

    without = {"id": "", "timings_ms": {}}
    assert empty | without == plain | without | {"turn": 1}
