"""The people an article names: their fullest names, how it describes them, who shares a surname."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from index.quotations.sentences.units import Unit
from index.quotations.speakers.descriptions import age_of, describing_words, words_before
from index.quotations.speakers.mentions import Mention, is_full_name, mentions_in
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.name_parts import (
    NameParts,
    may_be_called,
    may_be_one_name,
    take_apart,
)
from index.quotations.vocabulary.titles_and_given_names import (
    are_different_jobs,
    gender_of,
    roles_in,
)
from index.quotations.vocabulary.word_classes import DETERMINER
from index.text.matching.folding import folded

_WORD = re.compile(r"[\w-]+")
_WHERE = frozenset(("in", "near", "at", "across", "inside", "outside"))
_MOST_NAMESAKES = 20
"""When more people than this share a surname or an office, we do not try to tell who is meant."""


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
    is_relative: bool = False
    """Introduced as the relative of somebody whom that sentence does not name in full: "his
    daughter Ivanka Trump"."""
    described: set[str] = field(default_factory=set)
    """Words of titles and descriptions, in lower case."""
    roles: set[str] = field(default_factory=set)
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


class Cast:
    """Everyone an article names."""

    def __init__(self, text: str, units: Sequence[Unit]) -> None:
        self.mentions: dict[int, list[Mention]] = {}
        """The mentions in each unit, by the unit's number."""
        self.capitals: set[str] = set()
        """Words that are capitalised somewhere other than at the start of a sentence."""
        self._standing_alone: set[str] = set()
        """Single-word names without a determiner: "Lee said", not "the Bridge"."""
        self._places: set[str] = set()
        """Single-word names behind "in" or "near"."""
        self._people: list[Character] = []
        self._by_last: dict[str, list[Character]] = {}
        self._by_given: dict[str, list[Character]] = {}
        for number, unit in enumerate(units):
            if not unit.is_title:
                self._read_mentions(text, unit, number)
        self._introduce_surnames(text, units)
        self._by_name = {person.name: person for person in self._people}
        self._by_role: dict[str, list[Character]] = {}
        for person in self._people:
            for role in person.roles:
                self._by_role.setdefault(role, []).append(person)

    def _read_mentions(self, text: str, unit: Unit, number: int) -> None:
        is_first = True
        for mention in mentions_in(unit):
            self.mentions.setdefault(number, []).append(mention)
            full = is_full_name(mention) and not _opens_with_letters(text, mention)
            opens = mention.first == 0 and not mention.titles and not full
            self.capitals.update(mention.name[opens:])
            if len(mention.name) == 1 and not opens and not _has_article(unit, mention):
                self._standing_alone.add(mention.name[0])
            if len(mention.name) == 1 and _is_behind(unit, mention, _WHERE):
                self._places.add(mention.name[0])
            if full:
                self._introduce(text, unit, mention, is_first=is_first)
                is_first = False

    def _introduce(self, text: str, unit: Unit, mention: Mention, *, is_first: bool) -> None:
        written = mention.as_written(text)
        kin = unit.words[mention.first - 1] if mention.first else ""
        known = self._bearers(mention.parts, signs_of(unit, mention))
        if len(known) > 1:
            return
        if known and not (kin in word_list("kin") and mention.suffix != known[0].parts.suffix):
            (person,) = known
            if _is_fuller(written, person.name):
                both = person.parts.nicknames | mention.parts.nicknames
                person.name, person.parts = written, mention.parts._replace(nicknames=both)
        else:
            person = self._add(mention, written, mention.parts)
            person.is_relative = is_first and kin in word_list("kin")
            person.gender = person.gender or _gender_of_kin(kin)
        _add_description(person, unit, mention)

    def _add(self, mention: Mention, written: str, parts: NameParts) -> Character:
        gender = gender_of(parts.given[0] if parts.given else "", mention.titles)
        person = Character(written, parts, gender, mention.start)
        self._people.append(person)
        self._by_last.setdefault(person.last, []).append(person)
        for first in parts.firsts:
            self._by_given.setdefault(first, []).append(person)
        return person

    def _introduce_surnames(self, text: str, units: Sequence[Unit]) -> None:
        """Add people known only as "President Obama"; add what titles say about the others."""
        for number, mentions in self.mentions.items():
            for mention in mentions:
                if mention.titles and not mention.parts.given:
                    self._introduce_surname(text, units[number], mention)

    def _introduce_surname(self, text: str, unit: Unit, mention: Mention) -> None:
        signs = signs_of(unit, mention)
        people = self._bearers(mention.parts, signs)
        if not people and len(mention.name) == 1 and mention.name[0] in self._by_given:
            return
        if not people:
            people = [self._add(mention, mention.as_written(text), mention.parts)]
        if len(people) == 1:
            _add_description(people[0], unit, mention)

    def named(self, name: Sequence[str], titles: Sequence[str] = ()) -> list[Character]:
        """Return everyone a name may refer to: several if they share a surname or given name."""
        return self._bearers(take_apart(name), Signs(gender_of("", titles)))

    def meant_by(self, unit: Unit, mention: Mention) -> list[Character]:
        """Return everyone a mention may refer to, by its name and all that is said beside it.

        Of the people with a bare surname, only those named earlier in the article count, if any.
        """
        found = self._bearers(mention.parts, signs_of(unit, mention))
        if len(found) < 2 or mention.parts.given:
            return found
        early = [person for person in found if person.first_mentioned < mention.start]
        return early or found

    def is_told_apart(self, unit: Unit, mention: Mention) -> bool:
        """Whether "Mr", an age or a job leaves one of several people of the name."""
        fitting = self._bearers(mention.parts, signs_of(unit, mention))
        return len(fitting) == 1 < len(self._bearers(mention.parts))

    def is_borne(self, name: Sequence[str]) -> bool:
        """Whether anyone has this surname or given name."""
        return bool(self._bearers(take_apart(name)))

    def _bearers(self, parts: NameParts, signs: Signs | None = None) -> list[Character]:
        """Return everyone who may have a name and fits what is said beside it."""
        sharing = self._by_last.get(parts.last, [])
        if parts.given:
            found = [one for one in sharing if may_be_one_name(parts, one.parts)]
            same = [one for one in found if one.parts == parts]
            found = same if len(same) == 1 else found
        else:
            found = [one for one in sharing if may_be_called(one.parts, parts)]
            same = [one for one in found if one.parts.surname == parts.surname]
            found = same or found or self._by_given.get(" ".join(parts.surname), [])
        if signs is None or len(found) > _MOST_NAMESAKES:
            return found[:_MOST_NAMESAKES]
        return [person for person in found if not signs.contradict(person)]

    def is_one_name(self, person: Character) -> bool:
        """Whether the fullest name is nobody else's, as "Ober" of Mr. Ober and Mrs. Ober is not."""
        sharing = self._by_last.get(person.last, [])
        return all(one is person or one.name != person.name for one in sharing[:_MOST_NAMESAKES])

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

    def is_alone(self, name: str, gender: str) -> bool:
        """Whether a single name may be all that the article calls somebody: "Barr said"."""
        word = name.lower()
        if name.isupper() or "-" in name or not self.stands_alone(name) or self.is_borne([word]):
            return False
        is_group = word in word_list("groups", "plurals", "demonyms")
        is_firm = word in word_list("organisations", "papers", "outlets")
        return (
            not is_group
            and not is_firm
            and word not in self._places
            and gender_of(word) in ("", gender)
        )

    def in_roles(self, roles: Sequence[str]) -> list[Character]:
        """Return everyone who holds one of the offices, or nobody if too many do."""
        found = {
            person
            for role in roles
            for person in self._by_role.get(role, [])[: _MOST_NAMESAKES + 1]
        }
        return sorted(found, key=_first_mentioned) if len(found) <= _MOST_NAMESAKES else []

    def interviewed_before(self, end: int, byline: str, headline: str) -> Character | None:
        """Return the person named in full before an offset whom the article interviews.

        It is not who wrote it; of several, it is the one whom the headline names.
        """
        early = [
            person
            for person in self._people
            if person.given and person.first_mentioned < end and person.name not in byline
        ]
        if len(early) > 1:
            headed = _WORD.findall(folded(headline))
            early = [person for person in early if person.last in headed]
        return early[0] if len(early) == 1 else None


