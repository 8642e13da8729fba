"""Fronted topics: "and batt, how old is he"."""

import re

from msgspec import Struct

from index.quotations.vocabulary.word_classes import AUXILIARY, NOUN, SUBJECT, VERB
from service.questions.followups.grammar.clauses import clause_of
from service.questions.followups.grammar.ordinals import place_of
from service.questions.followups.grammar.words import classes_of, mended, plain_words, words_of

_FRONT = re.compile(
    r"^(?:and |but |no |what about |how about )?(?P<front>[^,.?!;:]{2,60})(?:[,.;:?!]|\s[-–—])"
    r"\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"^(?:and )?(?P<front>in .{2,30}?)\s+(?P<rest>where|when|why|how many|how much|who)$",
    re.IGNORECASE,
)
_LONGEST = 6
_EXCEPT = frozenset("besides except apart aside".split())
"""What these take out belongs to the question: "besides trade, which fields does it cover"."""


class Fronted(Struct, frozen=True):
    """A message that names something and then asks about it."""

    front: str
    rest: str


def fronted(text: str) -> Fronted | None:
    """What a message names in front of its question, and the question; None if it does not."""
    plain = text.strip(" ?!.")
    found = _FRONT.match(plain) or _BEHIND.match(plain)
    if not found or len(words_of(found["front"])) > _LONGEST:
        return None
    front, rest = found["front"].strip(), mended(found["rest"].strip())
    if (
        clause_of(front) is not None
        or clause_of(rest) is None
        or not _EXCEPT.isdisjoint(plain_words(front).split()[:1])
        or not (place_of(plain_words(front)) is not None or _is_phrase(front))
    ):
        return None
    return Fronted(front, rest)


def _is_phrase(front: str) -> bool:
    """Whether the words name something, rather than say it: "the truck driver"."""
    flags = [classes_of(word.low) for word in words_of(front)]
    return not any(f & (SUBJECT | AUXILIARY) or (f & VERB and not f & NOUN) for f in flags)
