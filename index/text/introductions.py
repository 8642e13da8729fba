"""How an article introduces somebody: the words around a full name.

"Leeds judge Ann Lee", "Ann Lee, 34, a nurse at St Mary’s", "Ann Lee of Port Ellery". Which of the
words tell something is for whoever compares them; here they are only cut out.
"""

import re
from collections.abc import Iterator
from itertools import islice

_BREAK = re.compile(r"[.,;:!?\n“”„«»\"()—–]")
_ABBREVIATED = re.compile(r"\b([A-Z][a-z]{0,4})\.(?=\s{0,2}\Z)")
"""A title in front of a name, "Rep." or "Mr.", whose full stop ends no sentence."""
_AROUND = 60
_MOST_BEFORE = 4
_BEHIND = re.compile(
    r"(?:\s*\((?P<bracket>[^()\n]{1,60})\))?"
    r"(?P<place>\s+(?:of|from)\s+[^\W\d_][^.,;:!?\n“”\"()—]{0,40})?"
    r"(?P<apposed>(?:,\s+[^.,;:!?\n“”\"()—]{1,60}){0,2})"
)
_APPOSED_BEFORE = re.compile(
    r"(?:^|[.,;:!?\n“”\"()—]\s*)(?P<apposed>(?:the|an?)\s[^.,;:!?\n“”\"()—]{3,50}),\s$",
    re.IGNORECASE,
)
_MENTIONS = 4
SEPARATOR = "\t"
"""Between the words before a name and those behind it."""


def introduction(text: str, name: str) -> str:
    """The words before the name and behind it, each mention's between semicolons; "" if none."""
    before: list[str] = []
    behind: list[str] = []
    for start in islice(_places(text, name), _MENTIONS):
        if words := _before(text, start):
            before.append(words)
        around = _apposed_before(text, start), _words_behind(text, start + len(name))
        behind += filter(None, around)
    return SEPARATOR.join(("; ".join(before), "; ".join(behind))) if before or behind else ""


def _places(text: str, name: str) -> Iterator[int]:
    """Where the name stands as such, from the beginning."""
    place = text.find(name)
    while place >= 0:
        if not _is_letter(text, place - 1) and not _is_letter(text, place + len(name)):
            yield place
        place = text.find(name, place + len(name))


def _is_letter(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalnum()


def _before(text: str, start: int) -> str:
    before = _ABBREVIATED.sub(r"\1", text[max(0, start - _AROUND) : start])
    words = _BREAK.split(before)[-1].split()
    return " ".join(words[-_MOST_BEFORE:])


def _apposed_before(text: str, start: int) -> str:
    """From "The mayor of Redmill, Ann Lee, ...": what stands before the comma."""
    found = _APPOSED_BEFORE.search(text, max(0, start - _AROUND), start)
    return found["apposed"] if found else ""


def _words_behind(text: str, end: int) -> str:
    found = _BEHIND.match(text, end)
    parts = found.group("bracket", "place", "apposed") if found else ()
    return " ".join(", ".join(part.strip(" ,") for part in parts if part).split())
