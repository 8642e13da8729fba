"""Nicknames inside names are no quotations."""

import pytest

from index.quotations.sentences.marks import pair_marks
from index.quotations.sentences.nicknames import find_nicknames
from index.quotations.sentences.paragraphs import split_paragraphs


@pytest.mark.parametrize(
    ("text", "nicknames"),
    [
        ("said Robert “Bobby” Lang.", ["“Bobby”"]),
        ("said William 'Bill' Orme.", ["'Bill'"]),
        ("Elizabeth (Liz) Crane said so.", ["(Liz)"]),
        ('Anna M. "Nan" van der Berg left.', ['"Nan"']),
        ("the European Union (EU) President", []),
        ("Sen. Ted Cruz (R) Texas", []),
        ("The “Jaws” Director left.", []),
        ("In “Hamlet” Lang played.", []),
        ("Lang (left) Orme", []),
    ],
)
def test_a_nickname_stands_between_two_names(text: str, nicknames: list[str]) -> None:
    assert [text[one.start : one.end] for one in find_nicknames(text)] == nicknames


def test_a_nickname_is_no_quoted_stretch() -> None:
    text = "“We look for a van,” said Robert “Bobby” Lang."

    quoted = pair_marks(text, split_paragraphs(text))

    assert [text[one.start : one.end] for one in quoted] == ["“We look for a van,”"]
