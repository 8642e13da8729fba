"""The clause around a denial: whom it is about, and how far it reaches."""

import re

from index.records import Span

NAME = r"(?-i:[A-ZÀ-Þ])[\w’'.-]*(?:\s(?-i:[A-ZÀ-Þ])[\w’'.-]*){0,4}"
_CONJUNCTION = (
    r"\b(?:but|while|whereas|although|though|because|after|before|when|as|until|unless|despite"
    r"|without|since|which)\b"
)
_BORDER_BEFORE = re.compile(
    rf"[;:.!?()“”\"—–]\s|,\s|{_CONJUNCTION}|\b(?:that|said|says)\b", re.IGNORECASE
)
_BORDER_BEHIND = re.compile(
    rf"[;:!?()“”\"—–]|,(?!\d)|\.(?=\s|$)|{_CONJUNCTION}"
    r"|\band\s+(?=(?:\w+ly\s+)?(?:[a-z]+ed|said|told|found|saw|sent|gave)\b)"
    rf"|\band\s+(?={NAME}\s+(?:guilty|was|were|is|are|has|had|did)\b)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",?(?<!\s)\s++(?:who|which)\b[^,;:]{0,200}$", re.IGNORECASE)
_APPOSED = re.compile(r",\s[^,;:]{1,80},\s*[^,;:A-ZÀ-Þ]{0,30}$")
_REDUCED = re.compile(r",\s*[^,;:A-ZÀ-Þ]{0,30}$")
_SAID_BEFORE = re.compile(
    r"(?:^|[,;:.]\s)(?P<who>[^,;:.]{1,80})\b(?:said|says|ruled|found|heard|told)(?:\s+that)?\s*$",
    re.IGNORECASE,
)
_SAID_BEHIND = re.compile(
    r",\s+(?:[\w’'-]+\s+){1,6}?(?:said|says|added|heard|found|ruled)(?=\s*[.,;:]|\s*$|\s+(?:on|in|at)\b)",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"(?<![\w’'.-]){NAME},\s*+$")
SUSPECTED = re.compile(r"\b(?:accus|charg|suspect|alleg|arrest|blam|trial)", re.IGNORECASE)
_THEN = re.compile(
    r"[,;]?\s*(?:(?:and|but|then|he|she|they|it|later|since|eventually|finally|still|did|do|was|were|is|are"
    r"|has|had|have|been|an?|the|jury|court|in|\d{4})\s+){0,6}",
    re.IGNORECASE,
)
"""What stands between a denial and what its subject did all the same."""
_ENDED = re.compile(
    r"(?:convicted|found\s+(?:him\s+|her\s+|them\s+)?guilty|jailed|sentenced|imprisoned)"
    r"(?=\s+(?:of|for|to|on|in|by|at|and|him|her|them)\b|\s*[,.;]|\s*$)"
    r"|(?:admit(?:s|ted)|confess(?:es|ed)|plead(?:s|ed)\s+guilty)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    rf"\W*(?:(?:but|however|and)\W+)?(?:he|she|they|(?P<name>{NAME}))\s+", re.IGNORECASE
)
_FAR = 200
"""In characters; clauses that are longer are read from so far before a denial."""


def border_behind(sentence: str, start: int) -> int:
    """Where the clause ends that has a word at this offset."""
    found = _BORDER_BEHIND.search(sentence, start)
    return found.start() if found else len(sentence)


def subject_before(sentence: str, cue: int, deed: re.Pattern[str]) -> Span | None:
    """The subject of a verb; None where the words beside it say that its subject did it."""
    begin = max(0, cue - _FAR)
    left = sentence[begin:cue]
    beside = _RELATIVE.search(left) or _APPOSED.search(left) or _REDUCED.search(left)
    head = left[: beside.start()] if beside else left
    if deed.search(left, len(head)) and not SUSPECTED.search(left, len(head)):
        return None
    return Span(begin + _head_start(head, deed), begin + len(head))


def _head_start(head: str, deed: re.Pattern[str]) -> int:
    """Where a subject begins that ends with these words: "..., and Ann Lee and Bo Hart"."""
    borders = [*_BORDER_BEFORE.finditer(head), *deed.finditer(head)]
    start = max((found.end() for found in borders), default=0)
    while " and " in head[start:] and (listed := _LISTED.search(head[:start])):
        start = listed.start()
    return start


def with_sayings(sentence: str, part: Span, deed: re.Pattern[str]) -> Span:
    """A part of a sentence with who says it before it or behind it: ", police said"."""
    before = _SAID_BEFORE.search(sentence, max(0, part.start - _FAR), part.start)
    behind = _SAID_BEHIND.match(sentence, part.end)
    start = before.start("who") if before and not deed.search(before["who"]) else part.start
    return Span(start, behind.end() if behind else part.end)


def says_otherwise(sentence: str, end: int, deed: re.Pattern[str]) -> bool:
    """Whether what follows a denial's clause says that whoever denied it did it after all."""
    then = _THEN.match(sentence, end)
    after = then.end() if then else end
    return bool(_ENDED.match(sentence, after) or deed.match(sentence, after))


def is_found_guilty(sentence: str, behind: str) -> bool:
    """Whether the text behind a sentence goes on: "She was found guilty", or "Lee was"."""
    goes_on = _GOES_ON.match(behind)
    if goes_on is None or (goes_on["name"] and goes_on["name"].split()[-1] not in sentence):
        return False
    return says_otherwise(behind, goes_on.end(), _ENDED)
