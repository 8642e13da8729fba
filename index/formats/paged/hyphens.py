"""Hyphens at line ends: those that split a word, and those that belong to it."""

import re
from collections.abc import Iterable
from functools import cache

from index.errors import SettingsError
from index.networks.model_folders import model_folder

# From where a word begins: from each of its letters, a long one would take forever.
_END = re.compile(
    r"(?<![\w'’\-\u2010])[\d_'’\-\u2010]*+([^\W\d_][\w'’\-\u2010]*)[-\u2010\u00ad\u2011]$"
)
_START = re.compile(r"^[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:[-\u2010][^\W\d_]++)++")
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
_SUFFIXES = frozenset(
    "ness hood ally ship less able ible ward wards fully ings ists ions ment ling like".split()
)
"""Endings that are words as well."""
_ENGLISH = 0.7
"""A text with this share of its words in the list of English ones is English."""


class Hyphens:
    """Decides by the document's words and common usage."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._compounds: set[str] = set()
        for text in lines:
            inner = _END.sub("", text)
            self._compounds.update(_COMPOUND.findall(inner.casefold()))
            self._words.update(_WORD.findall(inner.casefold()))
        known = english_words()
        share = len(self._words & known) / max(len(self._words), 1)
        self._listed = known if share >= _ENGLISH else frozenset()

    def parts_a_word(self, line: str, after: str) -> bool:
        """Whether a line-end hyphen is only due to the line break."""
        parts = _parts(line, after)
        if parts is None or not after[:1].islower():
            return False
        if line.endswith(_SOFT):
            return True
        first, last, second = parts
        if f"{first}-{second}" in self._compounds:
            return False
        if self._is_word(last + second):
            return True
        return not self._is_compound(first, last, second)

    def makes_a_word(self, line: str, after: str) -> bool:
        """Whether the parts of a word across two lines form a known word."""
        parts = _parts(line, after)
        if parts is None:
            return False
        first, last, second = parts
        return self._is_word(last + second) or f"{first}-{second}" in self._compounds

    def _is_compound(self, first: str, last: str, second: str) -> bool:
        is_known = self._is_word(second) and second not in _SUFFIXES
        if last in _NUMBERS or (last in _SURELY_FIRST and len(second) >= _LEAST_LETTERS):
            return second not in ("ties", "tieth")
        if last in _FIRST and (is_known or second in _LAST):
            return True
        has_one = first != last
        if second in _LAST and (self._is_word(last) or has_one):
            return True
        if has_one and is_known:
            return True
        return is_known and self._is_word(last) and len(second) >= _LEAST_LETTERS <= len(last) + 1

    def _is_word(self, part: str) -> bool:
        return part in self._words or part in self._listed


def _parts(line: str, after: str) -> tuple[str, str, str] | None:
    """The word that a line ends in, what of it stands behind its last hyphen, and its other part.

    None if the lines part no word.
    """
    left, right = _END.search(line), _START.search(after)
    if left is None or right is None:
        return None
    first = left[1].casefold()
    return first, re.split(r"[-\u2010]", first)[-1], right[0].casefold()


@cache
def english_words() -> frozenset[str]:
    """The 23,000 whole words in the base model's vocabulary; empty if it is not installed."""
    try:
        listed = (model_folder() / "vocab.txt").read_text(encoding="utf-8").split()
    except (OSError, SettingsError):
        return frozenset()
    return frozenset(word for word in listed if word.isalpha())


def ends_in_hyphen(line: str) -> bool:
    """Whether a word may continue on the next line."""
    return _END.search(line) is not None
