"""Questions to ask next and to begin with, over HTTP: each is answered."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_ARTICLES: dict[str, dict[str, Any]] = {
    "treaty": {
        "title": "Carney wants the treaty",
        "published": "2026-06-30",
        "source": "Wire",
        "text": "“The treaty has brought jobs to both countries,” said Mark Carney.\n\n"
        "“The treaty must protect the farmers,” said Claudia Sheinbaum.",
    },
    "ferry": {
        "title": "Carney opens the ferry",
        "published": "2025-02-10",
        "source": "Ledger",
        "text": "“The ferry will run at night,” said Mark Carney. The ferry is new.",
    },
    "review": {
        "title": "Farmers fear the treaty",
        "published": "2026-07-15",
        "source": "Ledger",
        "text": "“The treaty will ruin the farmers,” said Olga Brandt. The treaty was signed.",
    },
}


def _filled(client: Client) -> Client:
    for id, article in _ARTICLES.items():
        assert client.post("/v1/articles", json={"id": id, **article}).status_code == 201
    return client


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application with three articles, for all who only read."""
    with running(settings_in(tmp_path_factory.mktemp("news"))) as client:
        yield _filled(client)


def _suggest(client: Client, **fields: Any) -> list[dict[str, Any]]:
    reply = client.post("/v1/suggestions", json=fields)
    assert reply.status_code == 200, reply.text
    return reply.json()["suggestions"]  # type: ignore[no-any-return]


def _questions(client: Client, **fields: Any) -> list[tuple[str, str]]:
    return [(one["kind"], one["question"]) for one in _suggest(client, **fields)]


def test_a_conversation_begins_with_the_newest_articles(news: Client) -> None:
    assert _questions(news)[:2] == [
        ("start", "What did Olga Brandt say about the treaty?"),
        ("start", "What did Mark Carney say about the treaty?"),
    ]


@pytest.mark.parametrize(
    ("language", "question"),
    [("en", "What did Nils Ferrow say?"), ("de", "Was sagte Nils Ferrow?")],
)
def test_where_no_words_name_a_topic_the_question_names_none(
    client: Client, language: str, question: str
) -> None:
    text = "“We are angry, and we waited for an hour,” said Nils Ferrow of Brellin."
    assert client.post("/v1/articles", json={"id": "a", "text": text}).status_code == 201

    assert _questions(client, language=language) == [("start", question)]


def test_it_goes_on_with_others_there_the_same_person_elsewhere_and_newer_articles(
    news: Client,
) -> None:
    asked = "What did Mark Carney say about the treaty?"

    found = _suggest(news, question=asked, articles=["treaty"])

    assert {(one["kind"], one["person"], one["article_id"]) for one in found} >= {
        ("same_topic", "Claudia Sheinbaum", "treaty"),
        ("same_person", "Mark Carney", "ferry"),
        ("newer", "Olga Brandt", "review"),
    }
    assert asked not in [one["question"] for one in found]
    assert len(found) <= 4


@pytest.mark.short(3)
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"question": "What did Mark Carney say about the treaty?", "articles": ["treaty"]},
        {"question": "who won the race?", "articles": ["ferry", "gone"]},
        {"question": "who won the race?"},
        {"filters": {"source": "Ledger"}},
        {"as_of": "2025-12-31"},
        {"language": "de"},
    ],
)
def test_each_is_answered_when_it_is_asked(news: Client, fields: dict[str, Any]) -> None:
    limits = {name: fields[name] for name in ("filters", "as_of", "language") if name in fields}

    for one in _suggest(news, **fields):
        answer = news.post("/v1/ask", json={"question": one["question"], **limits}).json()
        assert answer["status"] == "answered"
        assert one["article_id"] in [citation["article_id"] for citation in answer["citations"]]


def test_none_is_from_an_article_that_the_filters_leave_out(news: Client) -> None:
    found = _suggest(news, filters={"source": "Ledger"})
    early = _suggest(news, as_of="2025-12-31")

    assert {one["article_id"] for one in found} == {"review", "ferry"}
    assert {one["article_id"] for one in early} == {"ferry"}


def test_none_leads_to_an_article_that_was_deleted(client: Client) -> None:
    _filled(client)
    assert "review" in [one["article_id"] for one in _suggest(client)]

    assert client.delete("/v1/articles/review").status_code == 204

    assert "review" not in [one["article_id"] for one in _suggest(client)]


def test_new_articles_are_suggested(client: Client) -> None:
    assert _suggest(client) == []

    _filled(client)

    assert _suggest(client)
