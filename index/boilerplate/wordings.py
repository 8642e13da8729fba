"""Word lists for boilerplate: whole blocks (`lines.txt`) and parts (`cues.txt`)."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from msgspec import Struct

from index.records import MarkKind
from index.text.word_lists import read_sections

# Possessive, and no two alternatives begin alike, so that a long list of numbers is read once.
_DATE = (
    r"(?:[ .,:/|·()-]|\d+(?:am|pm|st|nd|rd|th)?|(?:jan|feb|apr|aug|sept?|oct|nov|dec|mon|tue|wed"
    r"|thu|fri|sat|sun)[a-z]*|mar(?:ch)?|may|june?|july?|am|pm|p\.m|a\.m|e[ds]?t|c[ds]?t|p[ds]t"
    r"|gmt|bst|utc|ist|at|on|ago|hours?|hrs?|minutes?|mins?|days?|weeks?|months?|years?|today"
    r"|yesterday|last|updated|published|modified)++"
)
_ASKS = r"(?:^|[.!?:)»>|]\s?|\s[-–—]\s?|\bplease |\byou can )(?:sign[- ]?up|subscribe)"
_OFFERED = (
    r"(?:newsletters?|inbox|podcasts?|youtube channel|daily briefing|digest|morning briefing"
    r"|(?:news|e-?mail|breaking|our) (?:alerts|updates|list|briefing|texts|e-?mails|channel))"
)


class Cue(Struct, frozen=True):
    """A wording that addresses the reader or speaks for the publisher."""

    keyword: str
    """A word that every match contains; it is looked for first, because that is fast."""
    kind: MarkKind
    pattern: re.Pattern[str]


@cache
def whole_blocks() -> re.Pattern[str]:
    """What matches a whole block of boilerplate; the group that matched is named by its kind."""
    kinds = groupby(_listed("lines.txt"), key=lambda line: line[0])
    return re.compile(
        "|".join(
            f"(?P<{kind}>(?:{'|'.join(pattern for _, pattern in lines)})[].!:?)]*)"
            for kind, lines in kinds
        )
    )


@cache
def cues() -> tuple[Cue, ...]:
    """What is searched for in short blocks that do not report what somebody said."""
    parts = ((kind, line.partition(" :: ")) for kind, line in _listed("cues.txt"))
    return tuple(Cue(keyword, kind, re.compile(pattern)) for kind, (keyword, _, pattern) in parts)


def _listed(name: str) -> Iterator[tuple[MarkKind, str]]:
    for kind, line in read_sections("index.boilerplate", name):
        with_date = line.replace("{date}", _DATE)
        yield MarkKind(kind), with_date.replace("{asks}", _ASKS).replace("{offered}", _OFFERED)
