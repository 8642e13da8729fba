"""Outcomes of those counted: of "12 dead and 30 hurt", 30 did not die.

Nor do a firm's 600,000 customers work for it, or live where it is.
"""

import re
from functools import cache, lru_cache

from index.records import Span

_FATES = {
    "dead": "die dies died dying dead death deaths kill kills killed killing perished drowned",
    "hurt": "hurt hurting injured injuring injures injuries wounded wounding",
    "away": "displaced displacing evacuated evacuating homeless fled stranded uprooted",
    "safe": "rescued rescuing saved survived survivors alive unhurt unharmed",
    "missing": "missing unaccounted",
    "held": "arrested arresting detained detaining jailed",
}
_ACTIVE = {
    "injure": "hurt",
    "wound": "hurt",
    "displace": "away",
    "evacuate": "away",
    "rescue": "safe",
    "save": "safe",
    "arrest": "held",
    "detain": "held",
    "live": "home",
}
_ANY = "|".join([*" ".join(_FATES.values()).split(), *_ACTIVE])
_COUNTED = re.compile(rf"\bhow\smany(?:\s[\w’'-]+){{0,5}}?\s(?P<fate>{_ANY})\b", re.IGNORECASE)
""""How many people were killed": what is said of them, a few words behind."""
_COUNTED_BY = re.compile(
    rf"\bhow\smany(?:\s[\w’'-]+){{0,3}}?\s(?:did|does|has|have)(?:\s[\w’'-]+){{1,6}}?\s"
    rf"(?P<fate>{_ANY})\b",
    re.IGNORECASE,
)
_OR_ELSE = re.compile(rf"\s(?:and|or)\s(?:{_ANY})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_BORDER = re.compile(r"[,;:.!?()“”\"—–]|\b(?:and|but|while|or|plus)\b|\d", re.IGNORECASE)
_BEFORE, _BEHIND = 4, 6
"""In words."""
_AROUND = 80
_DWELLERS = re.compile(
    r"\bhow\smany\s(?:(?:[\w’'-]+\s){1,3}?(?P<lives>live|reside)|"
    r"(?:people|persons|men|women|workers|employees|staff)"
    r"(?:\s(?!to\b)[\w’'-]+){0,4}?\s(?:work|employ))\b",
    re.IGNORECASE,
)
_LIVING = re.compile(
    r"\b(?:live[sd]?|resid\w+|inhabit\w*|population|villagers|islanders|townspeople|souls|home\sto"
    r"|people\s(?:of|in|on))\b",
    re.IGNORECASE,
)
_WORKING = re.compile(
    r"\b(?:work\w*|employ\w*|jobs?|staff\w*|crews?|hired?|lay|laid)\b", re.IGNORECASE
)


def counts_others(question: str, text: str, marked: Span) -> bool:
    """Whether nothing beside a figure says that those it counts live there, or work there.

    That is, where a question asks how many people do.
    """
    asked = _DWELLERS.search(question)
    if asked is None:
        return False
    near = text[max(0, marked.start - _AROUND) : marked.end + _AROUND]
    wanted = _LIVING if asked["lives"] else _WORKING
    return wanted.search(near) is None


def is_of_another_fate(question: str, text: str, marked: Span) -> bool:
    """Whether a marked figure counts the hurt, where a question asks for the dead, and so on."""
    asked = _asked(question)
    if asked is None:
        return False
    before = _BORDER.split(text[max(0, marked.start - _AROUND) : marked.start])[-1]
    behind = _BORDER.split(text[marked.end : marked.end + _AROUND])[0]
    near = [*reversed(_WORD.findall(before)[-_BEFORE:]), *_WORD.findall(behind)[:_BEHIND]]
    found = next((fate for word in near if (fate := _fates().get(word.casefold()))), None)
    return found not in (None, asked)


@lru_cache(maxsize=64)
def _asked(question: str) -> str | None:
    """The fate of those whom a question counts; None if it counts none, or those of several."""
    found = _COUNTED.search(question) or _COUNTED_BY.search(question)
    if found is None or _OR_ELSE.match(question, found.end()):
        return None
    # Nothing in the list is what is asked with "how many people live in Arden".
    return {**_fates(), **_ACTIVE}[found["fate"].casefold()]


@cache
def _fates() -> dict[str, str]:
    return {word: fate for fate, words in _FATES.items() for word in words.split()}
