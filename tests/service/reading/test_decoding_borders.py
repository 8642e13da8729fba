"""Highlights without the punctuation of the sentence around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reading.decoding import trimmed


def trim(text: str) -> str:
    start, end = trimmed(text, 0, len(text))
    return text[start:end]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("JetBlue,", "JetBlue"),
        ("Houston Texans.", "Houston Texans"),
        ("China)", "China"),
        ("(China)", "(China)"),
        ("the U.S.", "the U.S."),
        ("at 5 a.m.", "at 5 a.m."),
        ("“The pandemic is over.”", "“The pandemic is over.”"),
        ("“The pandemic is over", "The pandemic is over"),
        ('"', ""),
        ('"The pandemic', "The pandemic"),
        ('"The pandemic"', '"The pandemic"'),
        ("$1.5 million", "$1.5 million"),
        ("-5 °C", "-5 °C"),
        ("30%", "30%"),
        ("— Ann Lee —", "Ann Lee"),
        ("• Ann Lee:", "Ann Lee"),
        (": 34 people;", "34 people"),
        ("the workers’", "the workers’"),
        ("Bravo!", "Bravo!"),
        ("👍🏽", "👍🏽"),
        ("«ça va»", "«ça va»"),
        ("مرحبا،", "مرحبا،"),
        (" \n", ""),
    ],
)
def test_a_span_loses_the_punctuation_of_its_sentence(span: str, expected: str) -> None:
    assert trim(span) == expected


@given(st.text(st.sampled_from("aé1 .,:;()[]“”\"'«»$-%\n\x00👍"), max_size=24))
def test_no_letter_is_lost_and_trimming_twice_changes_nothing(text: str) -> None:
    trimmed_once = trim(text)

    assert trim(trimmed_once) == trimmed_once
    assert [c for c in trimmed_once if c.isalnum()] == [c for c in text if c.isalnum()]
