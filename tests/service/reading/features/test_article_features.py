"""What an article as a whole says about its spans: its age, its year, the names it lacks."""

from collections.abc import Sequence
from datetime import date

import pytest
from msgspec import structs

from index.records import Article, Period
from service.questions.understand import understand
from service.reading.features.article_features import (
    ArticleAges,
    ArticleFeatures,
    is_of_other_year,
    missing_names,
)
from tests.conftest import Shelf, story

QUESTION = "Who won the rowing cup?"
DAYS = ("2024-05-20", "2024-05-31T09:00:00+02:00", "2024-06-15", None)
TEXT = "Mexico’s president, Claudia Sheinbaum, met Mark Carney of Canada in 2026. Unless it rains."


@pytest.fixture
def articles(shelf: Shelf) -> list[Article]:
    shelf.add(*(story(f"s{n}", f"Text {n}.", published=day) for n, day in enumerate(DAYS)))
    opened = shelf.opened()
    return [opened.library.article(opened.collection, f"s{n}") for n in range(len(DAYS))]


def ages(articles: Sequence[Article], text: str, asked: str | None) -> list[dict[str, float]]:
    day = None if asked is None else date.fromisoformat(asked)
    found = ArticleAges(structs.replace(understand(text), asked_on=day), articles)
    return [found.features(article) for article in articles]


def test_ages_count_from_the_newest_article_published_before_the_question(
    articles: list[Article],
) -> None:
    old, new, later, undated = ages(articles, QUESTION, "2024-06-04")

    assert new == {"fresh": 0.5, "later": 0.0}
    assert old["fresh"] == pytest.approx(0.5 ** (11 / 15) - 0.5)
    assert later == {"fresh": 0.5, "later": 1.0}
    assert undated == {"fresh": 0.0, "later": 0.0}


def test_for_a_question_asked_years_later_they_still_count_from_the_newest_article(
    articles: list[Article],
) -> None:
    old, new, newest, _ = ages(articles, QUESTION, "2031-01-01")

    assert newest == {"fresh": 0.5, "later": 0.0}
    assert new["fresh"] == pytest.approx(0.0)
    assert old["fresh"] < 0
    assert ages(articles, QUESTION, None) == ages(articles, QUESTION, "2031-01-01")


@pytest.mark.parametrize(
    ("period", "newest"), [(None, 0.0), (Period(first="2031-01-01", last="2031-01-09"), 0.5)]
)
def test_judged_in_its_own_days_an_old_article_is_nearly_as_fresh_as_the_newest(
    articles: list[Article], period: Period | None, newest: float
) -> None:
    question = structs.replace(
        understand(QUESTION), is_timeless=True, period=period, asked_on=date(2031, 1, 1)
    )
    found = ArticleAges(question, articles)

    first, _, last, undated = map(found.features, articles)

    assert last == {"fresh": newest, "later": 0.0}
    assert newest - 0.1 < first["fresh"] < newest
    assert undated == {"fresh": 0.0, "later": 0.0}


def test_an_article_is_not_late_up_to_two_days_after_the_question(articles: list[Article]) -> None:
    assert ages(articles, QUESTION, "2024-06-13")[2]["later"] == 0.0
    assert ages(articles, QUESTION, "2024-06-12")[2]["later"] == 1.0


def test_if_the_question_names_a_year_age_does_not_count(articles: list[Article]) -> None:
    found = ages(articles, "Who won the rowing cup in 2019?", "2024-06-04")

    assert all(features == {"fresh": 0.0, "later": 0.0} for features in found)


def test_for_a_question_asked_before_all_articles_no_article_is_fresh(
    articles: list[Article],
) -> None:
    found = ages(articles, QUESTION, "2020-01-01")

    assert [features["later"] for features in found] == [1.0, 1.0, 1.0, 0.0]
    assert all(features["fresh"] == 0.0 for features in found)


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("What did Sheinbaum tell Carney?", 0.0),
        ("What did the Mexican president say in 2026?", 0.0),
        ("Who won the election of 2028?", 1.0),
        ("What did Carney say in 2028?", 0.5),
        ("What did the UN say about Canada?", 0.5),
        ("What did Carney's guests from Peru eat?", 0.5),
        ("when will it rain?", 0.0),
        ("", 0.0),
        ("¿Qué?", 1.0),
    ],
)
def test_missing_names_are_counted_as_a_share(question: str, share: float) -> None:
    assert missing_names(question, TEXT) == share


def test_a_name_may_stand_in_any_of_the_texts() -> None:
    assert missing_names("Who won in 2028?", TEXT, "2028-01-05") == 0.0


def test_a_huge_article_is_not_searched_for_names() -> None:
    assert missing_names("Who won in 2028?", "x" * 300_000) == 0.0


@pytest.mark.parametrize(
    ("question", "published", "expected"),
    [
        ("Who won the election of 2028?", "2026-03-04", True),
        ("Who won the election of 2027?", "2026-03-04", False),
        ("Who was hurt in the crash of 2022?", "2026-03-04", True),
        # The text names that year.
        ("Whom did Sheinbaum meet in 2026?", "2019-01-01", False),
        ("Who was hurt in 2022, and who in 2026?", "2019-01-01", False),
        ("Who won the election of 2028?", None, False),
        ("Who won?", "2026-03-04", False),
    ],
)
def test_an_article_is_of_another_year_if_it_neither_names_it_nor_is_near_it(
    question: str, published: str | None, expected: bool
) -> None:
    assert is_of_other_year(question, published, TEXT) is expected


def test_the_features_of_an_article_hold_its_age_its_year_and_its_missing_names(
    articles: list[Article],
) -> None:
    question = understand("Who beat Olga Brandt in 2019?")

    found = ArticleFeatures(question, articles).of(1, articles[0])

    assert found == {"fresh": 0.0, "later": 0.0, "unnamed": 1.0, "other_year": 1.0}
