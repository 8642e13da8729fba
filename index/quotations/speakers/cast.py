"""The people an article names: their fullest names, how it describes them, who shares a surname."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.quotations.sentences.units import Unit
from index.quotations.speakers.descriptions import describing_words
from index.quotations.speakers.mentions import Mention, is_full_name, mentions_in
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import gender_of, roles_in
from index.quotations.vocabulary.word_classes import DETERMINER

_MOST_NAMESAKES = 20
"""When more people than this share a surname or an office, we do not try to tell who is meant."""


@dataclass(slots=True, eq=False)
class Character:
    """A person whom this article gives a full name, or a title and a surname."""

    name: str
    """The fullest form in the article."""
    given: str
    """The given name in lower case; empty if the article gives only the surname."""
    last: str
    gender: str
    """"m", "f", or "" if unknown."""
    first_mentioned: int
    """Offset of the first mention."""
    is_relative: bool = False
    """Introduced as somebody's relative: "his daughter Ivanka Trump"."""
    described: set[str] = field(default_factory=set)
    """Words of titles and descriptions, in lower case."""
    roles: set[str] = field(default_factory=set)


class Cast:
    """Everyone an article names."""

    def __init__(self, text: str, units: Sequence[Unit]) -> None:
        self.mentions: dict[int, list[Mention]] = {}
        """The mentions in each unit, by the unit's number."""
        self.capitals: set[str] = set()
        """Words that are capitalised somewhere other than at the start of a sentence."""
        self._standing_alone: set[str] = set()
        """Single-word names without a determiner: "Lee said", not "the Bridge"."""
        self._full: dict[tuple[str, str], Character] = {}
        self._by_last: dict[str, list[Character]] = {}
        self._by_given: dict[str, list[Character]] = {}
        for number, unit in enumerate(units):
            if not unit.is_title:
                self._read_mentions(text, unit, number)
        self._introduce_surnames(text, units)
        self._by_name = {person.name: person for person in self._full.values()}
        self._by_role: dict[str, list[Character]] = {}
        for person in self._full.values():
            for role in person.roles:
                self._by_role.setdefault(role, []).append(person)

    def _read_mentions(self, text: str, unit: Unit, number: int) -> None:
        for mention in mentions_in(unit):
            self.mentions.setdefault(number, []).append(mention)
            full = is_full_name(mention) and not _opens_with_letters(text, mention)
            opens = mention.first == 0 and not mention.titles and not full
            self.capitals.update(mention.name[opens:])
            if len(mention.name) == 1 and not opens and not _has_article(unit, mention):
                self._standing_alone.add(mention.name[0])
            if full:
                self._introduce(text, unit, mention)

    def _introduce(self, text: str, unit: Unit, mention: Mention) -> None:
        person = self._full.get((mention.name[0], mention.name[-1]))
        written = mention.as_written(text)
        if person is None:
            person = self._add(mention, written, mention.name[0])
            before = unit.words[mention.first - 1] if mention.first else ""
            person.is_relative = before in word_list("kin")
        elif _is_fuller(written, person.name):
            person.name = written
        _add_description(person, unit, mention)

    def _add(self, mention: Mention, written: str, given: str) -> Character:
        gender = gender_of(given, mention.titles)
        person = Character(written, given, mention.name[-1], gender, mention.start)
        self._full[given, person.last] = person
        self._by_last.setdefault(person.last, []).append(person)
        if given:
            self._by_given.setdefault(given, []).append(person)
        return person

    def _introduce_surnames(self, text: str, units: Sequence[Unit]) -> None:
        """Add people known only as "President Obama"; add what titles say about the others."""
        for number, mentions in self.mentions.items():
            for mention in mentions:
                if mention.titles and len(mention.name) == 1:
                    people = self.named(mention.name, mention.titles)
                    if not people and mention.name[0] not in self._by_last:
                        people = [self._add(mention, mention.as_written(text), "")]
                    if len(people) == 1:
                        _add_description(people[0], units[number], mention)

    def named(self, name: Sequence[str], titles: Sequence[str] = ()) -> list[Character]:
        """Return everyone a name may refer to: several if they share a surname or given name."""
        if len(name) > 1:
            person = self._full.get((name[0], name[-1]))
            return [person] if person else []
        found = self._by_last.get(name[0]) or self._by_given.get(name[0], [])
        gender = gender_of("", titles)
        if not gender or len(found) > _MOST_NAMESAKES:
            return found[:_MOST_NAMESAKES]
        return [person for person in found if person.gender in ("", gender)]

    def by_fullest_name(self, name: str) -> Character | None:
        """Return the person whose fullest name this is."""
        return self._by_name.get(name)

    def is_certainly_a_person(self, person: Character) -> bool:
        """Whether the name is surely a person's, not that of a ship or a town.

        The evidence is a known given name, an office, a title, or a surname used alone elsewhere.
        """
        evidence = person.gender or person.roles or not person.given
        return bool(evidence) or self.stands_alone(person.last)

    def stands_alone(self, name: str) -> bool:
        """Whether a name is used somewhere by itself, without a determiner."""
        return name.lower() in self._standing_alone

    def in_roles(self, roles: Sequence[str]) -> list[Character]:
        """Return everyone who holds one of the offices, or nobody if too many do."""
        found = {
            person
            for role in roles
            for person in self._by_role.get(role, [])[: _MOST_NAMESAKES + 1]
        }
        return sorted(found, key=_first_mentioned) if len(found) <= _MOST_NAMESAKES else []

    def only_character_before(self, end: int) -> Character | None:
        """Return the person named in full before an offset, if there is exactly one."""
        early = [
            person
            for person in self._full.values()
            if person.given and person.first_mentioned < end
        ]
        return early[0] if len(early) == 1 else None


def _has_article(unit: Unit, mention: Mention) -> bool:
    return mention.first > 0 and bool(unit.kinds[mention.first - 1] & DETERMINER)


def _opens_with_letters(text: str, mention: Mention) -> bool:
    """Whether only the first word is in capitals, as in "AP Photos"."""
    first, _, rest = mention.as_written(text).partition(" ")
    return first.isupper() and len(first) > 1 and first[1] != "." and not rest.isupper()


def _is_fuller(name: str, other: str) -> bool:
    """Whether a form of a name is better than another: not all in capitals, and longer."""
    return (not name.isupper(), len(name)) > (not other.isupper(), len(other))


def _first_mentioned(person: Character) -> int:
    return person.first_mentioned


def _add_description(person: Character, unit: Unit, mention: Mention) -> None:
    words = describing_words(unit, mention)
    person.described.update(words)
    person.roles.update(roles_in(words))
    person.gender = person.gender or gender_of("", words)
