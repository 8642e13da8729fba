"""What articles say about a quoted person, and whether it distinguishes two people."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from msgspec import Struct, structs

from index.people.names import titles, words_of
from index.quotations.vocabulary.lists import word_groups, word_list
from index.quotations.vocabulary.name_parts import NameParts
from index.quotations.vocabulary.titles_and_given_names import (
    are_different_jobs,
    gender_of,
    job_families,
    roles_in,
)
from index.text.introductions import SEPARATOR

_AGE = re.compile(r"[,(]\s*(?P<age>[1-9][0-9]?|1[01][0-9])\s*(?=[,)]|$)")
_AGE_ALONE = re.compile(r"(?:aged?\s+)?(?P<age>[1-9][0-9]?|1[01][0-9])(?:\s+years\s+old)?")
_YEAR_OLD = re.compile(r"\b(?P<age>[1-9][0-9]?|1[01][0-9])[- ]year[- ]old\b")
_NAMES = r"[^\W\d_a-z][\w’'-]*(?:\s[^\W\d_a-z][\w’'-]*)*"
_PLACE = re.compile(rf"^(?:of|from)\s+(?P<place>{_NAMES})")
_OF = re.compile(rf"\s(?:of|for|in)\s+(?:the\s+)?(?P<place>{_NAMES})")
_STOP = re.compile(
    r"\s(?:of|for|in|at|from|on|with|to|by|who|whose|which|that|and|near|since)\b.*", re.DOTALL
)
_YEARS = 10
"""Maximum age difference: articles are years apart, but larger differences mean two people."""
_SAME_AGE = 2
_LOCAL = frozenset(
    "mayor sheriff governor bishop principal superintendent coach pastor priest".split()
)
"""Roles that hardly anyone holds in two places."""
_OF_ANYTHING = frozenset("president officer secretary speaker representative".split())
"""Roles in any trade: the president of growers is a farmer."""
_CAREERS = {
    "lawyer": ("mayor", "judge", "correspondent"),
    "player": ("coach",),
    "actor": ("mayor", "singer"),
}
"""Roles that people in a profession also have, or later take."""


class Bearer(Struct, frozen=True):
    """What is known about a person with a name."""

    genders: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    ages: frozenset[int] = frozenset()
    places: frozenset[str] = frozenset()
    """The person's home in lower case: "Ann Lee of Port Ellery"."""
    offices: frozenset[tuple[str, str]] = frozenset()
    """Roles with their scope: the mayor, of "leeds"."""

    def __or__(self, other: "Bearer") -> "Bearer":
        """What is known from both."""
        return Bearer(
            self.genders | other.genders,
            self.roles | other.roles,
            self.ages | other.ages,
            self.places | other.places,
            self.offices | other.offices,
        )

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self.genders or self.roles or self.ages or self.places)


def bearer_of(name: NameParts, called: Iterable[str]) -> Bearer:
    """What a name and the descriptions next to quotations reveal about the person."""
    genders = {gender_of(name.given[0])} if name.given else set()
    roles: set[str] = set()
    ages: set[int] = set()
    for description in called:
        words = words_of(description)
        genders.add(gender_of("", words[:-1]))
        roles.update(roles_in(words))
        ages.update(int(found["age"]) for found in _AGE.finditer(description))
    return Bearer(frozenset(genders - {""}), frozenset(roles), frozenset(ages))


@lru_cache(maxsize=1 << 17)
def introduced(around: str) -> Bearer:
    """What the words around a name reveal, as extracted by `index.text.introductions`."""
    before, _, behind = around.partition(SEPARATOR)
    known = Bearer()
    for words in before.split("; "):
        known |= _titled(words)
    for words in behind.split("; "):
        known |= _apposed(words)
    if known.roles & word_list("lawmakers"):
        # A representative of Florida may be from Niceville.
        known = structs.replace(known, places=frozenset())
    return known


