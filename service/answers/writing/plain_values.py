"""Values stated plainly: "two and a half years" is P2Y6M, "US$1.2bn" 1200000000 USD."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files

from index.text.dates.named_days import named_days, resolve
from service.answers.claims.quantities import Number, numbers
from service.wire.typed_values import AnswerType, Value

ROUGHLY = (
    r"about|around|roughly|approximately|some|nearly|almost|circa|ca\.?|estimated|up to|least|most"
    r"|than|over|under|above|below|between|before|after|early|late|mid|or|not|every|each|close to"
    r"|per(?! cent)|(?:max|min)imum of"
)
"""Words next to a figure or date that make its value uncertain."""
_DOUBT = re.compile(
    rf"\b(?:{ROUGHLY}|no|several|few|dozens?|either|ago|later|earlier|a third|half of|out of"
    r"|a quarter of(?! an hour)|(?:\d|one|two|three|four|five|nine) in (?:every )?\w+)\b"
    r"|[~<>≈±+]|\d\s?[-–]\s?\d|\d\s(?:an?|the)\s|\bto\s\w",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(r"^an?\s+(?=[a-z]+$)|^an?\s+(?=(?:hour|year|day|week|month) and)", re.I)
# Of an hour, half and quarters are written without a figure.
_PARTS = (
    (re.compile(r"\bhalf an? (?=hour|year|century|decade)", re.I), "0.5 "),
    (re.compile(r"\b(?:a|one)? ?quarter of an (?=hour)", re.I), "0.25 "),
    (re.compile(r"\bthree quarters of an (?=hour)", re.I), "0.75 "),
    (re.compile(r"^(?:an?|one) (\w+) and a half$", re.I), r"1.5 \1"),
    (re.compile(r"^(?:an?|one) (\w+) and a quarter$", re.I), r"1.25 \1"),
)
_LONGEST = 80
_LARGEST = 2**53
"""Larger figures are not exact, and cannot be written in JSON."""
_MONTHS = {"year": 12, "decade": 120, "century": 1200}
_SECONDS = {"hour": 3600, "minute": 60, "second": 1}
_WHOLE = ("month", "week", "day")
_CLOCK = re.compile(
    r"(?:at |from |until |by )?(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])?\.?"
    r"(?:m\b\.?)?(?:,? (?:local time|[A-Z]{2,4}))?|(?P<military>[0-2]\d[0-5]\d) (?:GMT|UTC|hours)",
    re.IGNORECASE,
)
_NAMED_TIMES = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_SMALL_COINS = {"cent": "cent", "cents": "cent", "pence": "penny", "penny": "penny", "p": "penny"}
_SCALED_UNIT = re.compile(
    r"(?<=\d)\s?°?\s?(?P<scale>[CF])\b|\bdegrees? (?P<word>Celsius|Fahrenheit)"
)
# Figures and units that are not read as such: "5 lakh", "5 square miles", "46 degrees below zero".
_UNREAD_UNIT = re.compile(
    r"\b(?:lakhs?|crores?|square|cubic|nautical|sq|cu|score|pairs?|below|above|hundredths?"
    r"|hundredweight|miles? (?:an|per)|[a-z]+ per)\b|\$\(|\w\^|[²³½¼¾]",
    re.IGNORECASE,
)
_WEIGHED = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
_TONS = re.compile(r"\btons?\b", re.IGNORECASE)


def plain_value(type_: AnswerType, words: str) -> Value | None:
    """The value of words of this type; None where they leave a doubt."""
    read = _READERS.get(type_)
    if read is None or len(words) > _LONGEST or _DOUBT.search(words):
        return None
    if any(abs(number.value) > _LARGEST for number in numbers(words)):
        return None
    return read(words.strip())


def _date(words: str) -> Value | None:
    """A day, month or year whose year is named, and nothing else but a preposition."""
    text = "in " + re.sub(r"^(?:in|on|by|since|from|until|the year)\s+", "", words)
    found = named_days(text)
    if (
        len(found) != 1
        or text[: found[0].start].strip() != "in"
        or text[found[0].end :].strip(" .,")
    ):
        return None
    day = resolve(found[0], None, is_future=False)
    if not day.has_year or day.first is None:
        return None
    parts = dict(day.parts)
    digits = [f"{parts['year']:04}", *(f"{parts[p]:02}" for p in ("month", "day") if p in parts)]
    return Value(date="-".join(digits))


def _time(words: str) -> Value | None:
    named = _NAMED_TIMES.get(re.sub(r"^(?:at|from|until|by)\s+", "", words.lower()))
    if named:
        return Value(time=named)
    match = _CLOCK.fullmatch(words)
    if match is None:
        return None
    if match["military"]:
        hour, minute = int(match["military"][:2]), match["military"][2:]
        return Value(time=f"{hour:02}:{minute}") if hour < 24 else None
    hour = int(match["hour"])
    if match["half"]:
        is_hour = 1 <= hour <= 12
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    else:
        # Without a.m. or p.m., "7:30" may be in the morning or in the evening.
        is_hour = bool(match["minute"]) and (13 <= hour <= 23 or match["hour"].startswith("0"))
    return Value(time=f"{hour:02}:{match['minute'] or '00'}") if is_hour else None


def _duration(words: str) -> Value | None:
    plain = re.sub(r"^(?:for|in|within|lasted|took)\s+", "", words.replace("-", " "))
    for pattern, figure in _PARTS:
        plain = pattern.sub(figure, plain)
    plain = _ONE_OF_THEM.sub("1 ", plain)
    found = numbers(plain)
    between = "".join(_gaps(plain, found))
    if not found or re.sub(r"\band\b|[\s,.]|\blong\b|in (?:prison|jail)", "", between):
        return None
    return _period({number.unit: number.value for number in found}, len(found))


def _gaps(text: str, found: list[Number]) -> list[str]:
    edges = [0, *(edge for number in found for edge in (number.start, number.end)), len(text)]
    return [text[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2)]


def _period(amounts: Mapping[str, float], count: int) -> Value | None:
    """In ISO 8601. A half of a year is six months, of an hour thirty minutes."""
    if len(amounts) < count or min(amounts.values()) <= 0:
        return None
    exact = {unit: Fraction(str(value)) for unit, value in amounts.items()}
    if "fortnight" in exact:
        exact["week"] = exact.get("week", Fraction()) + 2 * exact.pop("fortnight")
    known = {*_MONTHS, *_SECONDS, *_WHOLE}
    halves = [unit for unit in _WHOLE if exact.get(unit, Fraction()) % 1]
    if not exact.keys() <= known or halves or ("week" in exact and len(exact) > 1):
        return None
    days = _dated(exact)
    clock = _clocked(exact)
    if days is None or clock is None:
        return None
    return Value(duration=f"P{days}" + (f"T{clock}" if clock else ""))


def _dated(exact: Mapping[str, Fraction]) -> str | None:
    months = sum(
        (exact[unit] * size for unit, size in _MONTHS.items() if unit in exact), Fraction()
    )
    if months % 1:
        return None
    years, rest = divmod(int(months), 12)
    rest += int(exact.get("month", 0))
    written = [(years, "Y"), (rest, "M")]
    written += [
        (int(exact[unit]), sign) for unit, sign in (("week", "W"), ("day", "D")) if unit in exact
    ]
    return "".join(f"{number}{sign}" for number, sign in written if number)


def _clocked(exact: Mapping[str, Fraction]) -> str | None:
    """Hours, minutes and seconds as they are counted; only parts of them become smaller units."""
    carried, written = Fraction(), ""
    for unit, sign in (("hour", "H"), ("minute", "M"), ("second", "S")):
        amount = exact.get(unit, Fraction()) + carried
        whole = int(amount)
        carried = (amount - whole) * 60
        written += f"{whole}{sign}" if whole else ""
    return None if carried else written


def _amount(words: str) -> Value | None:
    """One figure with its unit, whatever is counted."""
    number = _only_number(words)
    return None if number is None else Value(number=_plain(number), unit=_unit(number, words))


def _money(words: str) -> Value | None:
    words = re.sub(r"(?<=\d)p\b", " pence", words)
    number = _only_number(words)
    if number is None:
        return None
    currency = next(_currencies_in(words), None)
    coin = _SMALL_COINS.get(words.rsplit(maxsplit=1)[-1].lower())
    if currency is None and coin is None:
        return None
    return Value(number=_plain(number), currency=currency, unit=None if currency else coin)


def _temperature(words: str) -> Value | None:
    scale = _SCALED_UNIT.search(words)
    number = _only_number(_SCALED_UNIT.sub(" degrees", words) if scale else words)
    if number is None:
        return None
    name = (scale["scale"] or scale["word"])[0].upper() if scale else ""
    full = {"C": " Celsius", "F": " Fahrenheit"}.get(name, "")
    return Value(number=_plain(number), unit=f"degree{full}")


def _difference(words: str) -> Value | None:
    return _money(words) if any(_currencies_in(words)) else _amount(words)


def _currencies_in(words: str) -> Iterator[str]:
    return (code for code, pattern in _currencies().items() if pattern.search(words))


@cache
def _currencies() -> dict[str, re.Pattern[str]]:
    stored = tomllib.loads(
        files("service.answers.writing").joinpath("currencies.toml").read_text("utf-8")
    )
    return {code: re.compile(pattern, re.IGNORECASE) for code, pattern in stored.items()}


def _only_number(words: str) -> Number | None:
    """The one figure of the words; None for several, for ordinals and for "a million"."""
    found = numbers(words)
    if len(found) != 1 or found[0].unit == "#" or _UNREAD_UNIT.search(words):
        return None
    is_round = re.match(r"(?:a|half)\b", words[found[0].start :], re.IGNORECASE)
    return None if is_round or re.search(r"\d", words[: found[0].start]) else found[0]


def _plain(number: Number) -> int | float:
    return int(number.value) if number.value.is_integer() else number.value


def _unit(number: Number, words: str) -> str | None:
    # A ton is no tonne.
    if number.unit == "tonne" and _TONS.search(words):
        return "ton"
    return _WEIGHED.get(number.unit) or {
        "%": "percent",
        "points": "percentage point",
        "": None,
    }.get(number.unit, number.unit)


_READERS: Mapping[AnswerType, Callable[[str], Value | None]] = {
    AnswerType.DATE: _date,
    AnswerType.TIME: _time,
    AnswerType.DURATION: _duration,
    AnswerType.AGE: _amount,
    AnswerType.MONEY: _money,
    AnswerType.DIFFERENCE: _difference,
    AnswerType.SHARE: _amount,
    AnswerType.DISTANCE: _amount,
    AnswerType.TEMPERATURE: _temperature,
    AnswerType.COUNT: _amount,
    AnswerType.QUANTITY: _amount,
}
