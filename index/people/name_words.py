"""The words of names, sorted, so that those that begin with some letters are found."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import nsmallest

from index.people.names import Words
from index.text.matching.folding import folded_words

_LAST_SIGN = "\U0010ffff"


class NameWords:
    """All forms of the names of people, who are known by their numbers."""

    def __init__(self, names: Sequence[Iterable[Words]]) -> None:
        self._names = names
        self._sorted = sorted(
            {(part, number) for number in range(len(names)) for part in self._rows(number).split()}
        )

    def beginning(self, words: Sequence[str], k: int, *, is_open: bool) -> list[int]:
        """The lowest numbers of those whose names have these folded words in a row.

        If it `is_open`, the last word may go on: "mark car" begins "Mark Carney".
        """
        *before, last = words
        found = self._having(last, is_open=is_open)
        if before:
            row = f" {' '.join(words)}" + ("" if is_open else " ")
            both = found & self._having(before[0], is_open=False)
            found = {number for number in both if row in self._rows(number)}
        return nsmallest(k, found)

    def _having(self, part: str, *, is_open: bool) -> set[int]:
        """Those with this word in a name, or with one that begins so."""
        first = bisect_left(self._sorted, (part, 0))
        after = bisect_left(self._sorted, (part + (_LAST_SIGN if is_open else "\0"), 0))
        return {number for _, number in self._sorted[first:after]}

    def _rows(self, number: int) -> str:
        """The words of each form of a name, each word between spaces, each form on a line."""
        forms = (folded_words(" ".join(form)) for form in self._names[number])
        return "".join(f" {' '.join(words)} \n" for words in forms)