def _titled(before: str) -> Bearer:
    """From "the 34-year-old Leeds judge": only where a name may follow a word directly."""
    words = words_of(_YEAR_OLD.sub(" ", before))
    ages = frozenset(int(found["age"]) for found in _YEAR_OLD.finditer(before))
    last = words[-1:]
    if not last or not (_jobs(last) or last[0] in titles()):
        return Bearer(ages=ages) if last and before.endswith("old") else Bearer()
    gender = gender_of("", last)
    return Bearer(frozenset({gender} - {""}), _jobs(words[-2:]), ages)


def _apposed(behind: str) -> Bearer:
    """From "of Port Ellery, 34, a nurse at St Mary’s"."""
    known = Bearer()
    for part in behind.split(","):
        words = part.strip()
        if age := _AGE_ALONE.fullmatch(words):
            known |= Bearer(ages=frozenset({int(age["age"])}))
        elif place := _PLACE.match(words):
            known |= Bearer(places=frozenset({place["place"].strip().casefold()}))
        else:
            known |= _described(words)
    return known


def _described(words: str) -> Bearer:
    """From "a nurse at St Mary’s", but not from "the judge said"."""
    ages = frozenset(int(found["age"]) for found in _YEAR_OLD.finditer(words))
    described = words_of(_STOP.sub("", f" {words}"))
    roles = _jobs(described[-2:])
    if not _jobs(described[-1:]):
        return Bearer(ages=ages)
    place = _OF.search(words)
    of = place["place"].strip().casefold() if place else ""
    offices = frozenset((role, of) for role in roles if of)
    return Bearer(roles=roles, ages=ages, offices=offices)


def _jobs(words: Sequence[str]) -> frozenset[str]:
    return roles_in(words) | _trades().intersection(words)


@cache
def _trades() -> frozenset[str]:
    return frozenset(job for family in word_groups("job families") for job in family)


def are_two_people(one: Bearer, other: Bearer) -> bool:
    """Whether the same name is certainly borne by two people: Mr and Mrs, a judge and a nurse."""
    if one.genders and other.genders and one.genders.isdisjoint(other.genders):
        return True
    if one.places and other.places and one.places.isdisjoint(other.places):
        return True
    far = [abs(a - b) > _YEARS for a in one.ages for b in other.ages]
    if (bool(far) and all(far)) or _hold_two_offices(one, other):
        return True
    return are_different_jobs(one.roles, other.roles)


def are_namesakes(one: Bearer, other: Bearer) -> bool:
    """Whether two bearers of a full name are different people; compatible roles prove nothing.

    Presidents and officers may belong to anything, lawyers become politicians, and players coaches.
    """
    if not are_two_people(_distinct(one), _distinct(other)):
        return False
    jobs = one.roles, other.roles
    is_by_jobs = are_different_jobs(*jobs) and not are_two_people(_jobless(one), _jobless(other))
    return not (is_by_jobs and any(_leads_to(*pair) for pair in (jobs, jobs[::-1])))


def are_surely_one(one: Bearer, other: Bearer) -> bool:
    """Whether a shared attribute proves that they are the same: a job, a place, an age."""
    if not one.roles.isdisjoint(other.roles) or not one.places.isdisjoint(other.places):
        return True
    if any(abs(a - b) <= _SAME_AGE for a in one.ages for b in other.ages):
        return True
    return not job_families(one.roles).isdisjoint(job_families(other.roles))


def _distinct(bearer: Bearer) -> Bearer:
    return structs.replace(bearer, roles=bearer.roles - _OF_ANYTHING)


def _jobless(bearer: Bearer) -> Bearer:
    return structs.replace(bearer, roles=frozenset())


def _leads_to(early: frozenset[str], late: frozenset[str]) -> bool:
    pairs = ((job_families((one,)), job_families(others)) for one, others in _CAREERS.items())
    known = job_families(early), job_families(late)
    return any(first & known[0] and then & known[1] for first, then in pairs)


def _hold_two_offices(one: Bearer, other: Bearer) -> bool:
    """Whether one is the mayor of one town and the other that of another."""
    shared = {role for role, _ in one.offices} & {role for role, _ in other.offices}
    return bool(shared & _LOCAL) and one.offices.isdisjoint(other.offices)
