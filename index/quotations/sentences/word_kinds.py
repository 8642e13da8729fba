"""What a word can be: flags by word list and capitals. Capitals do not count in titles."""

import re
from functools import lru_cache

from index.quotations.vocabulary.word_classes import (
    AUXILIARY,
    COMMA,
    DETERMINER,
    GENITIVE,
    NAME,
    NOUN,
    NUMBER,
    POINT,
    PREPOSITION,
    RELATIVE,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    TIME,
    VERB,
    classify_unlisted,
    word_classes,
)

WORD = re.compile(
    r"(?:[^\W\d_]\.){2,8}"  # U.S., D.C.
    r"|[@#]?\w{1,60}(?:[-/&]\w{1,60}|['’](?!(?:s|S|d|ll|ve|re|m)\b)\w{1,60}|[.,](?=\d)\d{1,60}){0,8}"
    r"|['’](?:s|S|d|ll|ve|re|m)\b|--+|\S"
)
"""Matches the words of a text; one longer than 60 characters is split."""
_PUNCTUATION = {
    **dict.fromkeys(";:()[]{}—–―…!?-|•", STOP),
    "--": STOP,
    ",": COMMA,
    "，": COMMA,
    ".": POINT,
    **dict.fromkeys(("'s", "'"), GENITIVE),
}
_DASHES = frozenset("-—–―")
_CLOSED = DETERMINER | PREPOSITION | SUBORDINATOR | RELATIVE | AUXILIARY | SUBJECT | TIME
_NAMES_WHEN_CAPITAL = frozenset(
    ("will", "may", "can", "might", "no", "march", "so", "down", "well", "per")
)
_NAMES_IN_CAPITALS = frozenset(("us", "it", "who", "am", "as", "or", "in", "me", "we"))
_MONTHS_THAT_ARE_WORDS = frozenset(("march", "may"))
_CACHED_WORDS = 1 << 16


@lru_cache(maxsize=_CACHED_WORDS)
def look_up(raw: str) -> tuple[str, int]:
    """Return a word in lower case, and its flags inside a sentence."""
    small = raw.lower()
    low = small.replace("’", "'")
    return low, kind_of(low) if raw == small else _capital_kind(raw, low)


def _capital_kind(raw: str, low: str) -> int:
    if raw.isupper() and low in _NAMES_IN_CAPITALS:
        return NAME
    if low in _MONTHS_THAT_ARE_WORDS:
        return TIME
    kind = kind_of(low)
    return kind if kind & _CLOSED and low not in _NAMES_WHEN_CAPITAL else NAME


def is_dash(word: str) -> bool:
    """Whether a word is a dash, or hyphens typed instead of one."""
    return word in _DASHES or word.startswith("--")


def look_up_first(raw: str) -> tuple[str, int]:
    """Return a sentence's first word in lower case, and its flags; its capital means little."""
    low = raw.lower().replace("’", "'")
    if low in _MONTHS_THAT_ARE_WORDS:
        return low, TIME
    return low, kind_of(low) if low in word_classes() or raw.islower() else kind_of(low) | NAME


@lru_cache(maxsize=_CACHED_WORDS)
def kind_of(low: str) -> int:
    """Return the flags of a word or punctuation mark, given in lower case."""
    if low in _MONTHS_THAT_ARE_WORDS:
        return word_classes()[low] & ~TIME
    listed = word_classes().get(low, _PUNCTUATION.get(low))
    if listed is not None:
        return listed
    if low[0].isdigit():
        return NUMBER
    return classify_unlisted(low) if low[0].isalpha() or low[0] in "@#$€£%" else STOP


def kind_in_title(low: str) -> int:
    """Return a word's flags where all words are capitalised, so that capitals mean nothing."""
    kind = kind_of(low)
    return kind | NAME if kind & NOUN and not kind & VERB else kind
