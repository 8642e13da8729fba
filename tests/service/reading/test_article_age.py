"""How old articles are, beside the newest of them and the day of the question."""

from collections.abc import Sequence
from datetime import date

import pytest
from msgspec import structs

from index.records import Article
from service.questions.understand import understand
from service.reading.article_age import Ages
from tests.conftest import Shelf, story

TOLD = "Who won the rowing cup?"
DAYS = ("2024-05-20", "2024-05-31T09:00:00+02:00", "2024-06-15", None)


@pytest.fixture
def articles(shelf: Shelf) -> list[Article]:
    shelf.add(*(story(f"s{n}", f"Text {n}.", published=day) for n, day in enumerate(DAYS)))
    opened = shelf.opened()
    return [opened.library.article(opened.collection, f"s{n}") for n in range(len(DAYS))]


def _ages(articles: Sequence[Article], text: str, asked: str | None) -> list[dict[str, float]]:
    day = None if asked is None else date.fromisoformat(asked)
    ages = Ages(structs.replace(understand(text), asked=day), articles)
    return [ages.of(article) for article in articles]


def test_ages_count_from_the_newest_that_was_there_when_the_question_was_asked(
    articles: list[Article],
) -> None:
    old, new, later, undated = _ages(articles, TOLD, "2024-06-04")

    assert new == {"fresh": 0.5, "later": 0.0}
    assert old["fresh"] == pytest.approx(0.5 ** (11 / 15) - 0.5)
    assert later == {"fresh": 0.5, "later": 1.0}
    assert undated == {"fresh": 0.0, "later": 0.0}


def test_asked_years_later_they_count_from_the_newest_all_the_same(
    articles: list[Article],
) -> None:
    old, new, newest, _ = _ages(articles, TOLD, "2031-01-01")

    assert newest == {"fresh": 0.5, "later": 0.0}
    assert new["fresh"] == pytest.approx(0.0)
    assert old["fresh"] < 0
    assert _ages(articles, TOLD, None) == _ages(articles, TOLD, "2031-01-01")


def test_what_comes_a_day_later_still_tells_of_it(articles: list[Article]) -> None:
    assert _ages(articles, TOLD, "2024-06-13")[2]["later"] == 0.0
    assert _ages(articles, TOLD, "2024-06-12")[2]["later"] == 1.0


def test_a_year_in_the_question_says_more_than_any_age(articles: list[Article]) -> None:
    told = _ages(articles, "Who won the rowing cup in 2019?", "2024-06-04")

    assert all(features == {"fresh": 0.0, "later": 0.0} for features in told)


def test_before_all_articles_there_is_no_newest(articles: list[Article]) -> None:
    told = _ages(articles, TOLD, "2020-01-01")

    assert [features["later"] for features in told] == [1.0, 1.0, 1.0, 0.0]
    assert all(features["fresh"] == 0.0 for features in told)
