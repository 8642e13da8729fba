"""Hyphens at the ends of lines: those that part a word, and those that belong to it."""

import re
from collections.abc import Iterable

_END = re.compile(r"([^\W\d_][\w'’\-\u2010]*)[-\u2010\u00ad\u2011]$")
_START = re.compile(r"^[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)+")
_SOFT = "\u00ad"
# First and last parts of words that are written with a hyphen.
_NUMBERS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
_SURELY_FIRST = _NUMBERS | frozenset("well self half vice".split())
"""Before a part of at least four letters."""
_FIRST = frozenset(
    "ex non co all cross mid so ill low high long short full part two three four five six "
    "seven eight nine ten one first second third anti pro semi quasi re post pre multi north "
    "south east west old new much best worst better early late far hard left right once "
    "single double".split()
)
"""Before a word that the text has elsewhere."""
_LAST = frozenset(
    "old year day week month hour minute mile foot metre meter long term time class based led "
    "style like wide free called made known elect and the general house sized born backed "
    "owned run funded looking level scale range speed quality profile party thirds quarters "
    "fifths".split()
)
"""After a word that the text has elsewhere, or after a hyphen."""
_LEAST_LETTERS = 4


class Hyphens:
    """Decides by the words of the whole document, and by what is usual."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._compounds: set[str] = set()
        for text in lines:
            inner = _END.sub("", text)
            self._compounds.update(_COMPOUND.findall(inner.casefold()))
            self._words.update(_WORD.findall(inner.casefold()))

    def parts_a_word(self, line: str, after: str) -> bool:
        """Whether the hyphen that ends a line is not there when the word stands on one line."""
        left, right = _END.search(line), _START.search(after)
        if left is None or right is None or not after[:1].islower():
            return False
        if line.endswith(_SOFT):
            return True
        first, second = left[1].casefold(), right[0].casefold()
        last = re.split(r"[-\u2010]", first)[-1]
        if f"{first}-{second}" in self._compounds:
            return False
        if last + second in self._words:
            return True
        return not self._is_compound(first, last, second)

    def _is_compound(self, first: str, last: str, second: str) -> bool:
        is_known = second in self._words
        if last in _NUMBERS or (last in _SURELY_FIRST and len(second) >= _LEAST_LETTERS):
            return second not in ("ties", "tieth")
        if last in _FIRST and (is_known or second in _LAST):
            return True
        if second in _LAST and (last in self._words or first != last):
            return True
        return is_known and last in self._words and min(map(len, (last, second))) >= _LEAST_LETTERS


def ends_in_hyphen(line: str) -> bool:
    """Whether a word may go on in the next line."""
    return _END.search(line) is not None
