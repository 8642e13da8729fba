"""Possible referents: people, places, organisations and things named earlier."""

from enum import StrEnum

from msgspec import Struct

FIRM_WORDS = frozenset(
    """airlines airways bank brothers capital care coaches commons company corp corporation
    data division electric energy enterprises foods foundation foundry gas grain group
    holdings inc industries insurance labs llc logistics ltd maps motors oil
    partners pictures pilots power railway records software solutions sons steel
    stores studios technologies telecom trust ventures water """.split()
)
"""Last words of firms' names, the first words of which are enough to name them."""


class Sort(StrEnum):
    """What a name stands for, as far as pronouns care."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    THING = "thing"


class Named(Struct, frozen=True, kw_only=True):
    """Something that has a name."""

    name: str
    """Its fullest name, as written."""
    sort: Sort
    gender: str = ""
    """Of a person: "m", "f", or "" if unknown."""
    described: frozenset[str] = frozenset()
    """Nouns by which it is described, in lower case: mayor, boat, island."""
    places: tuple[int, ...] = ()
    """Offsets in the article that names it."""
    takes_article: bool = False
    """Whether it is written with "the": the Gannet Bridge."""
    may_be_person: bool = False
    """Of a thing: whether nothing speaks against its being somebody's name."""

    @property
    def in_sentence(self) -> str:
        """The name as it stands within a sentence."""
        return f"the {self.name}" if self.takes_article else self.name


class Referent(Struct, frozen=True, kw_only=True):
    """Something that a turn mentioned, and how likely the next one speaks of it."""

    name: str
    sort: Sort
    turn: int
    weight: float
    """Larger is likelier."""
    gender: str = ""
    is_plural: bool = False
    described: frozenset[str] = frozenset()
    may_be_person: bool = False
    is_answer: bool = False
    """Whether it answered a question for a name."""
    is_where: bool = False
    """Whether it only says where something is: "in Texas"."""
    is_given: bool = False
    """Whether a question said that it is about this: "about kelp"."""
    is_named: bool = True
    """Whether this is a name, rather than words like "the settlement"."""
    takes_article: bool = False

    @property
    def in_sentence(self) -> str:
        """The name as it stands within a sentence."""
        return f"the {self.name}" if self.takes_article else self.name
