"""Keeps people of one full name apart where articles say that they are not one person.

The judge Ann Lee, 61, in one article is not the swimmer Ann Lee, 19, in another. Articles without
distinguishing details form a third entry, like a bare surname: nothing is merged without evidence.
They are assigned to the person who is named most often by far.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from index.people.bearers import Bearer, are_namesakes, are_surely_one
from index.quotations.vocabulary.titles_and_given_names import job_families

_FAR_MORE = 5
"""How many times the articles of all others a person needs to be meant by the bare name."""

_MOST_KINDS = 200
_TITLES = {"m": "mr", "f": "ms"}


class Namesake:
    """One bearer of a name: the versions of articles that quote this person."""

    def __init__(self, versions: set[int], bearer: Bearer) -> None:
        self.versions = versions
        self.bearer = bearer
        self.label = ""
        """A distinguishing label: "judge"; "" if there is none."""
        self._roles: Counter[str] = Counter()

    def add(self, version: int, bearer: Bearer) -> None:
        """Count one more article of this person."""
        self.versions.add(version)
        self.bearer |= bearer
        self._roles.update(bearer.roles)

    def labels(self) -> list[str]:
        """Possible distinguishing labels, best first."""
        bearer = self.bearer
        roles = sorted(self._roles, key=lambda role: (-self._roles[role], role))
        places = bearer.places | {place for _, place in bearer.offices}
        titles = [_TITLES[gender] for gender in sorted(bearer.genders)]
        return [*roles, *sorted(places), *map(str, sorted(bearer.ages)), *titles]


def told_apart(versions: set[int], told: Mapping[int, Bearer]) -> Sequence[Namesake]:
    """The people with one full name; a single one unless the evidence conflicts.

    Args:
        versions: all that quote somebody of the name.
        told: what they say about this person, where they say anything.
    """
    known = {version: bearer for version, bearer in told.items() if bearer}
    if len(known) < 2 or not _contradict(list(known.values())):
        return [Namesake(versions, Bearer())]
    found: list[Namesake] = []
    # Who tells most is looked at first; of equals, who was added first.
    for version in sorted(known, key=lambda version: (-_told(known[version]), version)):
        _assign(found, version, known[version])
    rest = versions - {version for one in found for version in one.versions}
    first, *others = sorted(found, key=lambda one: -len(one.versions))
    if len(first.versions) >= _FAR_MORE * sum(len(one.versions) for one in others):
        first.versions |= rest
    elif rest:
        found.append(Namesake(rest, Bearer()))
    _name(found)
    return found


def _name(found: Sequence[Namesake]) -> None:
    """Give each person the first unique label, or a number if there is none."""
    told = [one.labels() for one in found]
    for number, (one, own) in enumerate(zip(found, told, strict=True)):
        others = {label for other in told if other is not own for label in other}
        is_known = bool(own)
        one.label = next((label for label in own if label not in others), "")
        if is_known and not one.label:
            one.label = str(number + 1)


def _contradict(bearers: Sequence[Bearer]) -> bool:
    """Whether any two of them are two people; each different kind of bearer is looked at once."""
    if not _may_contradict(reduce(or_, bearers)):
        return False
    different = list({_key(bearer): bearer for bearer in bearers}.values())[:_MOST_KINDS]
    return any(
        are_namesakes(one, other)
        for number, one in enumerate(different)
        for other in different[:number]
    )


def _may_contradict(every: Bearer) -> bool:
    """A first glance at all that is told."""
    spread = max(every.ages, default=0) - min(every.ages, default=0)
    several = (every.genders, every.places, every.offices, job_families(every.roles))
    return bool(spread) or any(len(told) > 1 for told in several)


def _assign(found: list[Namesake], version: int, bearer: Bearer) -> None:
    """To the only one whom it fits and names by something known; else to a new one, or nobody."""
    fitting = [one for one in found if not are_namesakes(one.bearer, bearer)]
    sure = [one for one in fitting if are_surely_one(one.bearer, bearer)]
    if len(sure) == 1:
        sure[0].add(version, bearer)
    elif not fitting:
        found.append(Namesake(set(), Bearer()))
        found[-1].add(version, bearer)


def _told(bearer: Bearer) -> int:
    return len(bearer.roles) + len(bearer.ages) + len(bearer.places)


def _key(bearer: Bearer) -> tuple[object, ...]:
    return bearer.genders, bearer.roles, bearer.ages, bearer.places, bearer.offices
