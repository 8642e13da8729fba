"""Nicknames in marks or brackets inside a name: Robert “Bobby” Lang, Elizabeth (Liz) Crane.

They are part of the name and quote nobody.
"""

import re

from index.interruption import steps
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import word_classes
from index.records import Span

_PART = r"[^\W\d_]\.?[\w’'-]{0,40}"
_PARTICLES = "|".join(sorted(word_list("particles")))
_NICKNAME = re.compile(
    rf"(?<!\w)(?P<before>{_PART})(?: [A-Z]\.){{0,2}}[ \xa0]"
    rf"(?P<nickname>[“\"'‘«„(](?:[Tt]he )?(?P<inner>{_PART}(?: {_PART})?)[”\"'’»“)])"
    rf"(?=[ \xa0](?:(?:{_PARTICLES})[ \xa0]){{0,3}}(?P<behind>{_PART}))"
)


def find_nicknames(text: str) -> list[Span]:
    """Return the nicknames with their marks, in order. Linear in the length of the text."""
    return [
        Span(*match.span("nickname"))
        for match in steps(_NICKNAME.finditer(text))
        if all(_is_name(match[part]) for part in ("before", "inner", "behind"))
        and _may_be_given(match["before"])
    ]


def _is_name(word: str) -> bool:
    """Whether a word has a capital, and is neither a letter ("R") nor an abbreviation ("EU")."""
    return word[0].isupper() and not word.isupper()


def _may_be_given(word: str) -> bool:
    low = word.lower()
    return low in word_list("men", "women") or low not in word_classes()
