"""Words for comparing quotations, with their positions in the text.

Spaces, dashes, quotation marks and other punctuation between words are ignored; accents, capital
letters (except the first), numbers and currency signs are not.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

_APOSTROPHES = "'’ʼ‘´`"
_PUNCTUATION = r"\s\x00-\x1f\x7f!-/:-@\[-`{-~¡¿§¶·•…“”„‟‘’‚‛´ʼ«»‹›‐‑‒–—―−＂＇、。「」『』"
_CHARACTER = f"[^{_PUNCTUATION}]"
_WORD = re.compile(
    rf"(?:(?<!\S)[-−](?=[$£€¥]?\d))?[$£€¥]?{_CHARACTER}+"
    rf"(?:(?:[{_APOSTROPHES}]|(?<=\d)[.,:](?=\d)){_CHARACTER}+)*%?"
)
_BRACKETED_LETTER = re.compile(rf"\[({_CHARACTER})\]({_CHARACTER}+)")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSEEN = dict.fromkeys((*map(ord, _INVISIBLE), *_DIRECTIONS))
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | {"−": "-"})


class Word(NamedTuple):
    """A word in a text: `text[start:end]` with normalised typography."""

    text: str
    key: str
    """The same with a small first letter."""
    start: int
    end: int


def words_between(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]`, in order. Linear in its length."""
    # One more character: a minus is a sign only after a space.
    first = max(0, start - 1)
    spelt = text[first:end].translate(_ONE_APOSTROPHE)
    found = _WORD.finditer(spelt, start - first)
    words = (_word(match.group(), first + match.start(), first + match.end()) for match in found)
    return [word for word in words if word.text]


def words_within(words: Sequence[Word], text: str, start: int, end: int) -> Sequence[Word]:
    """The words of `text[start:end]`, of which all words are known."""
    first = bisect_right(words, start, key=lambda word: word.end)
    last = bisect_left(words, end, lo=first, key=lambda word: word.start)
    own = words[first:last]
    is_cut = own and (own[0].start < start or end < own[-1].end)
    return words_between(text, start, end) if is_cut else own


def keys_in(text: str) -> frozenset[str]:
    """The keys of all words, without their places: much quicker."""
    return frozenset(_key(_spelt(raw)) for raw in _WORD.findall(text.translate(_ONE_APOSTROPHE)))


def bracketed_letter(text: str, start: int, end: int) -> Word | None:
    """The word at `start` if its first letter is in brackets: "[W]e"."""
    match = _BRACKETED_LETTER.match(text, start, end)
    if match is None:
        return None
    rest = _WORD.match(text, match.start(2), end)
    last = rest.end() if rest else match.end()
    letters = match.group(1) + text[match.start(2) : last]
    return _word(letters.translate(_ONE_APOSTROPHE), start, last)


def _word(raw: str, start: int, end: int) -> Word:
    text = _spelt(raw)
    return Word(text, _key(text), start, end)


def _spelt(word: str) -> str:
    if word.isascii():
        return word
    return unicodedata.normalize("NFKC", word.translate(_UNSEEN))


def _key(word: str) -> str:
    return word[:1].lower() + word[1:]
