"""When articles came out that a question is about: "this week", counted from a fixed day."""

from datetime import UTC, date, datetime

import pytest

from index.records import Period
from service.questions.time.periods import day_of, period_of, without_time_words

TODAY = date(2026, 11, 26)  # a Thursday


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What happened today?", "2026-11-24", "2026-11-27"),
        ("What did Lee say yesterday about rents?", "2026-11-23", "2026-11-27"),
        ("Which country saw its prime minister resign this week?", "2026-11-17", "2026-11-28"),
        ("SpaceX launched a rocket Wednesday. Where to?", "2026-11-17", "2026-11-28"),
        ("Who resigned last week?", "2026-11-10", "2026-11-26"),
        ("What is the latest on the strike?", "2026-10-26", "2026-11-28"),
        ("Who was elected this month?", "2026-11-01", "2026-11-28"),
        ("Who was elected last month?", "2026-10-01", "2026-11-08"),
        ("What was built last year?", "2025-01-01", "2026-01-08"),
        ("What will open this year?", "2026-01-01", "2026-11-28"),
        # Of several, the shortest.
        ("What was said this year about yesterday?", "2026-11-23", "2026-11-27"),
    ],
)
def test_words_of_time_are_days(question: str, first: str, last: str) -> None:
    assert period_of(question, TODAY) == Period(first=first, last=last)


@pytest.mark.parametrize(
    "question",
    [
        "What did Carney say about the review?",
        "What was decided on Monday, 5 May 2025?",
        "How much was sold on Black Friday?",
        "Who opens the market every Monday?",
        "What did USA Today report?",
        "Who hosted Saturday Night Live?",
        "What happened in the last week of August?",
        "What did the weekly report say?",
        "",
    ],
)
def test_other_questions_are_about_no_days(question: str) -> None:
    assert period_of(question, TODAY) is None


@pytest.mark.parametrize("day", [date.min, date(1, 12, 31), date(9999, 12, 31)])
def test_the_ends_of_the_calendar_are_in_no_week(day: date) -> None:
    assert period_of("What happened this week, last month and last year?", day) is None


def test_an_article_without_a_date_is_never_of_a_period() -> None:
    period = Period(first="2026-11-17", last="2026-11-28")

    assert period.holds("2026-11-17")
    assert period.holds("2026-11-28T23:59:59+02:00")
    assert not period.holds("2026-11-16")
    assert not period.holds("2026-11-29")
    assert not period.holds(None)


@pytest.mark.parametrize(
    ("topic", "left"),
    [
        ("the budget this week", "the budget"),
        ("rents, on Monday", "rents"),
        ("last month", ""),
        ("the latest strike", "the latest strike"),
        ("the weekly report", "the weekly report"),
        ("sales on Black Friday", "sales on Black Friday"),
        ("the last week of August", "the last week of August"),
    ],
)
def test_a_topic_loses_its_words_of_time(topic: str, left: str) -> None:
    assert without_time_words(topic) == left


def test_the_day_is_the_one_given_or_that_of_as_of_or_today() -> None:
    assert day_of("2026-01-02", "2025-01-01") == date(2026, 1, 2)
    assert day_of(None, "2025-01-01T10:00:00Z") == date(2025, 1, 1)
    assert day_of(None, None) == datetime.now(UTC).date()
