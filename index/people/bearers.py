"""What articles say about a quoted person besides the name, and whether that tells two apart."""

import re
from collections.abc import Iterable

from msgspec import Struct

from index.people.names import words_of
from index.quotations.vocabulary.name_parts import NameParts
from index.quotations.vocabulary.titles_and_given_names import (
    are_different_jobs,
    gender_of,
    roles_in,
)

_AGE = re.compile(r"[,(]\s*(?P<age>[1-9][0-9]?|1[01][0-9])\s*(?=[,)]|$)")
_YEARS = 10
"""Articles are years apart: ages that differ by more belong to two people."""


class Bearer(Struct, frozen=True):
    """What is known about the bearer of a name."""

    genders: frozenset[str]
    roles: frozenset[str]
    ages: frozenset[int]


def bearer_of(name: NameParts, called: Iterable[str]) -> Bearer:
    """What a name, and what its bearer is called beside quotations, say about the person."""
    genders = {gender_of(name.given[0])} if name.given else set()
    roles: set[str] = set()
    ages: set[int] = set()
    for description in called:
        words = words_of(description)
        genders.add(gender_of("", words[:-1]))
        roles.update(roles_in(words))
        ages.update(int(found["age"]) for found in _AGE.finditer(description))
    return Bearer(frozenset(genders - {""}), frozenset(roles), frozenset(ages))


def are_two_people(one: Bearer, other: Bearer) -> bool:
    """Whether the same name is certainly borne by two people: Mr and Mrs, a judge and a nurse."""
    if one.genders and other.genders and one.genders.isdisjoint(other.genders):
        return True
    far = [abs(a - b) > _YEARS for a in one.ages for b in other.ages]
    return (bool(far) and all(far)) or are_different_jobs(one.roles, other.roles)
