"""The people of an article one by one, and what a mention says about whom it names."""

from dataclasses import dataclass, field
from typing import NamedTuple

from index.quotations.sentences.units import Unit
from index.quotations.speakers.descriptions import (
    age_of,
    describing_words,
    gender_behind,
    words_before,
)
from index.quotations.speakers.mentions import Mention
from index.quotations.vocabulary.name_parts import NameParts
from index.quotations.vocabulary.titles_and_given_names import (
    are_different_jobs,
    gender_of,
    roles_in,
)


@dataclass(slots=True, eq=False)
class Character:
    """A person whom this article gives a full name, or a title and a surname."""

    name: str
    """The fullest form in the article."""
    parts: NameParts
    """The same taken apart; without given names if the article gives only the surname."""
    gender: str
    """"m", "f", or "" if unknown."""
    first_mentioned: int
    """Offset of the first mention."""
    kin: str = ""
    """What relative of somebody else the article introduces: "daughter"; "" if of nobody."""
    is_addressed: bool = False
    """Whether the article says "Mr" or "Mrs" to the surname."""
    times_named: int = 0
    """How often the article gives the full name."""
    described: set[str] = field(default_factory=set)
    """Words of titles and descriptions, in lower case."""
    roles: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    """The roles that stood right before the name."""
    ages: set[int] = field(default_factory=set)

    @property
    def given(self) -> str:
        """The first given name, folded; empty if the article gives only the surname."""
        return self.parts.given[0] if self.parts.given else ""

    @property
    def last(self) -> str:
        """The surname without its particles, folded."""
        return self.parts.last


class Signs(NamedTuple):
    """What a mention says about its person besides the name."""

    gender: str = ""
    roles: frozenset[str] = frozenset()
    age: int | None = None

    def contradict(self, person: Character) -> bool:
        """Whether they tell of somebody else of that name."""
        if self.gender and person.gender not in ("", self.gender):
            return True
        if self.age and person.ages and all(abs(self.age - age) > 1 for age in person.ages):
            return True
        return are_different_jobs(self.roles, person.roles)


def signs_of(unit: Unit, mention: Mention) -> Signs:
    """What titles, nouns before the name and an age behind it say about whom it names."""
    titles = words_before(unit, mention)
    return Signs(gender_of("", titles), roles_in(titles), age_of(unit, mention.last))


def describe(person: Character, unit: Unit, mention: Mention) -> None:
    """Add what a mention says about the person."""
    words = describing_words(unit, mention)
    if age := age_of(unit, mention.last):
        person.ages.add(age)
    person.described.update(words)
    person.roles.update(roles_in(words))
    person.titles.update(roles_in(mention.titles))
    person.gender = person.gender or gender_of("", words) or gender_behind(unit, mention)
