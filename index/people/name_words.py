"""The words of names, sorted, so that those that begin with some letters are found."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from heapq import nsmallest
from itertools import chain

from index.people.postings import Postings
from index.people.records import PersonRecord, by_rank
from index.text.matching.folding import folded_words

_LAST_SIGN = "\U0010ffff"
_SHORT = 3
"""With so few letters, so many names begin that they are not looked for at every key."""


class NameWords:
    """The words in all forms of the names of people."""

    def __init__(self, people: Iterable[PersonRecord]) -> None:
        self._take(Postings(_parts, people))

    def changed(self, dropped: Set[PersonRecord], added: Sequence[PersonRecord]) -> "NameWords":
        """The same without some people and with others."""
        other = NameWords(())
        other._take(self._having_word.changed(dropped, added))
        return other

    def beginning(self, words: Sequence[str], k: int, *, is_open: bool) -> list[PersonRecord]:
        """The most quoted of those whose names have these folded words in a row.

        If it `is_open`, the last word may go on: "mark car" begins "Mark Carney".
        """
        *before, last = words
        if not before and len(last) <= _SHORT:
            return self._begun(last, k, is_open=is_open)
        found = self._having(last, is_open=is_open)
        if before:
            row = f" {' '.join(words)}" + ("" if is_open else " ")
            both = found & self._having(before[0], is_open=False)
            found = {one for one in both if row in _rows(one)}
        return nsmallest(k, found, key=by_rank)

    def _begun(self, last: str, k: int, *, is_open: bool) -> list[PersonRecord]:
        """The same of a few letters, with which many names begin: looked for once."""
        asked = last, k, is_open
        if asked not in self._known:
            self._known[asked] = nsmallest(k, self._having(last, is_open=is_open), key=by_rank)
        return self._known[asked]

    def _having(self, part: str, *, is_open: bool) -> set[PersonRecord]:
        """Those with this word in a name, or with one that begins so."""
        if not is_open:
            return set(self._having_word.get(part))
        first, after = (bisect_left(self._sorted, end) for end in (part, part + _LAST_SIGN))
        return set(chain.from_iterable(self._lists[first:after]))

    def _take(self, having_word: Postings[str]) -> None:
        self._having_word = having_word
        self._sorted = sorted(having_word)
        self._known: dict[tuple[str, int, bool], list[PersonRecord]] = {}
        self._lists = [having_word.get(word) for word in self._sorted]


def _parts(record: PersonRecord) -> set[str]:
    return set(_rows(record).split())


def _rows(record: PersonRecord) -> str:
    """The words of each form of a name, each word between spaces, each form on a line."""
    forms = (folded_words(" ".join(form)) for form in record.forms)
    return "".join(f" {' '.join(words)} \n" for words in forms)
