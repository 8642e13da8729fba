"""The days that a question names, counted where articles are."""

from datetime import date

import pytest

from index.records import Filters, Period
from service.questions.time.periods import timeframe
from tests.conftest import Shelf, story

WEEK = "Who resigned this week?"


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    """An archive that ends in June 2024."""
    shelf.add(
        story("may", "Anna Berg resigned.", published="2024-05-14", outlet="Ledger"),
        story("june", "Olaf Lind resigned.", published="2024-06-18"),
    )
    return shelf


def test_this_week_counts_from_the_day_asked_where_its_articles_are(filled: Shelf) -> None:
    found = timeframe(WEEK, date(2024, 5, 16), filled.opened(), Filters())

    assert found.is_held
    assert found.meant == found.preferred == Period(first="2024-05-07", last="2024-05-18")


def test_in_an_archive_it_counts_from_the_newest_article(filled: Shelf) -> None:
    found = timeframe(WEEK, date(2026, 11, 28), filled.opened(), Filters())

    assert not found.is_held
    assert found.meant == Period(first="2026-11-19", last="2026-11-30")
    assert found.preferred == Period(first="2024-06-09", last="2024-06-20")


def test_the_newest_is_the_newest_that_the_filters_allow(filled: Shelf) -> None:
    found = timeframe(WEEK, date(2024, 6, 20), filled.opened(), Filters(outlet=("ledger",)))

    assert not found.is_held
    assert found.preferred == Period(first="2024-05-05", last="2024-05-16")


@pytest.mark.parametrize(
    ("asked", "is_held"),
    [(date(2024, 7, 10), True), (date(2025, 7, 10), False), (date.min, False), (date.max, False)],
)
def test_other_questions_are_about_recent_days(filled: Shelf, asked: date, is_held: bool) -> None:
    found = timeframe("Who resigned?", asked, filled.opened(), Filters())

    assert (found.meant, found.preferred, found.is_held) == (None, None, is_held)


def test_without_any_date_no_days_are_preferred(shelf: Shelf) -> None:
    shelf.add(story("undated", "Anna Berg resigned."))

    found = timeframe(WEEK, date(2026, 11, 28), shelf.opened(), Filters())

    assert (found.preferred, found.is_held) == (None, False)
