"""Typing mistakes: which words may have one, how likely, and the correction."""

import re
from collections.abc import Sequence

from msgspec import Struct
from rapidfuzz.distance import OSA

from index.text.matching.folding import folded

_QUOTED = re.compile(r"[“”„«»\"][^“”„«»\"]*[“”«»\"]|(?<!\w)[‘'][^’']*[’'](?!\w)")
_CHUNK = re.compile(r"\S+")
_NO_WORDS = re.compile(r"[\d@/\\_#+=<>]|\w\.\w")
"""In numbers, addresses, file names and code."""
LETTERS = re.compile(r"[^\W\d_]+")
"""A word without digits."""

# In powers of ten of the number of articles.
_A_MISTAKE, _FIRST_LETTER, _SLIP = 2.0, 1.0, 0.8


class Word(Struct, frozen=True):
    """A word of the question: its position, spelling and folded form."""

    start: int
    end: int
    text: str
    folded: str


class Change(Struct, frozen=True):
    """A word, or two, to be written otherwise; of several, the one with the highest score."""

    start: int
    end: int
    text: str
    score: float = 0.0


def words_of_question(question: str) -> list[Word]:
    """The words that may be misspelt or say what the others are about, in order."""
    untouched = [found.span() for found in _QUOTED.finditer(question)]
    untouched += [c.span() for c in _CHUNK.finditer(question) if _NO_WORDS.search(c[0])]
    return [
        Word(found.start(), found.end(), found[0], folded(found[0]))
        for found in LETTERS.finditer(question)
        if not any(start <= found.start() < end for start, end in untouched)
    ]


def cost_of(typed: str, meant: str) -> float:
    """How unlikely it is to mistype a word so."""
    cost = _A_MISTAKE * OSA.distance(typed, meant)
    if typed[0] != meant[0]:
        cost += _FIRST_LETTER
    return cost - _SLIP if is_slip(typed, meant) else cost


def is_slip(typed: str, meant: str) -> bool:
    """Whether letters are only swapped, doubled, or written once instead of twice."""
    return sorted(typed) == sorted(meant) or _single(typed) == _single(meant)


def _single(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)


def written_like(typed: str, spellings: Sequence[str]) -> str:
    """A word in its most common spelling, with the capitals as typed."""
    if typed.isupper():
        return spellings[0].upper()
    if typed.islower():
        return spellings[0].lower()
    return _common_spelling(spellings).capitalize() or spellings[0]


def _common_spelling(spellings: Sequence[str]) -> str:
    """The word without a capital, if articles spell it so; "" for names."""
    return next((spelling for spelling in spellings if spelling.islower()), "")


def with_changes(question: str, changes: Sequence[Change]) -> str:
    """The question with these changes; of two that overlap, the first."""
    parts: list[str] = []
    at = 0
    for change in sorted(changes, key=lambda change: change.start):
        if change.start >= at:
            parts += [question[at : change.start], change.text]
            at = change.end
    return "".join([*parts, question[at:]])
