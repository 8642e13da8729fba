"""Days as articles name them: "Tuesday", "May 14", "14 May 2025", "last week".

Weekdays and the like are resolved relative to the publication date.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from msgspec import Struct

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_WEEKDAYS: Sequence[str] = "monday tuesday wednesday thursday friday saturday sunday".split()
# Months are capitalised: "may" and "march" are verbs.
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?![.,]?\d)"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)\b(?!,\d|-\d)"
_WEEKDAY = r"(?P<weekday>(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day))\b"
_PART = r"(?:\s+(?:morning|afternoon|evening|night))?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b",
        rf"(?:{_WEEKDAY},?\s+(?:the\s+)?)?{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?",
        rf"(?:{_WEEKDAY},?\s+(?:the\s+)?)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
        rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}",
        rf"(?:(?P<side>[Ll]ast|[Nn]ext|[Tt]his)\s+)?{_WEEKDAY}{_PART}",
        r"(?i:(?P<near>today|tonight|yesterday|tomorrow|last\s+night"
        r"|this\s+(?:morning|afternoon|evening)))\b" + _PART,
        r"(?i:(?P<which>last|this|next)\s+(?P<unit>week|month|year))\b",
        r"\b(?P<lead>(?i:in|since|until|by|from|during|of|early|late|mid|this|last|next)[ -])"
        + _MONTH
        + r"(?!\s[A-Z])",
        rf"(?P<lead>\b(?i:in|since|until|by|from|of|during|before|after)\s){_YEAR}",
    )
)
_HINT = re.compile(
    r"[A-Z][a-z]{2}|day\b|night\b|tomorrow|\d\d\d\d|morning|afternoon|evening|(?:week|month|year)\b"
)
_OFFSETS = {"yesterday": -1, "last night": -1, "tomorrow": 1}
_HALF_A_YEAR = timedelta(183)


class Relation(Enum):
    """How two days are related."""

    SAME = "same"
    """The same, or one more precisely than the other."""
    OTHER = "other"
    UNKNOWN = "unknown"


class Day(Struct, frozen=True, kw_only=True):
    """A day, month, year or week, as far as known."""

    parts: tuple[tuple[str, int], ...] = ()
    """Known parts: year, month, day, weekday."""
    first: date | None = None
    """First and last day, if the words and the article's date determine them."""
    last: date | None = None
    words: str = ""
    has_year: bool = False
    """Whether the words themselves name a year."""


class NamedDay(Struct, frozen=True):
    """A date named in a text: its offsets and parts as written."""

    start: int
    end: int
    groups: dict[str, str]
    words: str


def relation(one: Day, other: Day) -> Relation:
    """How two days are related."""
    if one.first and one.last and other.first and other.last:
        if one.last < other.first or other.last < one.first:
            return Relation.OTHER
        is_within = one.first <= other.first and other.last <= one.last
        contains = other.first <= one.first and one.last <= other.last
        return Relation.SAME if is_within or contains else Relation.UNKNOWN
    mine, its = dict(one.parts), dict(other.parts)
    shared = mine.keys() & its.keys()
    if any(mine[part] != its[part] for part in shared):
        return Relation.OTHER
    if shared or (not mine and not its and one.words == other.words):
        return Relation.SAME
    return Relation.UNKNOWN


def named_days(text: str) -> list[NamedDay]:
    """Every day that a text names, in order, without overlaps."""
    if not _HINT.search(text):
        return []
    taken: list[NamedDay] = []
    for named in _matches(text):
        if all(named.end <= other.start or other.end <= named.start for other in taken):
            taken.append(named)
    return sorted(taken, key=lambda named: named.start)


def resolve(named: NamedDay, published: date | None, *, is_future: bool) -> Day:
    """The day that is meant, counted from the article's date, back or, if `is_future`, ahead."""
    return _resolve(tuple(sorted(named.groups.items())), named.words, published, ahead=is_future)


@lru_cache(maxsize=1 << 10)
def _resolve(
    items: tuple[tuple[str, str], ...], words: str, published: date | None, *, ahead: bool
) -> Day:
    found = dict(items)
    if "near" in found:
        return _near(" ".join(found["near"].lower().split()), published)
    if "unit" in found:
        return _unit(found["which"].lower(), found["unit"].lower(), published)
    if "weekday" in found and "day" not in found:
        side = found.get("side", "").lower()
        ahead = side == "next" or (ahead and side != "last")
        return _weekday(found["weekday"], published, is_future=ahead, words=words)
    return _calendar(found, published, words)


def _matches(text: str) -> Iterator[NamedDay]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found = {name: value for name, value in match.groupdict().items() if value}
            start = match.start() + len(found.pop("lead", ""))
            yield NamedDay(start, match.end(), found, text[start : match.end()].casefold())


def _near(words: str, published: date | None) -> Day:
    offset = _OFFSETS.get(words, 0)
    if published is None:
        return Day(words=str(offset))
    return _one_day(published + timedelta(offset))


def _unit(which: str, unit: str, published: date | None) -> Day:
    words = f"{which} {unit}"
    if published is None:
        return Day(words=words)
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "week":
        first = published - timedelta(published.weekday()) + timedelta(7 * step)
        return Day(first=first, last=first + timedelta(6), words=words)
    if unit == "year":
        year = published.year + step
        return Day(parts=(("year", year),), first=date(year, 1, 1), last=date(year, 12, 31))
    months = published.year * 12 + published.month - 1 + step
    return _month(months // 12, months % 12 + 1)


def _weekday(name: str, published: date | None, *, is_future: bool, words: str) -> Day:
    number = _WEEKDAYS.index(name.lower())
    if published is None:
        return Day(parts=(("weekday", number),), words=words)
    if is_future:
        return _one_day(published + timedelta((number - published.weekday()) % 7))
    return _one_day(published - timedelta((published.weekday() - number) % 7))


def _calendar(found: dict[str, str], published: date | None, words: str) -> Day:
    month = int(found["number"]) if "number" in found else _month_number(found.get("month"))
    year = int(found["year"]) if "year" in found else None
    day = int(found["day"]) if "day" in found else None
    if year is None and month and day and published:
        year = _nearest_year(month, day, published)
    parts = tuple((n, v) for n, v in (("year", year), ("month", month), ("day", day)) if v)
    first, last = _range(year, month, day)
    return Day(parts=parts, first=first, last=last, words=words, has_year="year" in found)


def _range(year: int | None, month: int | None, day: int | None) -> tuple[date | None, date | None]:
    try:
        if year and month and day:
            return date(year, month, day), date(year, month, day)
        if year and month:
            whole = _month(year, month)
            return whole.first, whole.last
        return (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
    except ValueError:
        return None, None


def _month(year: int, month: int) -> Day:
    following = date(year + month // 12, month % 12 + 1, 1)
    parts = (("year", year), ("month", month))
    return Day(parts=parts, first=date(year, month, 1), last=following - timedelta(1))


def _one_day(day: date) -> Day:
    parts = ("year", day.year), ("month", day.month), ("day", day.day), ("weekday", day.weekday())
    return Day(parts=parts, first=day, last=day)


def _nearest_year(month: int, day: int, published: date) -> int | None:
    for year in (published.year, published.year - 1, published.year + 1):
        try:
            if abs(date(year, month, day) - published) <= _HALF_A_YEAR:
                return year
        except ValueError:
            continue
    return None


def _month_number(name: str | None) -> int | None:
    if name is None:
        return None
    return next(n for n, full in enumerate(_MONTHS, 1) if full.startswith(name.lower()[:3]))
