"""Units: sentences as the rules see them, words with flags; and phrases, which are parts of one."""

from dataclasses import dataclass
from typing import NamedTuple

from index.quotations.vocabulary.word_classes import CONJUNCTION, QUOTED
from index.records import Span


@dataclass(slots=True)
class Unit:
    """One sentence, or several that a quotation joins. The lists are parallel."""

    start: int
    end: int
    paragraph: int
    words: list[str]
    """In lower case with straight apostrophes; a quoted stretch is given as its opening mark."""
    kinds: list[int]
    starts: list[int]
    ends: list[int]
    is_title: bool = False
    """Whether nearly every word is capitalised, so that capitals mean nothing."""

    def span(self, first: int, last: int) -> Span:
        """The offsets of the words `first` up to `last`, `last` excluded."""
        return Span(self.starts[first], self.ends[last - 1])


def is_quotation(unit: Unit) -> bool:
    """Whether a unit contains nothing but quotations."""
    return all(kind & (QUOTED | CONJUNCTION) for kind in unit.kinds)


class Phrase(NamedTuple):
    """Words `first` up to `last` of a unit, `last` excluded."""

    first: int
    last: int
