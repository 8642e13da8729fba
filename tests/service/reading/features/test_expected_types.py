"""Figures, days and times as news prose writes them."""

import pytest

from service.reading.features.expected_types import of_type
from service.wire.typed_values import AnswerType


@pytest.mark.parametrize(
    ("type_", "text", "words"),
    [
        ("duration", "It was shut for two and a half years after March 3.", "two and a half years"),
        ("duration", "They waited a fortnight.", "a fortnight"),
        ("duration", "The 90-minute talk began at 9.30 a.m.", "90-minute"),
        ("duration", "It took a day and a half.", "a day and a half"),
        ("duration", "He got 15 years in prison 30 years ago.", "15 years"),
        ("time", "It ran from 9.30 a.m. on May 3.", "9.30 a.m."),
        ("time", "Doors close at midnight on Friday.", "midnight"),
        ("date", "The vote on March 3, 2024 took 40 minutes.", "March 3, 2024"),
        ("date", "It opened at 7 p.m. on Friday.", "Friday"),
        ("age", "Batt, 68, retired.", "68"),
        ("age", "Batt, aged 34, retired after noon.", "aged 34"),
        ("age", "The 34-year-old won 3-2.", "34-year-old"),
        ("money", "It cost $1.2bn.", "$1.2bn"),
        ("money", "It cost £40m.", "£40m"),
        ("money", "It costs 40 pence, says 45 per cent.", "40 pence"),
        ("share", "It lost a third of its trade.", "a third"),
        ("share", "One in five left in 2024.", "One in five"),
        ("share", "Nearly 45 per cent agreed after two and a half years.", "45 per cent"),
        ("score", "The Hawks won 3-2 in 2025-26.", "3-2"),
        ("temperature", "It was minus four degrees.", "minus four degrees"),
        ("temperature", "It was 38C at noon.", "38C"),
        ("distance", "The 2,300-metre road cost £40m.", "2,300-metre"),
        ("count", "On March 3, 2024, 300 came for $5 at 7:30.", "300"),
    ],
)
def test_the_words_of_a_type_are_found_among_others(type_: str, text: str, words: str) -> None:
    found = of_type([AnswerType(type_)], text)

    assert [text[span.start : span.end] for span in found] == [words]
