"""Splits the words between quotation marks into parts that must be verbatim.

"We will [...] build [the bridge] soon" has three: the first two with anything between them, the
last two with a few words at most, for which the brackets stand.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import chain

from msgspec import Struct

from index.records import Span
from service.drafts.words import Word, bracketed_letter, words_between

_DOTS = r"(?:…|\.(?:[ \u00a0]?\.){2,3})"
_BREAK = re.compile(rf"[\[(]\s?{_DOTS}\s?[\])]|{_DOTS}|\[[^\[\]\n]{{1,160}}\]")
_ONE_LETTER = 3


class Gap(Enum):
    """What the original may contain before a part."""

    NOTHING = "nothing"
    INSERTION = "insertion"
    """A few words, replaced by others in brackets."""
    ELLIPSIS = "ellipsis"
    """Any words by the same speaker."""


class Part(Struct, frozen=True):
    """Words that must be verbatim."""

    words: tuple[Word, ...]
    gap: Gap
    free: frozenset[int] = frozenset()
    """Words besides the first whose initial letter's case is ignored: "[W]e"."""


def parts_of(text: str, stretches: Sequence[Span]) -> list[Part]:
    """The parts of a quotation in order, with anything between two stretches."""
    return list(chain.from_iterable(_parts(text, stretch) for stretch in stretches))


def _parts(text: str, stretch: Span) -> Iterator[Part]:
    words: list[Word] = []
    free: set[int] = set()
    gap, at = Gap.ELLIPSIS, stretch.start
    for match in _BREAK.finditer(text, stretch.start, stretch.end):
        if match.start() < at:
            continue
        words += words_between(text, at, match.start())
        at = match.end()
        letter = bracketed_letter(text, match.start(), stretch.end)
        if letter is not None and match.end() - match.start() == _ONE_LETTER:
            free.add(len(words))
            words.append(letter)
            at = letter.end
            continue
        if words:
            yield Part(tuple(words), gap, frozenset(free))
            words, free, gap = [], set(), Gap.NOTHING
        gap = _wider(gap, match.group())
    words += words_between(text, at, stretch.end)
    if words:
        yield Part(tuple(words), gap, frozenset(free))


def _wider(gap: Gap, mark: str) -> Gap:
    is_ellipsis = re.search(_DOTS, mark) is not None and not any(map(str.isalnum, mark))
    return Gap.ELLIPSIS if is_ellipsis or gap is Gap.ELLIPSIS else Gap.INSERTION
