"""Completions of a question while it is typed, over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in
from tests.waiting import wait_until

Client = TestClient[Any]

_ARTICLES: dict[str, dict[str, Any]] = {
    "treaty": {
        "title": "Neighbors review treaty",
        "published": "2026-06-30",
        "source": "The Wire",
        "authors": ["Ana Ruiz"],
        "text": "“We will review it together,” said Mark Carney. “It works well,” Carney added.\n\n"
        "“They need it,” said Carney.\n\nCaroline Voss said that carnivals were cancelled.",
    },
    "carnival": {
        "title": "Carnival in Málaga begins",
        "published": "2025-02-10",
        "source": "Harbor Ledger",
        "text": "The carnival in Málaga begins. “We dance,” said Caroline Voss.",
    },
    "carnivals": {
        "title": "Carnival in Redmill called off",
        "published": "2026-02-10",
        "source": "Harbor Ledger",
        "text": "It rained on the carnival, and the desalination plant was closed.",
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


def _suggest(client: Client, q: str, **limits: Any) -> list[dict[str, Any]]:
    reply = client.get("/v1/suggest", params={"q": q, **limits})
    assert reply.status_code == 200, reply.text
    return reply.json()["completions"]  # type: ignore[no-any-return]


def _shown(client: Client, q: str, **limits: Any) -> list[tuple[str, str, int]]:
    found = _suggest(client, q, **limits)
    return [(one["kind"], one["text"], one["articles"]) for one in found]


def test_a_question_is_completed_from_its_middle(news: Client) -> None:
    first = _suggest(news, "what did mark car")[0]

    assert first["kind"] == "person"
    assert (first["text"], first["question"]) == ("Mark Carney", "what did Mark Carney say")
    assert (first["start"], first["articles"], first["person"]) == (9, 1, "mark-carney")


def test_people_come_before_headlines_and_these_newest_first_before_words(news: Client) -> None:
    assert _shown(news, "car") == [
        ("person", "Mark Carney", 1),
        ("person", "Caroline Voss", 2),
        ("headline", "Carnival in Redmill called off", 1),
        ("headline", "Carnival in Málaga begins", 1),
        ("word", "carnival", 2),
    ]


@pytest.mark.parametrize("typed", ["MALAGA", "málaga", "malag", "Carnival in mál"])
def test_case_and_accents_do_not_matter(news: Client, typed: str) -> None:
    assert "Carnival in Málaga begins" in [text for _, text, _ in _shown(news, typed)]


def test_words_are_completed_from_bodies_as_articles_spell_them(news: Client) -> None:
    assert _shown(news, "why was the desal") == [("word", "desalination", 1)]


def test_an_outlet_is_completed_with_the_article_before_its_name(news: Client) -> None:
    (outlet,) = _suggest(news, "said the wir")

    assert (outlet["kind"], outlet["question"], outlet["articles"]) == (
        "outlet",
        "said The Wire",
        1,
    )


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("what did", "what did Mark Carney say"),
        ("What does ", "What does Mark Carney say"),
        ("who is", "who is Mark Carney"),
        ("who is vos", "who is Caroline Voss"),
        ("what has vos", "what has Caroline Voss said"),
        ("why did vos", "why did Caroline Voss"),
    ],
)
def test_a_name_stands_where_it_makes_sense_with_its_verb(
    news: Client, typed: str, question: str
) -> None:
    assert _suggest(news, typed)[0]["question"] == question


@pytest.mark.parametrize("typed", ["who w", "what did wir", "why the har", "how many vos", "who"])
def test_a_name_or_an_outlet_that_makes_no_sense_there_is_not_offered(
    news: Client, typed: str
) -> None:
    assert {one["kind"] for one in _suggest(news, typed)} <= {"headline", "word"}


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"source": "harbor ledger"}, {"Caroline Voss": 1, "carnival": 2}),
        ({"author": "Ana Ruiz"}, {"Mark Carney": 1, "Caroline Voss": 1, "carnivals": 1}),
        ({"published_from": "2026-03-01"}, {"Mark Carney": 1, "Caroline Voss": 1, "carnivals": 1}),
        ({"published_to": "2025-12-31"}, {"Caroline Voss": 1, "carnival": 1}),
        ({"as_of": "2025-12-31"}, {"Caroline Voss": 1, "carnival": 1}),
        ({"collection": "default", "as_of": "2024-01-01"}, {}),
    ],
)
def test_filters_hold_for_what_is_counted(
    news: Client, limits: dict[str, str], expected: dict[str, int]
) -> None:
    found = _shown(news, "carn", **limits) + _shown(news, "carol", **limits)

    counted = {text: count for kind, text, count in found if kind in ("person", "word")}
    assert {text: counted.get(text) for text in expected} == expected
    assert counted.keys() - expected.keys() <= {"Carney", "carnivals", "carnival", "Caroline"}


@pytest.mark.parametrize(
    "typed", ["", " ", "?!", "the", "what did ", "*", "a" * 500, "(.*", "½", "carn\\", "\x00c"]
)
def test_what_completes_nothing_is_no_error(news: Client, typed: str) -> None:
    assert all(one["articles"] for one in _suggest(news, typed))
    assert _suggest(news, "what did mark car")


def test_at_most_so_many_are_offered(news: Client) -> None:
    assert len(_suggest(news, "car", limit=2)) == 2


def test_another_collection_has_completions_of_its_own(news: Client) -> None:
    assert news.put("/v1/collections/empty").status_code == 200

    assert _suggest(news, "car", collection="empty") == []


def test_what_is_deleted_is_offered_no_longer(client: Client) -> None:
    _filled(client)

    assert client.delete("/v1/articles/treaty").status_code == 204

    assert "Mark Carney" not in [text for _, text, _ in _shown(client, "what did mark car")]
    assert _shown(client, "carn") == [
        ("headline", "Carnival in Redmill called off", 1),
        ("headline", "Carnival in Málaga begins", 1),
        ("word", "carnival", 2),
    ]


def test_people_are_followed_behind_the_completions(client: Client) -> None:
    _filled(client)
    assert _shown(client, "mark carn") == [("person", "Mark Carney", 1)]

    assert client.delete("/v1/articles/treaty").status_code == 204
    article = {"id": "new", "title": "A visit", "text": "“I will come,” said Marko Carnevale."}
    assert client.post("/v1/articles", json=article).status_code == 201

    assert ("person", "Mark Carney", 1) not in _shown(client, "mark carn")
    wait_until(lambda: _shown(client, "marko carn") == [("person", "Marko Carnevale", 1)])
