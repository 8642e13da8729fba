"""Folds case and accents: "Málaga" and "MALAGA" are the same."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from index.text.matching.plain import plain

WORD = re.compile(r"[^\W_]+")
"""A run of letters and digits."""


_STROKED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "þ": "th"}
    | {"æ": "ae", "œ": "oe"}
)
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def folded(text: str) -> str:
    """The text in lower case, without accents, as its plain view has it."""
    if text.isascii():
        return text.casefold()
    lower = plain(text).text.casefold()
    # A text has few different characters, and most texts none that is changed here.
    if any(ord(character) in _STROKED for character in set(lower)):
        lower = lower.translate(_STROKED)
    decomposed = unicodedata.normalize("NFKD", lower)
    marks = [ord(character) for character in set(decomposed) if unicodedata.combining(character)]
    return decomposed.translate(dict.fromkeys(marks)) if marks else decomposed


def spelled_out(text: str) -> str:
    """The text in lower case with its umlauts in two letters: "müller" as "mueller"."""
    return plain(text).text.casefold().translate(_SPELLED_OUT)


def level(text: str) -> str:
    """The text without accents, each character in its place: "Müller" is "Muller"."""
    return text if text.isascii() else "".join(map(_level, text))


@lru_cache(maxsize=1 << 12)
def _level(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[:1]
    return base if len(base) == 1 and base.isalpha() else character


def folded_words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return WORD.findall(folded(text))


def spellings(text: str) -> dict[str, str]:
    """Each word of a text, folded, with the spelling that the text gives it most often."""
    counts = Counter(WORD.findall(text))
    found: dict[str, str] = {}
    # If both are equally frequent, the capital may only be that of a sentence start.
    for word in sorted(counts, key=lambda word: (-counts[word], not word.islower())):
        found.setdefault(folded(word), word)
    return found
