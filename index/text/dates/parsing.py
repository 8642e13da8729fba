"""Dates as published: ISO 8601, a day or a date and time, no more precise than given."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from index.errors import InvalidFieldError
from index.text.dates.spellings import in_one_spelling
from index.text.matching.plain import plain

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 100
"""Longer texts are not dates."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]"
    r"([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)"
    r"([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_YEAR = re.compile(r"(?<![0-9])(?:1[5-9]|20)[0-9]{2}(?![0-9])")
_RFC_2822 = re.compile(
    r"(?:[a-z]{3},\s{0,3})?[0-9]{1,2}\s{1,3}[a-z]{3}\s{1,3}[0-9]{4}\s{1,3}"
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\s{1,3}(?:[+-][0-9]{4}|UT|GMT|[ECMP][SD]T)(?:\s{0,3}\(.*\))?",
    re.IGNORECASE,
)
# Zone names with one meaning (RFC 822 defines EST to PDT); IST, BST and others are ambiguous.
_ZONES: tuple[tuple[float, tuple[str, ...]], ...] = (
    (-10, ("HST",)),
    (-9, ("AKST",)),
    (-8, ("PST", "AKDT")),
    (-7, ("MST", "PDT")),
    (-6, ("CST", "MDT")),
    (-5, ("EST", "CDT")),
    (-4, ("EDT",)),
    (0, ("UTC", "UT", "GMT", "Z")),
    (1, ("CET", "WEST")),
    (2, ("CEST", "EET")),
    (3, ("EEST", "MSK")),
    (9, ("JST", "KST")),
    (9.5, ("ACST",)),
    (10, ("AEST",)),
    (11, ("AEDT",)),
    (12, ("NZST",)),
    (13, ("NZDT",)),
)
_HOURS = {name: hours for hours, names in _ZONES for name in names}
_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_WEEKDAY_AND_NUMBERS = re.compile(
    r"(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+[0-9]{1,2}([/.-])[0-9]{1,2}\2[0-9]{4}\b.*",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(r"(?<![0-9:])24:00(?::00(?:[.,]0+)?)?(?![0-9:])")
_EPOCH_DIGITS = re.compile(r"[0-9]{9,10}(?:\.[0-9]{1,9})?|[0-9]{13}")
_LEAST_EPOCH_SECONDS = 10**8
_MOST_EPOCH_SECONDS = 1 << 32
# Two defaults that differ in every part: a part that follows them was not in the text.
_DEFAULTS = (datetime(2001, 2, 3, 4, 5, 6), datetime(2004, 11, 28, 17, 48, 59))


def normalise_published(value: str) -> str:
    """Return an ISO 8601 day ("2025-09-18") or date and time ("2025-09-18T16:05:00+02:00").

    Only these two forms are accepted, with or without seconds and offset (or "Z"). The offset is
    kept, and nothing is added.

    Raises:
        InvalidFieldError: it is in another form, or there is no such day or time.
    """
    return _strict(value).isoformat()


def parse_loose_date(value: str) -> str | None:
    """Return a date as people and mail programs write it, as an ISO 8601 day or date and time.

    Returns None if the day, the month or the year is missing, or if their order is ambiguous
    ("03/04/2025", "18 Sep 25"). A time is kept if there is one, but only the day is kept if the
    name of its time zone is ambiguous.
    """
    text = _tidied(plain(value).text) if len(value) <= _LONGEST else ""
    if not text.isprintable() or not _YEAR.search(text):
        return None
    midnight = _MIDNIGHT.search(text)
    if midnight is None:
        return _parsed(text)
    # 24:00 ends a day (ISO 8601), which is 0:00 of the next one.
    start = _parsed(f"{text[: midnight.start()]}00:00:00{text[midnight.end() :]}")
    return start and (datetime.fromisoformat(start) + timedelta(days=1)).isoformat()


def parse_epoch(value: str | float) -> str | None:
    """Return the date and time in UTC of seconds or milliseconds since 1970, as programs store it.

    Only what lies between 1973 and 2106 is taken for one; None for any other value.
    """
    if isinstance(value, str):
        if not _EPOCH_DIGITS.fullmatch(value.strip()):
            return None
        value = float(value)
    if not _LEAST_EPOCH_SECONDS <= value < 1000 * _MOST_EPOCH_SECONDS:
        return None
    seconds = value if value < _MOST_EPOCH_SECONDS else value / 1000
    return (_EPOCH + timedelta(seconds=int(seconds))).isoformat()


def checked_date(field: str, value: str | None) -> str | None:
    """Return a date in ISO 8601, or None for None.

    Raises:
        InvalidFieldError: it is not a valid date; the message says how to write one.
    """
    if value is None:
        return None
    try:
        return normalise_published(value)
    except InvalidFieldError as exc:
        raise InvalidFieldError(field, str(exc).removeprefix("published: ")) from exc


def checked_period(
    fields: tuple[str, str], first: str | None, last: str | None
) -> tuple[str | None, str | None]:
    """Return the first and the last date of a period in ISO 8601; None for an open end.

    Raises:
        InvalidFieldError: one is not a valid date, or the first is after the last.
    """
    begin, end = checked_date(fields[0], first), checked_date(fields[1], last)
    if begin and end and first_instant(begin) > last_instant(end):
        raise InvalidFieldError(fields[0], f"{first} is after {last}; swap the dates")
    return begin, end


def first_instant(value: str) -> int:
    """Seconds since 1970 in UTC of the start of an ISO day, or of an ISO date and time.

    Raises:
        InvalidFieldError: it is neither.
    """
    return _seconds(_strict(value), time.min)


def last_instant(value: str) -> int:
    """Seconds since 1970 in UTC of the last second of an ISO day, or of an ISO date and time.

    Raises:
        InvalidFieldError: it is neither.
    """
    return _seconds(_strict(value), time(23, 59, 59))


def _seconds(moment: date | datetime, of_day: time) -> int:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, of_day)
    # Times without an offset are taken as UTC.
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(seconds=1)


