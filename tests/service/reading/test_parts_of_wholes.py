"""The figure of a part, where the network has marked that of the whole."""

import pytest

from index.records import Span
from service.reading.parts_of_wholes import part_asked_for

TEXT = "The firm will sell 14 of its 60 hotels, and three out of the nine ferries sank."


def asked(question: str, marked: str) -> str:
    start = TEXT.index(marked)
    found = part_asked_for(question, TEXT, Span(0, len(TEXT)), Span(start, start + len(marked)))
    return TEXT[found.start : found.end]


@pytest.mark.parametrize(
    ("question", "marked", "shown"),
    [
        ("How many hotels will be sold?", "60", "14"),
        ("How many hotels will be sold?", "60 hotels", "14"),
        ("how many ferries have sunk", "nine", "three"),
        ("How many hotels will be sold?", "14", "14"),
        ("How many hotels does the firm own?", "60", "60"),
        ("How many ferries are there?", "nine", "nine"),
        ("Which ships sank?", "nine ferries", "nine ferries"),
        ("How many hotels will be sold?", "14 of its 60 hotels", "14 of its 60 hotels"),
    ],
)
def test_how_many_of_a_whole_is_the_part(question: str, marked: str, shown: str) -> None:
    assert asked(question, marked) == shown
