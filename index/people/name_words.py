"""The words of names, sorted, so that those that begin with some letters are found."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from heapq import nsmallest

from index.people.postings import Postings
from index.people.records import PersonRecord
from index.text.matching.folding import folded_words

_LAST_SIGN = "\U0010ffff"


class NameWords:
    """The words in all forms of the names of people."""

    def __init__(self, people: Iterable[PersonRecord]) -> None:
        self._having_word = Postings(_parts, people)
        self._sorted = sorted(self._having_word)

    def changed(self, dropped: Set[PersonRecord], added: Sequence[PersonRecord]) -> "NameWords":
        """The same without some people and with others."""
        other = NameWords(())
        other._having_word = self._having_word.changed(dropped, added)
        # Sorting what is nearly sorted is quick.
        other._sorted = sorted(other._having_word)
        return other

    def beginning(self, words: Sequence[str], k: int, *, is_open: bool) -> list[PersonRecord]:
        """The most quoted of those whose names have these folded words in a row.

        If it `is_open`, the last word may go on: "mark car" begins "Mark Carney".
        """
        *before, last = words
        found = self._having(last, is_open=is_open)
        if before:
            row = f" {' '.join(words)}" + ("" if is_open else " ")
            both = found & self._having(before[0], is_open=False)
            found = {one for one in both if row in _rows(one)}
        return nsmallest(k, found, key=lambda one: one.rank)

    def _having(self, part: str, *, is_open: bool) -> set[PersonRecord]:
        """Those with this word in a name, or with one that begins so."""
        if not is_open:
            return set(self._having_word.get(part))
        first, after = (bisect_left(self._sorted, end) for end in (part, part + _LAST_SIGN))
        return {one for word in self._sorted[first:after] for one in self._having_word.get(word)}


def _parts(record: PersonRecord) -> set[str]:
    return set(_rows(record).split())


def _rows(record: PersonRecord) -> str:
    """The words of each form of a name, each word between spaces, each form on a line."""
    forms = (folded_words(" ".join(form)) for form in record.forms)
    return "".join(f" {' '.join(words)} \n" for words in forms)
