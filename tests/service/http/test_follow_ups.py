"""Follow-ups over HTTP: what each turn of a conversation makes of those before it."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_ARTICLES = {
    "review": (
        "Neighbors review treaty",
        "Harbor Ledger",
        "2025-09-18",
        "President Claudia Sheinbaum met Prime Minister Mark Carney in Mexico City on Thursday.\n\n"
        "“The treaty review will keep jobs at home,” said Sheinbaum. “Work visas for farm hands "
        "will stay,” Sheinbaum said.\n\n"
        "“We will review the treaty together,” said Mark Carney.",
    ),
    "visas": (
        "Visas for farm hands",
        "Prairie Dispatch",
        "2026-01-22",
        "Farmers asked for more visas.\n\n“Visas are too slow,” said farmer Tor Vik.",
    ),
}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application with two articles."""
    with running(settings_in(tmp_path_factory.mktemp("follow-ups"))) as client:
        for id, (title, outlet, published, text) in _ARTICLES.items():
            body = {"id": id, "title": title, "text": text, "published": published}
            assert client.post("/v1/articles", json=body | {"source": outlet}).status_code == 201
        yield client


def _talk(client: Client, *questions: str) -> list[dict[str, Any]]:
    """The answers to questions of one conversation."""
    id = client.post("/v1/conversations", json={}).json()["id"]
    replies = [
        client.post("/v1/ask", json={"question": question, "conversation_id": id})
        for question in questions
    ]
    assert [reply.status_code for reply in replies] == [200] * len(questions)
    return [reply.json() for reply in replies]


FIRST = "What did Sheinbaum say about the treaty review?"


def test_a_follow_up_is_searched_as_what_it_means(news: Client) -> None:
    _, answer = _talk(news, FIRST, "and what did she say about visas?")

    assert "Sheinbaum" in answer["searched"]
    assert {"from": "she", "to": "Claudia Sheinbaum", "turn": 1} in answer["resolved"]
    assert "Work visas for farm hands" in answer["answers"][0]["quote"]


def test_stateless_callers_get_the_same(news: Client) -> None:
    first, stored = _talk(news, FIRST, "and what did she say about visas?")
    quotes = [
        {name: citation[name] for name in ("article_id", "version", "start", "end", "quote")}
        for citation in first["citations"]
    ]
    turns = [
        {"question": FIRST, "searched": first["searched"], "quotes": quotes},
        {"question": FIRST, "quotes": quotes},
        {"question": FIRST},
    ]

    for turn in turns:
        body = {"question": "and what did she say about visas?", "history": [turn]}
        answer = news.post("/v1/ask", json=body).json()
        assert answer["answers"][0]["quote"] == stored["answers"][0]["quote"]


def test_certainty_is_told_to_stateless_callers_too(news: Client) -> None:
    first, sure = _talk(news, FIRST, "are you sure?")
    names = ("article_id", "version", "start", "end")
    quotes = [{name: citation[name] for name in names} for citation in first["citations"]]
    history = [{"question": FIRST, "searched": first["searched"], "quotes": quotes}]

    told = news.post("/v1/ask", json={"question": "are you sure?", "history": history}).json()

    assert told["text"] == sure["text"]
    assert told["answers"] == sure["answers"]


def test_the_source_and_the_certainty_of_an_answer_are_told(news: Client) -> None:
    first, source, sure = _talk(news, FIRST, "source?", "are you sure?")

    assert [answer["form"] for answer in (source, sure)] == ["sources", "sources"]
    assert source["citations"][0]["quote"] == first["citations"][0]["quote"]
    assert "“Neighbors review treaty” (Harbor Ledger, 2025-09-18)" in source["text"]
    assert f"{round(100 * first['answers'][0]['confidence'])} %" in sure["text"]


def test_a_turn_about_sources_is_read_again_as_it_was_shown(news: Client) -> None:
    shown = _talk(news, FIRST, "are you sure?", "source?", "hello", "thanks")

    read = news.get(f"/v1/conversations/{shown[0]['conversation_id']}").json()

    without: dict[str, object] = {"timings_ms": {}}
    assert [turn["answer"] | without for turn in read["turns"]] == [
        answer | without for answer in shown
    ]


def test_only_one_outlet_is_a_filter_that_refusals_name(news: Client) -> None:
    _, answer = _talk(news, "What did people say about visas?", "only the Prairie Dispatch")

    assert {citation["source"] for citation in answer["citations"]} <= {"Prairie Dispatch"}
    assert answer["status"] == "answered" or "Prairie Dispatch" in answer["text"]


@pytest.mark.parametrize("message", ["\U0001f600\U0001f44d", "???", "…", "\u200b?"])
def test_no_words_ask_nothing(news: Client, message: str) -> None:
    _, answer, after, again = _talk(
        news, FIRST, message, "and what did she say about visas?", "anything else?"
    )

    assert answer["status"] == "no_answer"
    assert answer["answers"] == []
    assert "Sheinbaum" in after["searched"]
    assert "visas" in again["searched"]


def test_words_that_refer_to_each_other_come_to_an_end(news: Client) -> None:
    questions = ["what did he say about it?", "why did it say that?", "and that one?", "who is he?"]

    answers = _talk(news, *(questions * 6))

    assert [answer["turn"] for answer in answers] == list(range(1, 25))
    assert max(len(answer["searched"]) for answer in answers) <= 2_000


@pytest.mark.gate
@pytest.mark.short(1)
@pytest.mark.parametrize(
    "words",
    [
        "what did he say ",
        "(",
        *(
            pytest.param(words, marks=pytest.mark.gate)
            for words in (
                "only the Ledger not him this year ",
                "the second one ",
                "well-known-",
                "and on visas, ",
                "\U0001f600",
            )
        ),
    ],
)
def test_the_longest_messages_do_not_grow_from_turn_to_turn(news: Client, words: str) -> None:
    longest = (words * 2_000)[:2_000]

    answers = _talk(news, FIRST, *([longest] * 4))
    history = [{"question": FIRST}, *({"question": longest} for _ in range(19))]
    told = news.post("/v1/ask", json={"question": longest, "history": history})

    assert max(len(answer["searched"]) for answer in answers) <= 2_000
    assert len(told.json()["searched"]) <= 2_000


def test_conversations_know_nothing_of_each_other(news: Client) -> None:
    _talk(news, FIRST)
    (other,) = _talk(news, "and what did she say about visas?")

    assert other["resolved"] == []
    assert "Sheinbaum" not in other["searched"]
