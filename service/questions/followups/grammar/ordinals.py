"""Which of the things shown is meant: the second one, the last, the one from the Ledger."""

import re
from collections.abc import Sequence
from typing import TypeVar

from service.questions.followups.grammar.words import fold
from service.questions.followups.turns import ShownQuote

_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
    "fifth": 4, "5th": 4, "last": -1, "latest": -1, "former": 0, "latter": 1,
    "premier": 0, "premiere": 0, "deuxieme": 1, "primero": 0, "primera": 0, "segundo": 1,
    "segunda": 1, "erste": 0, "ersten": 0, "zweite": 1, "zweiten": 1,
}  # fmt: skip
_ONE = r"(?:ones?|article|quote|story|answer|source|event|statement|person|entry|item)"
_POINTING = re.compile(
    rf"^(?:and |what about |no )?(?:the |that )?(?P<which>{'|'.join(_ORDINALS)})(?: {_ONE})?$"
)
_NUMBER = re.compile(r"^(?:number |no\.? |#)?(?P<number>[1-9])$")
_INSIDE = re.compile(rf"\bthe (?P<which>{'|'.join(_ORDINALS)}) {_ONE}\b")
_FROM = re.compile(r"\b(?:from|in|of|by) (?:the )?(?P<outlet>.+)$")
T = TypeVar("T")


def place_of(plain: str) -> int | None:
    """Which one is meant, from 0, or -1 for the last: "the second one", "2"."""
    found = _POINTING.match(plain)
    if found:
        return _ORDINALS[found["which"]]
    number = _NUMBER.match(plain)
    return int(number["number"]) - 1 if number else None


def chosen(plain: str, things: Sequence[T]) -> T | None:
    """The item meant by the words; None if they are not an ordinal, or out of range."""
    place = place_of(plain)
    return things[place] if place is not None and -1 <= place < len(things) and things else None


def pointed_at(plain: str, quotes: Sequence[ShownQuote]) -> tuple[ShownQuote, ...]:
    """The quotes that words inside a message point at, by number or outlet; none if they do not."""
    inside = _INSIDE.search(plain)
    if inside:
        place = _ORDINALS[inside["which"]]
        return (quotes[place],) if quotes and place < len(quotes) else ()
    named = _FROM.search(plain)
    if named:
        wanted = [word for word in named["outlet"].split() if word not in ("please", "it", "is")]
        return tuple(
            q for q in quotes if wanted and set(wanted) <= set(fold(q.outlet or "").split())
        )
    return ()
