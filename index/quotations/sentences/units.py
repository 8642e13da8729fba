"""Units: sentences as the rules see them, words with flags; and phrases, which are parts of one."""

from dataclasses import dataclass
from typing import NamedTuple

from index.quotations.vocabulary.word_classes import CONJUNCTION, QUOTED
from index.records import Span


@dataclass(slots=True)
class Unit:
    """One sentence; several where a quotation holds them together. The lists run in parallel."""

    start: int
    end: int
    paragraph: int
    words: list[str]
    """In lower case, apostrophes straight; a quoted stretch is its opening mark."""
    kinds: list[int]
    starts: list[int]
    ends: list[int]
    is_title: bool = False
    """Nearly every word begins with a capital, so that capitals tell nothing."""

    def span(self, first: int, last: int) -> Span:
        """The offsets of the words from `first` up to `last`, which is excluded."""
        return Span(self.starts[first], self.ends[last - 1])


def is_quotation(unit: Unit) -> bool:
    """Whether there is nothing in a sentence but quotations."""
    return all(kind & (QUOTED | CONJUNCTION) for kind in unit.kinds)


class Phrase(NamedTuple):
    """Words `first` up to `last` of a unit, `last` excluded."""

    first: int
    last: int
