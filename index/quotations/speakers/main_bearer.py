"""Whom a surname alone means where several people bear it."""

import re
from collections.abc import Sequence
from itertools import takewhile

from index.quotations.speakers.characters import Character
from index.quotations.speakers.mentions import Mention
from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.text.matching.folding import folded

_FORMAL = frozenset(("mr", "mrs", "ms", "miss"))
_WORD = re.compile(r"[\w-]+")
_FAR_MORE = 3
"""Whose full name stands so many times as often as all others of the surname is its main bearer."""


def find_main_bearer(
    mention: Mention, people: Sequence[Character], alone: Sequence[Mention], headline: str
) -> Character | None:
    """Return whom a surname means of several, if the article leaves no doubt.

    It is who went by it before the others were named, or who has no other name here; or, unless
    "Mr" or "Mrs" stands beside it, the only one who is nobody's relative, whom the article does not
    call so, whom the headline names, or who holds an office; or who is named far more often.

    Args:
        mention: the surname.
        people: who bears it, at least two.
        alone: all mentions of the surname without a given name, in order.
        headline: the article's.
    """
    first, second, *_ = sorted(people, key=lambda person: person.first_mentioned)
    before = takewhile(lambda one: one.start < second.first_mentioned, alone)
    if any(_may_mean(one, first) for one in before):
        return first
    nameless = [person for person in people if not person.given]
    if len(nameless) == 1 or is_formal(mention):
        return nameless[0] if len(nameless) == 1 else None
    heads = [person for person in people if not person.kin]
    plain = [person for person in people if not person.is_addressed]
    headed = [person for person in people if _is_in_headline(person, headline)]
    in_office = [person for person in people if person.roles]
    candidates = (heads, plain, headed, _named_most(people), in_office)
    return next((found[0] for found in candidates if len(found) == 1), None)


def is_formal(mention: Mention) -> bool:
    """Whether "Mr" or "Mrs" stands beside a name."""
    return not _FORMAL.isdisjoint(mention.titles)


def _may_mean(mention: Mention, person: Character) -> bool:
    """Whether no "Mr" or "Mrs" beside a surname speaks against the person."""
    gender = gender_of("", mention.titles)
    return "" in (person.gender, gender) or gender == person.gender


def _is_in_headline(person: Character, headline: str) -> bool:
    words = set(_WORD.findall(folded(headline)))
    return bool(person.given) and {person.given, person.last} <= words


def _named_most(people: Sequence[Character]) -> list[Character]:
    named = sum(person.times_named for person in people)
    return [one for one in people if one.times_named >= _FAR_MORE * (named - one.times_named)]
