"""Datelines: where and by whom a story was written ("PARIS, May 4 (Reuters) — ")."""

import re
from typing import NamedTuple

from index.text.dates.parsing import parse_loose_date

_LONGEST = 200
"""Characters that end a dateline."""
_AGENCY = r"AP|AFP|CNN|dpa|UPI|PA|EFE|Reuters|Bloomberg"
_DATELINE = re.compile(
    rf"^\s*(?:[A-Z][\w.'’-]+(?:[ ,/]+[\w.'’-]+){{0,5}}\s*\((?:{_AGENCY})\)\s*(?:[-–—]+\s+)?"
    r"|[A-ZÀ-Þ]{3,}[A-ZÀ-Þ .'’-]*(?:,[\w ,.]{2,45})?(?:\([\w .]{2,30}\)\s*)?\s?[-–—]+\s+)"
)
_DATED = re.compile(
    r"\s*[A-ZÀ-Þ]{3,}[A-ZÀ-Þ .'’-]*,(?P<behind>[^()\n–—]{3,60}?)"
    r"(?:\s*\((?P<agency>[^()\n]{2,40})\))?\s*[-–—]+\s"
)


class Dateline(NamedTuple):
    """The data in a dateline."""

    text: str
    published: str
    agency: str | None


def dated(paragraph: str) -> Dateline | None:
    """A dateline with a full date at the start of the paragraph; otherwise None."""
    found = _DATED.match(paragraph[:_LONGEST])
    pieces = found["behind"].split(",") if found else []
    days = (parse_loose_date(",".join(pieces[at:]).strip()) for at in range(len(pieces)))
    day = next(filter(None, days), None)
    if found is None or day is None:
        return None
    return Dateline(found[0].strip(" -–—"), day, found["agency"])


def dateline_end(text: str) -> int:
    """The end of the dateline at the start of a paragraph; 0 if there is none.

    A dateline says where a story was written, not what happened there.
    """
    found = _DATELINE.match(text[:_LONGEST])
    return found.end() if found else 0
