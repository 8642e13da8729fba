"""Dates in questions: what they mean, and the question without them."""

from datetime import date

import pytest

from service.questions.time.named_dates import without_date

_TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("question", "rest", "first", "last"),
    [
        (
            "What did the flood do in Hollin on 7 March 2026?",
            "What did the flood do in Hollin?",
            "2026-03-06",
            "2026-03-10",
        ),
        ("What closed on May 12?", "What closed?", "2026-05-11", "2026-05-15"),
        ("what closed on 12 may", "what closed", "2026-05-11", "2026-05-15"),
        ("What closed on 24 December?", "What closed?", "2025-12-23", "2025-12-27"),
        ("What closed in October 2025?", "What closed?", "2025-09-30", "2025-11-03"),
        ("Who won in September?", "Who won?", "2026-08-31", "2026-10-03"),
        ("Who won last spring?", "Who won?", "2026-02-28", "2026-06-03"),
        ("Who won last winter?", "Who won?", "2025-11-30", "2026-03-03"),
        ("who won in the fall of 2024", "who won", "2024-08-31", "2024-12-03"),
        ("On 2026-03-07, who won?", "who won?", "2026-03-06", "2026-03-10"),
        (
            "What did the storm of 7 March 2026 do?",
            "What did the storm do?",
            "2026-03-06",
            "2026-03-10",
        ),
        ("How many have left, as of 12 May?", "How many have left?", "2026-05-11", "2026-05-15"),
        ("Who won back in May?", "Who won?", "2026-04-30", "2026-06-03"),
        ("Who ran it at the end of May?", "Who ran it?", "2026-04-30", "2026-06-03"),
        ("What happened in 2025?", "What happened?", "2024-12-31", "2026-01-03"),
    ],
)
def test_a_date_says_when_articles_were_published(
    question: str, rest: str, first: str, last: str
) -> None:
    dated = without_date(question, _TODAY)

    assert dated is not None
    assert (dated.question, dated.period.first, dated.period.last) == (rest, first, last)


@pytest.mark.parametrize(
    "question",
    [
        "What changed since March 2025?",
        "What changed before 7 March?",
        "Which works were put off to 7 March?",
        "What is open up to 7 March?",
        "Who met between 3 May and 5 May?",
        "What may the council do?",
        "Did the march reach the square?",
        "What did May say?",
        "Did the 2026 budget pass?",
        "What did the fall of the wall change?",
        "What closed on 29 February 2025?",
        "",
    ],
)
def test_what_is_no_single_date_stays(question: str) -> None:
    assert without_date(question, _TODAY) is None


@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_ends_of_the_calendar_have_no_dates_around_them(today: date) -> None:
    assert without_date("Who won last spring?", today) is None
