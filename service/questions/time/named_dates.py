"""Dates in questions: "on 7 March 2026", "in September", "last spring".

They say when the articles were published that it is about, which seldom name the day themselves: so
the question is asked without its date as well, of articles of those days.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from index.records import Period
from index.text.dates.named_days import NamedDay, named_days

_BEFORE = (
    r"(?:,?\s*\b(?:as|on|in|during|of|at|from|for|over|around|dated|the|early|late|mid|back(?=\s+in\b)"
    r"|(?:end|beginning|start|middle|week)(?=\s+of\b))\b)*\s*$"
)
_LEADING = re.compile(_BEFORE, re.IGNORECASE)
# "since March" is no day, and in "before 7 March" the articles of that day are not meant.
_BOUND = re.compile(
    r"\b(?:since|until|till|to|before|after|by|between|than)\s+(?:the\s+)?$", re.IGNORECASE
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_IN_SMALL_LETTERS = re.compile(
    rf"(?:(?<=\d\s)|(?<=\dst\s)|(?<=\dnd\s)|(?<=\drd\s)|(?<=\dth\s)|(?<=\dth\sof\s)"
    rf"|(?<=\bin\s)|(?<=\blast\s))(?:{_MONTHS})\b"
    rf"|\b(?:{_MONTHS})(?=\s\d{{1,2}}(?:st|nd|rd|th)?\b|\s\d{{4}}\b)"
)
_SEASON = re.compile(
    r"\b(?:(?P<which>last|this|past)\s+(?P<one>spring|summer|autumn|fall|winter)"
    r"|in\s+(?:the\s+)?(?P<two>spring|summer|autumn|fall|winter)(?:\s+of)?"
    r"(?:\s+(?P<year>(?:1[5-9]|20)\d\d))?)\b",
    re.IGNORECASE,
)
_FIRST_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_FIRST_YEAR, _LAST_YEAR = 1500, 9000
_DAYS_BEFORE, _DAYS_AFTER = 1, 3
"""Maximum number of days between a date and articles about it."""


class Dated(Struct, frozen=True):
    """A question without the date that it names, and the days that it meant."""

    question: str
    period: Period
    """With some days around them, on which articles may be about them."""
    has_year: bool
    told: Period
    """These days and the next."""


def without_date(question: str, today: date) -> Dated | None:
    """The question without its date; None if it names none, or several.

    A date without a year is the last one up to today.
    """
    if not _FIRST_YEAR <= today.year <= _LAST_YEAR:
        return None
    named = list(_dates(question, today))
    if len(named) != 1:
        return None
    (start, end, first, last, has_year), text = named[0], question
    if _BOUND.search(text[:start]):
        return None
    leading = _LEADING.search(text[:start])
    begin = leading.start() if leading else start
    rest = " ".join(f"{text[:begin]} {text[end:]}".split()).replace(" ?", "?").replace(" ,", ",")
    days = timedelta(_DAYS_BEFORE), timedelta(_DAYS_AFTER)
    period = Period(first=(first - days[0]).isoformat(), last=(last + days[1]).isoformat())
    # What happened on a day is often reported on the next.
    told = Period(first=first.isoformat(), last=(last + timedelta(1)).isoformat())
    return Dated(rest.lstrip(" ,"), period, has_year, told)


_Named = tuple[int, int, date, date, bool]


def _dates(question: str, today: date) -> Iterator[_Named]:
    """Where each date stands, its first and last day, and whether it names its year."""
    seasons = list(_SEASON.finditer(question))
    capitalised = _IN_SMALL_LETTERS.sub(lambda month: month[0].capitalize(), question)
    for season in seasons:
        yield (*season.span(), *_season(season, today), season["year"] is not None)
    for named in named_days(capitalised):
        days = _days(named, today)
        if days and all(named.end <= s.start() or s.end() <= named.start for s in seasons):
            yield named.start, named.end, *days, "year" in named.groups


def _days(named: NamedDay, today: date) -> tuple[date, date] | None:
    groups = named.groups
    if not {"month", "number", "year"}.intersection(groups):
        return None
    day = int(groups["day"]) if "day" in groups else None
    month = int(groups["number"]) if "number" in groups else _month(groups.get("month"))
    years = [int(groups["year"])] if "year" in groups else [today.year, today.year - 1]
    for year in filter(_is_usual, years):
        found = _range(year, month, day)
        if found and (found[0] <= today or "year" in groups):
            return found
    return None


def _is_usual(year: int) -> bool:
    return _FIRST_YEAR <= year <= _LAST_YEAR


def _month(name: str | None) -> int | None:
    if name is None:
        return None
    letters = name.lower()[:3]
    return next(n for n, whole in enumerate(_MONTHS.split("|"), 1) if whole.startswith(letters))


def _range(year: int, month: int | None, day: int | None) -> tuple[date, date] | None:
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is not None:
            return date(year, month, day), date(year, month, day)
        return date(year, month, 1), _last_of(year, month)
    except ValueError:
        return None


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def _season(season: re.Match[str], today: date) -> tuple[date, date]:
    """The days of a season; of one without a year, the last one that has begun, or is over."""
    begins = _FIRST_MONTHS[(season["one"] or season["two"]).lower()]
    if season["year"]:
        return _three_months(int(season["year"]), begins)
    years = (today.year, today.year - 1, today.year - 2)
    known = [_three_months(year, begins) for year in years]
    is_last = (season["which"] or "").lower() in ("last", "past")
    return next(days for days in known if days[1 if is_last else 0] <= today)


def _three_months(year: int, begins: int) -> tuple[date, date]:
    months = year * 12 + begins + 1
    return date(year, begins, 1), _last_of(months // 12, months % 12 + 1)
