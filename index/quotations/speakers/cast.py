"""The people an article names: their fullest names, how it describes them, who shares a surname."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.quotations.sentences.units import Unit
from index.quotations.speakers.descriptions import description
from index.quotations.speakers.mentions import Mention, is_full_name, mentions_in
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import gender_of, roles_in
from index.quotations.vocabulary.word_classes import DETERMINER

_MOST_ALIKE = 20
"""More people of one surname, or in one office, are not told apart: it saves the time."""


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a full name in this article, or with a title and a surname."""

    name: str
    """The fullest the article has."""
    given: str
    """In lower case; empty where the article has a surname alone."""
    last: str
    gender: str
    """m, f, or nothing."""
    met_at: int
    """Offset of the first mention."""
    is_relative: bool = False
    """Introduced as somebody's daughter, wife, brother."""
    described: set[str] = field(default_factory=set)
    """Words of titles and descriptions, in lower case."""
    roles: set[str] = field(default_factory=set)


class People:
    """Who is who in one article."""

    def __init__(self, text: str, units: Sequence[Unit]) -> None:
        self.mentions: dict[int, list[Mention]] = {}
        """Of each unit, by its number."""
        self.capitals: set[str] = set()
        """Words that are capitalised where no sentence begins."""
        self._alone: set[str] = set()
        """Names that stand alone without an article: "Lee said", not "the Bridge"."""
        self._full: dict[tuple[str, str], Person] = {}
        self._by_last: dict[str, list[Person]] = {}
        self._by_given: dict[str, list[Person]] = {}
        for number, unit in enumerate(units):
            if not unit.is_title:
                self._read(text, unit, number)
        self._meet_surnames(text, units)
        self._by_name = {person.name: person for person in self._full.values()}
        self._by_role: dict[str, list[Person]] = {}
        for person in self._full.values():
            for role in person.roles:
                self._by_role.setdefault(role, []).append(person)

    def _read(self, text: str, unit: Unit, number: int) -> None:
        for mention in mentions_in(unit):
            self.mentions.setdefault(number, []).append(mention)
            full = is_full_name(mention) and not _opens_with_letters(text, mention)
            opens = mention.first == 0 and not mention.titles and not full
            self.capitals.update(mention.name[opens:])
            if len(mention.name) == 1 and not opens and not _has_article(unit, mention):
                self._alone.add(mention.name[0])
            if full:
                self._meet(text, unit, mention)

    def _meet(self, text: str, unit: Unit, mention: Mention) -> None:
        person = self._full.get((mention.name[0], mention.name[-1]))
        written = mention.written(text)
        if person is None:
            person = self._add(mention, written, mention.name[0])
            before = unit.words[mention.first - 1] if mention.first else ""
            person.is_relative = before in word_list("kin")
        elif _is_fuller(written, person.name):
            person.name = written
        _describe(person, unit, mention)

    def _add(self, mention: Mention, written: str, given: str) -> Person:
        gender = gender_of(given, mention.titles)
        person = Person(written, given, mention.name[-1], gender, mention.start)
        self._full[given, person.last] = person
        self._by_last.setdefault(person.last, []).append(person)
        if given:
            self._by_given.setdefault(given, []).append(person)
        return person

    def _meet_surnames(self, text: str, units: Sequence[Unit]) -> None:
        """Add whom the article only calls "President Obama", and what titles tell of the others."""
        for number, mentions in self.mentions.items():
            for mention in mentions:
                if mention.titles and len(mention.name) == 1:
                    people = self.named(mention.name, mention.titles)
                    if not people and mention.name[0] not in self._by_last:
                        people = [self._add(mention, mention.written(text), "")]
                    if len(people) == 1:
                        _describe(people[0], units[number], mention)

    def named(self, name: Sequence[str], titles: Sequence[str] = ()) -> list[Person]:
        """Return whom a name may mean: a full name one, a surname or given name all who bear it."""
        if len(name) > 1:
            person = self._full.get((name[0], name[-1]))
            return [person] if person else []
        found = self._by_last.get(name[0]) or self._by_given.get(name[0], [])
        gender = gender_of("", titles)
        if not gender or len(found) > _MOST_ALIKE:
            return found[:_MOST_ALIKE]
        return [person for person in found if person.gender in ("", gender)]

    def called(self, name: str) -> Person | None:
        """Return who has that fullest name."""
        return self._by_name.get(name)

    def is_surely_one(self, person: Person) -> bool:
        """Whether somebody bears that name, rather than a ship or a town.

        A given name, an office or a title tells, or a surname that stands alone elsewhere.
        """
        told = person.gender or person.roles or not person.given
        return bool(told) or self.stands_alone(person.last)

    def stands_alone(self, name: str) -> bool:
        """Whether a name stands somewhere by itself, without an article."""
        return name.lower() in self._alone

    def in_roles(self, roles: Sequence[str]) -> list[Person]:
        """Return who holds one of the offices; nobody where a crowd does."""
        found = {
            person for role in roles for person in self._by_role.get(role, [])[: _MOST_ALIKE + 1]
        }
        return sorted(found, key=_met_at) if len(found) <= _MOST_ALIKE else []

    def only_one_before(self, end: int) -> Person | None:
        """Return the one person with a full name whom the text names before an offset."""
        early = [person for person in self._full.values() if person.given and person.met_at < end]
        return early[0] if len(early) == 1 else None


def _has_article(unit: Unit, mention: Mention) -> bool:
    return mention.first > 0 and bool(unit.kinds[mention.first - 1] & DETERMINER)


def _opens_with_letters(text: str, mention: Mention) -> bool:
    """Whether it is "AP Photos": the first word alone is in capitals."""
    first, _, rest = mention.written(text).partition(" ")
    return first.isupper() and len(first) > 1 and first[1] != "." and not rest.isupper()


def _is_fuller(name: str, other: str) -> bool:
    """Whether a form of a name is the better one: not in capitals, and the longer."""
    return (not name.isupper(), len(name)) > (not other.isupper(), len(other))


def _met_at(person: Person) -> int:
    return person.met_at


def _describe(person: Person, unit: Unit, mention: Mention) -> None:
    words = description(unit, mention)
    person.described.update(words)
    person.roles.update(roles_in(words))
    person.gender = person.gender or gender_of("", words)