def _has_article(unit: Unit, mention: Mention) -> bool:
    return mention.first > 0 and bool(unit.kinds[mention.first - 1] & DETERMINER)


def _is_behind(unit: Unit, mention: Mention, words: frozenset[str]) -> bool:
    return mention.first > 0 and unit.words[mention.first - 1] in words


def _opens_with_letters(text: str, mention: Mention) -> bool:
    """Whether only the first word is in capitals, as in "AP Photos"."""
    first, _, rest = mention.as_written(text).partition(" ")
    return first.isupper() and len(first) > 1 and first[1] != "." and not rest.isupper()


def _is_fuller(name: str, other: str) -> bool:
    """Whether a form of a name is better than another: not all in capitals, and longer."""
    return (not name.isupper(), len(name)) > (not other.isupper(), len(other))


def _first_mentioned(person: Character) -> int:
    return person.first_mentioned


def signs_of(unit: Unit, mention: Mention) -> Signs:
    """What titles, nouns before the name and an age behind it say about whom it names."""
    titles = words_before(unit, mention)
    return Signs(gender_of("", titles), roles_in(titles), age_of(unit, mention.last))


def _gender_of_kin(word: str) -> str:
    if word in word_list("male kin"):
        return "m"
    return "f" if word in word_list("female kin") else ""


def _add_description(person: Character, unit: Unit, mention: Mention) -> None:
    words = describing_words(unit, mention)
    if age := age_of(unit, mention.last):
        person.ages.add(age)
    person.described.update(words)
    person.roles.update(roles_in(words))
    person.gender = person.gender or gender_of("", words)
