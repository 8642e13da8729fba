"""Where a span may begin and end: at words, without the punctuation of the sentence around it."""

import unicodedata

_PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»", "„": "“"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items() if opening != "„"}
_STRAIGHT = '"'
# Currencies, ranks ("#1"), handles ("@name"), and signs of numbers.
_PREFIXES = frozenset("$€£¥#@+-−")
# Other marks belong to the word before them: percent, degrees, ellipses, exclamation marks.
_SEPARATORS = frozenset(",;:–—-/|•")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, separators and unpaired quotes or brackets at its ends.

    A full stop is removed as well, unless it belongs to an abbreviation ("U.S."). Letters and
    digits are never removed.
    """
    before = (-1, -1)
    while before != (start, end):
        before = (start, end)
        while start < end and not _may_begin(text, start, end):
            start += 1
        while start < end and not _may_end(text, start, end):
            end -= 1
    return start, end


def _may_begin(text: str, start: int, end: int) -> bool:
    first = text[start]
    if first.isalnum() or first in _PREFIXES:
        return True
    if first == _STRAIGHT:
        return text.count(_STRAIGHT, start, end) > 1
    if first in _PAIRS:
        return _PAIRS[first] in text[start + 1 : end]
    # Any other symbol or mark may be a word of its own: emoji, combining marks, apostrophes.
    return not (first.isspace() or unicodedata.category(first) in {"Po", "Pd", "Pe", "Pf", "Cc"})


def _may_end(text: str, start: int, end: int) -> bool:
    last = text[end - 1]
    if last.isalnum():
        return True
    if last == _STRAIGHT:
        return text.count(_STRAIGHT, start, end) > 1
    if last in _CLOSING:
        return _CLOSING[last] in text[start : end - 1]
    if last == ".":
        word = text[start:end].split()[-1]
        return "." in word[:-1]
    return not (last.isspace() or last in _SEPARATORS or last in _PAIRS)
