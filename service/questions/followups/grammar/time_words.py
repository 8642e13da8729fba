"""Years and the like in a question: found, replaced or added."""

import re

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE = rf"(?:(?:{_MONTHS})|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?(?=\s*\d))"
_TIME = re.compile(
    rf"\b(?:(?:in|on|since|before|after|during|by)\s+)?(?:(?:{_MONTHS})\s+)?(?:(?:1[5-9]|20)\d\d"
    r"|(?:this|last|next)\s+(?:year|month|week|season|summer|winter|spring|fall|night)"
    r"|(?:(?:this|last|next)\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    rf"|{_DATE}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?|today|yesterday|tomorrow|tonight|now)\b",
    re.IGNORECASE,
)


def is_time(words: str) -> bool:
    """Whether the words say when, and nothing else: "in 2024", "last year"."""
    return _TIME.fullmatch(words) is not None


def without_time(words: str) -> tuple[str, str]:
    """Split "mayor ruiz in 2024" into "mayor ruiz" and "in 2024"."""
    found = _TIME.search(words)
    if not found or found.end() != len(words) or not found.start():
        return words, ""
    return words[: found.start()].strip(" ,"), found.group()


def at_time(question: str, time: str) -> str:
    """A question, without its mark, asked of another time."""
    new = f"in {time}" if _YEAR.fullmatch(time) else time
    old = list(_TIME.finditer(question))
    if not old:
        return f"{question} {new}"
    found, year = old[-1], _YEAR.search(time)
    put = year[0] if year and _YEAR.fullmatch(found.group()) else new
    return question[: found.start()] + put + question[found.end() :]