def _strict(value: str) -> date | datetime:
    text = value.strip()
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if match := _INSTANT.fullmatch(text):
            return _instant(*match.groups())
    except ValueError as exc:
        raise InvalidFieldError(
            "published", f"{text} is not a valid date ({exc}); write an existing day and time"
        ) from exc
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    raise InvalidFieldError(
        "published",
        f"{shown!r} is not an ISO 8601 date; write 2025-09-18 or 2025-09-18T16:05:00+02:00",
    )


def _instant(day: str, clock: str, offset: str | None) -> datetime:
    clock = clock.replace(",", ".")
    whole, dot, fraction = clock.partition(".")
    zone = "+00:00" if offset in ("Z", "z") else offset or ""
    # Python accepts three or six fractional digits, and offsets with minutes.
    clock = whole + (dot + fraction[:6].ljust(6, "0") if dot else "")
    return datetime.fromisoformat(f"{day}T{clock}{zone}{':00' if len(zone) == 3 else ''}")


def _parsed(text: str) -> str | None:
    try:
        return normalise_published(text)
    except InvalidFieldError:
        return _rfc_2822(text) or _written(text)


def _tidied(value: str) -> str:
    text = in_one_spelling(value)
    return _YEAR_FIRST.sub(_padded, text, count=1) if _YEAR_FIRST.match(text) else text


def _padded(match: re.Match[str]) -> str:
    year, separator, month, day = match.groups()
    if not separator and len(match[0]) != 8:
        return match[0]
    return f"{year}-{month:0>2}-{day:0>2}"


def _rfc_2822(text: str) -> str | None:
    parts = parsedate_tz(text) if _RFC_2822.fullmatch(text) else None
    if parts is None:
        return None
    try:
        # An offset of -0000 means UTC from an unknown place (RFC 2822, section 3.3).
        zone = timezone(timedelta(seconds=parts[9] or 0))
        return datetime(*parts[:6], tzinfo=zone).isoformat()
    except (ValueError, OverflowError):
        return None


class _Zones:
    """Looks up zone names for the parser, and remembers whether one was ambiguous."""

    def __init__(self) -> None:
        self.unclear = False

    def __call__(self, name: str | None, offset: int | None) -> tzinfo | None:
        if name in _HOURS and not offset:
            return timezone(timedelta(hours=_HOURS[name]))
        if name is None or name in _HOURS:
            return None if offset is None else timezone(timedelta(seconds=offset))
        zone = _place(name)
        self.unclear = self.unclear or zone is None
        return zone


def _place(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(_PLACES[name])
    except (KeyError, ZoneInfoNotFoundError):
        return None


def _written(text: str) -> str | None:
    """Parse it with different defaults and both orders of day and month; all must agree."""
    zones = _Zones()
    orders = (False,) if _DAY.match(text) else (False, True)
    try:
        readings = [
            _reading(text, default, zones, dayfirst=dayfirst)
            for default in _DEFAULTS
            for dayfirst in orders
        ]
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError):
        return None
    readings = _of_weekday(text, readings)
    if len({reading.date() for reading in readings}) > 1:
        return None
    moment = readings[0]
    if zones.unclear or _differ(reading.hour for reading in readings):
        return moment.date().isoformat()
    return _without_defaults(readings).isoformat()


def _of_weekday(text: str, readings: list[datetime]) -> list[datetime]:
    """The order of day and month with which the weekday agrees, if any: "Thursday 03/04/2025"."""
    named = _WEEKDAY_AND_NUMBERS.fullmatch(text)
    agreeing = [one for one in readings if named and f"{one:%a}".lower() == named[1].lower()]
    return agreeing or readings


def _reading(text: str, default: datetime, zones: _Zones, *, dayfirst: bool) -> datetime:
    from dateutil import parser

    return parser.parse(text, default=default, dayfirst=dayfirst, tzinfos=zones)


def _without_defaults(readings: list[datetime]) -> datetime:
    moment = readings[0]
    if _differ(reading.minute for reading in readings):
        moment = moment.replace(minute=0)
    if _differ(reading.second for reading in readings):
        moment = moment.replace(second=0)
    zone = moment.tzinfo
    # The zone of a place ("ET") becomes its offset on that day.
    return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta())) if zone else moment


def _differ(values: Iterable[int]) -> bool:
    return len(set(values)) > 1
