"""The people an article names: their fullest names, how it describes them, who shares a surname."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from index.quotations.sentences.units import Unit
from index.quotations.speakers.characters import Character, Signs, describe, signs_of
from index.quotations.speakers.kin import gender_of_kin, gender_of_spouse, kin_of
from index.quotations.speakers.main_bearer import find_main_bearer, is_formal
from index.quotations.speakers.mentions import Mention, is_full_name, mentions_in
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.name_parts import (
    NameParts,
    has_double_surname,
    has_words_before,
    may_be_called,
    may_be_one_name,
    other_spelling,
    take_apart,
)
from index.quotations.vocabulary.titles_and_given_names import gender_of, roles_in
from index.quotations.vocabulary.word_classes import DETERMINER
from index.text.matching.folding import folded

_WORD = re.compile(r"[\w-]+")
_WHERE = frozenset(("in", "near", "at", "across", "inside", "outside"))
_MOST_NAMESAKES = 20
"""When more people than this share a surname or an office, we do not try to tell who is meant."""
_TWICE = 2
"""How often a surname stands alone, at least, if words that follow it are no part of a name."""


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
        self._alone: dict[str, list[Mention]] = {}
        """The mentions of a surname without a given name or "Jr.", by the surname."""
        self._formal: Counter[str] = Counter()
        """How many of them have "Mr" or "Mrs" beside them."""
        self._mastheads: dict[str, set[str]] = {}
        """The names of newspapers, by their last word."""
        self._juniors: set[str] = set()
        """The surnames of mentions such as "Trump Jr."."""
        self._people: list[Character] = []
        self._by_last: dict[str, list[Character]] = {}
        self._by_given: dict[str, list[Character]] = {}
        for number, unit in enumerate(units):
            if not unit.is_title:
                self._read_mentions(text, unit, number)
        for person in self._people:
            self._cut_behind_surname(person)
        self._introduce_heads_of_families(text)
        self._introduce_surnames(text, units)
        self._by_name = {person.name: person for person in self._people}
        self._by_role: dict[str, list[Character]] = {}
        for person in self._people:
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
            if len(mention.name) == 1 and _is_behind(unit, mention, _WHERE):
                self._places.add(mention.name[0])
            if full:
                self._introduce(text, unit, mention)
            elif not mention.parts.given:
                self._note_surname(mention)
            if len(mention.name) > 1 and mention.name[-1] in word_list("mastheads"):
                self._mastheads.setdefault(mention.name[-1], set()).add(mention.as_written(text))

    def _note_surname(self, mention: Mention) -> None:
        if mention.suffix:
            self._juniors.add(mention.parts.last)
        else:
            self._alone.setdefault(mention.parts.last, []).append(mention)
            self._formal[mention.parts.last] += is_formal(mention)

    def _introduce(self, text: str, unit: Unit, mention: Mention) -> None:
        written = mention.as_written(text)
        kin = kin_of(unit, mention)
        known = self._bearers(mention.parts, signs_of(unit, mention))
        if len(known) > 1:
            return
        if known and not self._is_junior(known[0], mention, kin):
            (person,) = known
            if _is_better(mention, written, person):
                both = person.parts.nicknames | mention.parts.nicknames
                person.name, person.parts = written, mention.parts._replace(nicknames=both)
        else:
            person = self._add(mention, written, mention.parts)
            person.kin = kin
        person.times_named += 1
        person.gender = person.gender or gender_of(person.given) or gender_of_kin(kin)
        describe(person, unit, mention)

    def _is_junior(self, known: Character, mention: Mention, kin: str) -> bool:
        """Whether "Bo Lee Jr." is another than Bo Lee.

        He is somebody's son; or the other went by his surname already, which follows a full name.
        """
        parts = mention.parts
        if parts.suffix == known.parts.suffix:
            return False
        is_new = not known.parts.suffix and parts.given == known.parts.given
        return bool(kin) or (is_new and parts.last in self._alone)

    def _cut_behind_surname(self, person: Character) -> None:
        """Make "Ann Lee Photos" Ann Lee, if the article calls her Lee and nobody Photos."""
        *given, surname = person.parts.given or ("",)
        alone = self._alone.get(surname, ())
        if not person.gender or len(alone) < _TWICE or person.last in self._alone:
            return
        if given and surname not in self._by_last and not gender_of(surname):
            person.name = " ".join(person.name.split()[: len(given) + 1])
            person.parts = person.parts._replace(given=tuple(given), surname=(surname,))
            self._by_last[surname] = [person]

    def _introduce_heads_of_families(self, text: str) -> None:
        """Add whoever is only called "Trump", before his daughter Ivanka Trump is named."""
        for last, people in self._by_last.items():
            alone, (person, *others) = self._alone.get(last, ()), people
            is_relative = person.kin or (person.parts.suffix and last in self._juniors)
            if is_relative and not others and alone and alone[0].start < person.first_mentioned:
                self._add_head_of_family(text, alone[0], person)

    def _add_head_of_family(self, text: str, mention: Mention, relative: Character) -> Character:
        relative.kin = relative.kin or relative.parts.suffix
        head = self._add(mention, mention.as_written(text), mention.parts)
        head.gender = head.gender or gender_of_spouse(relative.kin)
        return head

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
        people = self.meant_by(unit, mention)
        is_given = len(mention.name) == 1 and mention.name[0] in self._by_given
        if not people and is_given and _may_be_given(mention.parts, roles_in(mention.titles)):
            return
        if not people:
            people = [self._add(mention, mention.as_written(text), mention.parts)]
        elif len(people) == 1 and people[0].kin and _has_other_office(people[0], mention):
            people = [self._add_head_of_family(text, mention, people[0])]
        if len(people) == 1:
            describe(people[0], unit, mention)
            people[0].is_addressed |= is_formal(mention)

    def named(self, name: Sequence[str], titles: Sequence[str] = ()) -> list[Character]:
        """Return everyone a name may refer to: several if they share a surname or given name."""
        return self._bearers(take_apart(name), Signs(gender_of("", titles)))

    def meant_by(self, unit: Unit, mention: Mention) -> list[Character]:
        """Return everyone a mention may refer to, by its name and all that is said beside it.

        Of the people with a bare surname, only those named earlier in the article count, if any;
        and of those, the one who holds the office beside it: "Governor Lee".
        """
        signs = signs_of(unit, mention)
        found = self._bearers(mention.parts, signs) or self._introduced_by(mention)
        if len(found) < 2 or mention.parts.given:
            return found
        early = [person for person in found if person.first_mentioned <= mention.start]
        in_office = [person for person in early if not signs.roles.isdisjoint(person.roles)]
        if len(in_office) == 1:
            return in_office
        return self._of_gender(early, signs.gender) or early or found

    def _introduced_by(self, mention: Mention) -> list[Character]:
        """Return "spokeswoman Andrew Lee", whose name says that he is a man."""
        sharing = self._by_last.get(mention.parts.last, [])
        return [person for person in sharing if person.first_mentioned == mention.start]

    def _of_gender(self, people: Sequence[Character], gender: str) -> list[Character]:
        """Return Ann Lee for "Mrs Lee", if another goes by the surname and mostly without "Mrs"."""
        if all(person.given for person in people):
            return []
        last = people[0].last
        is_plain = 2 * self._formal[last] < len(self._alone.get(last, ()))
        return [one for one in people if one.gender == gender != ""] if is_plain else []

    def main_bearer(
        self, mention: Mention, people: Sequence[Character], headline: str
    ) -> Character | None:
        """Return whom the surname means of several, if the article leaves no doubt."""
        return find_main_bearer(mention, people, self._alone.get(mention.parts.last, ()), headline)

    def masthead(self, name: Sequence[str]) -> str:
        """Return "Washington Post" for "Post", if no other newspaper here is called so."""
        if len(name) > 1 or name[0] not in word_list("mastheads"):
            return ""
        found = self._mastheads.get(name[0], set())
        return next(iter(found)) if len(found) == 1 else ""

    def is_borne(self, name: Sequence[str]) -> bool:
        """Whether anyone has this surname or given name."""
        return bool(self._bearers(take_apart(name)))

    def _bearers(self, parts: NameParts, signs: Signs | None = None) -> list[Character]:
        """Return everyone who may have a name and fits what is said beside it."""
        found = self._named_so(parts) or self._named_so(other_spelling(parts))
        if not found and not parts.given and (signs is None or _may_be_given(parts, signs.roles)):
            found = self._by_given.get(" ".join(parts.surname), [])
        if signs is None or len(found) > _MOST_NAMESAKES:
            return found[:_MOST_NAMESAKES]
        return [person for person in found if not signs.contradict(person)]

    def _named_so(self, parts: NameParts) -> list[Character]:
        sharing = self._by_last.get(parts.last, [])
        if parts.given:
            found = [one for one in sharing if _may_be_one(parts, one.parts)]
            same = [one for one in found if one.parts == parts]
            return same if len(same) == 1 else found
        found = [one for one in sharing if may_be_called(one.parts, parts)]
        juniors = [one for one in found if one.parts.suffix == parts.suffix != ""]
        return juniors or [one for one in found if one.parts.surname == parts.surname] or found

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


def _is_better(mention: Mention, written: str, person: Character) -> bool:
    """Whether a form of a name is better: not all in capitals, without a title, and longer."""
    if has_words_before(mention.parts, person.parts):
        return False
    if has_words_before(person.parts, mention.parts):
        return True
    name = person.name
    return (not written.isupper(), len(written)) > (not name.isupper(), len(name))


def _may_be_one(one: NameParts, other: NameParts) -> bool:
    """Whether two names may be one person's, if either leaves something out of the other."""
    if may_be_one_name(one, other):
        return True
    longer, shorter = (one, other) if len(one.given) > len(other.given) else (other, one)
    return has_double_surname(longer, shorter) or has_words_before(longer, shorter)


def _may_be_given(name: NameParts, roles: Collection[str]) -> bool:
    """Whether a single name may be a given one: "Mayor Anna", "Prince Omari", not "Mayor Ode"."""
    return not roles or bool(gender_of(name.last)) or not word_list("crowned").isdisjoint(roles)


def _first_mentioned(person: Character) -> int:
    return person.first_mentioned


def _has_other_office(person: Character, mention: Mention) -> bool:
    """Whether "President Obama" is somebody else than the first lady."""
    roles = roles_in(mention.titles)
    return bool(roles) and roles.isdisjoint(person.roles)
