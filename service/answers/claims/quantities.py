"""Numbers as articles write them: "$3.2 million", "3.2m dollars", "twenty-five percent"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from service.answers.claims.vocabulary import first_of_group

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDED = {word: n for n, word in enumerate(_SMALL)} | {
    word: 10 * n for n, word in enumerate(_TENS, 2)
}
_SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 1_000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12, "b": 10**9,
    "dozen": 12,
}  # fmt: skip
_SHORT = "mln|mn|bn|tn|m|k|b"
_ONES = "|".join(_WORDED)
_LONG = "hundred|thousand|million|billion|trillion|dozen"
_ORDINALS: Sequence[str] = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split() + "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split()
_CURRENCY = r"(?:[A-Z]{0,2}\$|€|£|¥|EUR\s?|USD\s?|GBP\s?)"
_NUMBER = re.compile(
    rf"(?P<sign>(?<![\w.])[-−]|\bminus )?(?:(?P<currency>{_CURRENCY})\s?)?"
    rf"(?:(?P<digits>\d{{1,3}}(?:[,\u202f\u00a0]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<short>(?:{_SHORT}|\s(?:mln|mn|bn|tn))\b)?(?P<ordinal>(?:st|nd|rd|th)\b)?"
    rf"|(?<![\w])(?P<words>(?:{_ONES}|(?:half )?a(?= (?:{_LONG})\b))"
    rf"(?:(?:[- ]|(?<=hundred) and |(?<=thousand) and )(?:{_ONES}|{_LONG})\b)*)\b)"
    rf"(?P<scales>(?:[\s-](?:{_LONG}))*)\b(?P<more>[\s-]and[\s-]a[\s-](?:half|quarter)\b)?",
    re.IGNORECASE,
)
_DIGIT_OR_WORD = re.compile(rf"\d|\b(?:{_ONES}|{_LONG}|{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_UNIT = re.compile(r"[\s-]?(?P<unit>°|%|per cent\b|percentage points?\b|km/h\b|[A-Za-z]+)")
_ORDINAL_WORD = re.compile(
    rf"\b(?:(?:{'|'.join(_TENS)})-)?(?:{'|'.join(_ORDINALS[1:])})\b", re.IGNORECASE
)
# Ambiguous as units: "5 m" may be metres or million, "a second" is a time or a rank.
_NOT_AFTER_WORDS = frozenset({"m", "in", "st", "second"})


class Number(Struct, frozen=True):
    """Where a text states a number, its value, and its unit in the form that is compared."""

    start: int
    end: int
    value: float
    unit: str


def numbers(text: str) -> list[Number]:
    """Every number of an English text, in order."""
    if not _DIGIT_OR_WORD.search(text):
        return []
    found = [*_worded_ordinals(text)]
    found += [
        number
        for number in _cardinals(text)
        if all(number.end <= other.start or other.end <= number.start for other in found)
    ]
    return sorted(found, key=lambda number: number.start)


def _cardinals(text: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        value = _value(match)
        if match["ordinal"]:
            yield Number(match.start("digits"), match.end(), value, "#")
            continue
        end, unit = match.end(), ""
        if match["currency"]:
            unit = _unit(match["currency"].strip().lower().lstrip("us"))
            after = _UNIT.match(text, end)
            # "US$5 dollars" is not written, but "$5 million dollars" is.
            if after and _unit(after["unit"].lower()) == unit:
                end = after.end()
        elif after := _UNIT.match(text, end):
            unit = _unit(after["unit"].lower())
            end = after.end() if unit else end
        yield Number(match.start(), end, value, unit)


def _worded_ordinals(text: str) -> Iterator[Number]:
    for match in _ORDINAL_WORD.finditer(text):
        tens, _, last = match[0].lower().rpartition("-")
        place = _ORDINALS.index(last)
        value = place if place < 20 else 10 * (place - 18)
        yield Number(match.start(), match.end(), value + _WORDED.get(tens, 0), "#")


def _value(match: re.Match[str]) -> float:
    if match["digits"]:
        value = float(re.sub("[,\u202f\u00a0]", "", match["digits"]))
        value *= _SCALES.get((match["short"] or "").strip().lower(), 1)
    else:
        value = _worded(match["words"].lower())
    for scale in (match["scales"] or "").lower().replace("-", " ").split():
        value *= _SCALES[scale]
    if match["more"]:
        value += 0.5 if match["more"].lower().endswith("half") else 0.25
    return -value if match["sign"] else round(value, 6)


@lru_cache(maxsize=1 << 10)
def _worded(text: str) -> float:
    """The value of a number in words: "two hundred and fifty" is 250."""
    total, current = 0.0, 0.0
    for word in text.replace("-", " ").split():
        if word in _WORDED:
            current += _WORDED[word]
        elif word in {"hundred", "dozen"}:
            current = (current or 1) * _SCALES[word]
        elif word in _SCALES:
            total, current = total + (current or 1) * _SCALES[word], 0.0
        elif word in {"a", "half"}:
            current = current or (1 if word == "a" else 0.5)
    return total + current


def _unit(word: str) -> str:
    """The unit that a word means; empty if it means none."""
    if word == "per cent":
        return "percent"
    if word.startswith("percentage point"):
        return "points"
    return "" if word in _NOT_AFTER_WORDS else first_of_group("units").get(word, "")
