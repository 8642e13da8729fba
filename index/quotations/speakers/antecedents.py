"""Antecedents: whom "he" and "she" stand for, and who acted before a description or a surname."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from index.quotations.sentences.main_subject import main_subject
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.speakers.cast import Cast
from index.quotations.speakers.characters import Character
from index.quotations.speakers.clauses import (
    comes_behind_pronoun,
    in_subclause,
    is_aside,
    is_beside,
    last_clause_subject,
    opening_clause_subject,
)
from index.quotations.speakers.heard import (
    GENDERS,
    NO_PERSON,
    ONE_OF_SEVERAL,
    UNKNOWN_PERSON,
    Heard,
    Spoke,
)
from index.quotations.speakers.mentions import Mention
from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.quotations.vocabulary.word_classes import PREPOSITION, RELATIVE, SUBJECT, SUBORDINATOR

_PRONOUNS = frozenset(GENDERS)
_SENTENCES_BACK = 6
_DEEPEST = 20
"""From how many sentences to the next we look back for who the subject of each is."""
_FIRST = 1 << 20
"""Ranks a sentence's subject before speakers in its subordinate clauses, and behind others."""


class _Pronoun(NamedTuple):
    """A pronoun, or a description such as "the senator", for which somebody acted before."""

    unit: Unit
    at: int
    word: str
    """ "he" or "she"."""
    gender: str
    said: frozenset[int] = frozenset()
    """The words of its sentence that it says: "Lee will resign" does not mean Lee by "she said"."""

    def end_in(self, unit: Unit) -> int:
        """Where the words of a sentence before the pronoun end."""
        return self.at if unit is self.unit else len(unit.words)

    def said_in(self, unit: Unit) -> frozenset[int]:
        """The words of a sentence that are what it says."""
        return self.said if unit is self.unit else frozenset()


class Antecedents:
    """Finds who acted or spoke before, in one article, from what has been heard so far."""

    def __init__(
        self,
        cast: Cast,
        units: Sequence[Unit],
        heard: Heard,
        resolve: Callable[[Unit, Phrase], str],
    ) -> None:
        """Take what resolves a phrase that is the subject of a sentence."""
        self._cast = cast
        self._units = units
        self._heard = heard
        self._resolve = resolve
        self._numbers = {id(unit): number for number, unit in enumerate(units)}
        self._meant: dict[int, tuple[str, str]] = {}
        """By the unit's number: the gender of the pronoun that is its subject, and who it is."""
        self._followed = 0
        """The pronouns of the units before this one are in `_meant`."""
        self._subjects: dict[tuple[int, int], str] = {}
        """Who each subject is, by its unit's number and first word."""
        self._depth = 0

    def of_pronoun(self, unit: Unit, at: int, said: frozenset[int]) -> str:
        """Return who "he" is at a word; `said` are the words of its sentence that it says."""
        return self._antecedent(_pronoun(unit, at, said))

    def of_description(self, unit: Unit, at: int, gender: str) -> str:
        """Return who of a gender acted last before "the senator"."""
        return self._antecedent(_Pronoun(unit, at, "she" if gender == "f" else "he", gender))

    def spoke_just_now(self, unit: Unit) -> str:
        """Return who spoke last in the sentence before, in the same paragraph."""
        before = self._sentence_before(unit)
        spoke = self._heard.in_unit(before) if before else []
        return spoke[-1].name if spoke else NO_PERSON

    def acted_just_now(self, unit: Unit) -> str:
        """Return who acted last in the sentence before, or begins it, in the same paragraph."""
        before = self._sentence_before(unit)
        if before is None:
            return NO_PERSON
        acting = self._acting_before(before, _Pronoun(unit, 0, "", ""))
        named = self._mentions_in(before)
        if acting or not named or named[0].first > 0:
            return acting[0][0] if acting else NO_PERSON
        people = self._cast.meant_by(before, named[0])
        return people[0].name if len(people) == 1 else NO_PERSON

    def _sentence_before(self, unit: Unit) -> Unit | None:
        number = self._numbers[id(unit)] - 1
        before = self._units[number] if number >= 0 else None
        return before if before and before.paragraph == unit.paragraph else None

    def _mentions_in(self, unit: Unit) -> list[Mention]:
        return self._cast.mentions.get(self._numbers[id(unit)], [])

    def _antecedent(self, pronoun: _Pronoun) -> str:
        """Return a pronoun's antecedent: the nearest person who was subject or speaker.

        If somebody else of that gender is named in between, the pronoun is ambiguous, unless the
        person acted or spoke in this sentence or the one before it.
        """
        here = self._numbers[id(pronoun.unit)]
        self._follow_pronouns(here)
        for number in range(here, max(-1, here - _SENTENCES_BACK), -1):
            other = self._units[number]
            if self._is_far(other, pronoun.unit) or other.is_title:
                break
            if other is not pronoun.unit and is_aside(other):
                continue
            for name, spoke in self._acting_before(other, pronoun):
                meant = self._if_meant(name, other, pronoun, spoke=spoke)
                if meant:
                    return meant
            only = self._only_one_named(other, pronoun)
            if only:
                return only.name
        # "Lee will resign, she said" opens an article: nobody else can be meant.
        anyone = pronoun._replace(said=frozenset())
        return self._antecedent(anyone) if pronoun.said else UNKNOWN_PERSON

    def _is_far(self, other: Unit, unit: Unit) -> bool:
        """Whether a paragraph lies between two sentences, other than captions and links."""
        if other.paragraph >= unit.paragraph - 1:
            return False
        between = self._units[self._numbers[id(other)] + 1 : self._numbers[id(unit)]]
        inside = [one for one in between if other.paragraph < one.paragraph < unit.paragraph]
        return not all(map(is_aside, inside))

    def _if_meant(self, name: str, other: Unit, pronoun: _Pronoun, *, spoke: bool) -> str:
        """Return who acts in a sentence if the pronoun means them, "" if it means others."""
        if name == ONE_OF_SEVERAL:
            only = self._only_one_named(other, pronoun)
            return only.name if only else UNKNOWN_PERSON
        if name == UNKNOWN_PERSON:
            return UNKNOWN_PERSON
        if self._may_be(name, pronoun.gender) or self._has_spoken(name, pronoun.gender):
            clear = self._is_near(other, pronoun, spoke=spoke)
            clear = clear or not self._has_rival(name, other, pronoun)
            certain = clear and not self._is_rather_another(name, other, pronoun)
            return name if certain else UNKNOWN_PERSON
        return UNKNOWN_PERSON if self._cast.is_alone(name, pronoun.gender) else NO_PERSON

    def _is_near(self, other: Unit, pronoun: _Pronoun, *, spoke: bool) -> bool:
        """Whether who acts in a sentence is meant though others are named in between."""
        if other is pronoun.unit:
            return not _opens_subclause(other, pronoun.at)
        is_next = self._numbers[id(other)] == self._numbers[id(pronoun.unit)] - 1
        return is_next and (spoke or other.paragraph == pronoun.unit.paragraph)

    def _follow_pronouns(self, end: int) -> None:
        """Find out for whom the sentences before one have "he" or "she" as their subject."""
        while self._followed < end:
            unit = self._units[self._followed]
            self._followed += 1
            subject = None if _PRONOUNS.isdisjoint(unit.words) else _subject(unit, len(unit.words))
            if subject and unit.words[subject.first] in GENDERS:
                pronoun = _pronoun(unit, subject.first)
                self._meant[self._followed - 1] = pronoun.gender, self._antecedent(pronoun)

    def _only_one_named(self, unit: Unit, pronoun: _Pronoun) -> Character | None:
        """Return the person of that gender that a sentence names, if there is exactly one.

        In "He met Lee" and "Meeting Lee, he said" that is somebody else.
        """
        found = {
            person
            for mention in self._mentions_before(unit, pronoun)
            if mention.first not in pronoun.said_in(unit)
            and not comes_behind_pronoun(unit, mention.first, pronoun.word)
            and not is_beside(unit, mention.first, pronoun.end_in(unit))
            for person in self._cast.named(mention.name, mention.titles)
            if person.gender in ("", pronoun.gender)
        }
        person = found.pop() if len(found) == 1 else None
        return person if person and person.gender else None

    def _mentions_before(self, unit: Unit, pronoun: _Pronoun) -> list[Mention]:
        end = pronoun.end_in(unit)
        return [mention for mention in self._mentions_in(unit) if mention.first < end]

    def _acting_before(self, unit: Unit, pronoun: _Pronoun) -> list[tuple[str, bool]]:
        """Return who speaks (True) or acts in a sentence before a pronoun, the likeliest first.

        That is the last to speak, but in "Lee left after Cho called" it is Lee.
        """
        before = pronoun.end_in(unit)
        spoke = [
            one
            for one in self._heard.in_unit(unit)
            if one.source.first < before
            and pronoun.gender in ("", GENDERS.get(unit.words[one.source.first], pronoun.gender))
        ]
        subject = _subject(unit, before)
        if subject and (subject.first in pronoun.said_in(unit) or _is_said(unit, subject, spoke)):
            subject = None
        found = [
            (not _is_aside(unit, one.source, subject), one.source.first, one.name, True)
            for one in spoke
        ]
        if subject and not any(_overlap(subject, one.source) for one in spoke):
            found.append((False, _FIRST, self._acts(unit, subject, pronoun.gender), False))
        acting = [(name, spoke) for _, _, name, spoke in sorted(found, reverse=True) if name]
        return acting or self._acting_last(unit, pronoun)

    def _acting_last(self, unit: Unit, pronoun: _Pronoun) -> list[tuple[str, bool]]:
        """Return who is the subject behind the last "but" of a sentence."""
        subject = last_clause_subject(unit, pronoun.end_in(unit))
        if subject is None or subject.first in pronoun.said_in(unit):
            return []
        name = self._acts(unit, subject, pronoun.gender)
        return [(name, False)] if name else []

    def _acts(self, unit: Unit, subject: Phrase, gender: str) -> str:
        """Return who a sentence's subject is; of a pronoun, if it is of that gender."""
        if unit.words[subject.first] not in GENDERS:
            is_pronoun = unit.kinds[subject.first] & (SUBJECT | RELATIVE)
            return NO_PERSON if is_pronoun else self._resolve_once(unit, subject)
        pronoun, number = _pronoun(unit, subject.first), self._numbers[id(unit)]
        if pronoun.gender != gender:
            return NO_PERSON
        if number >= self._followed:
            return self._antecedent(pronoun)
        return self._meant.get(number, (gender, NO_PERSON))[1]

    def _resolve_once(self, unit: Unit, subject: Phrase) -> str:
        """Resolve a subject, which may look back to the subjects before it, and they to others."""
        key = self._numbers[id(unit)], subject.first
        if key not in self._subjects:
            if self._depth == _DEEPEST:
                return UNKNOWN_PERSON
            self._depth += 1
            self._subjects[key] = self._resolve(unit, subject)
            self._depth -= 1
        return self._subjects[key]

    def _has_spoken(self, name: str, gender: str) -> bool:
        """Whether somebody who is not in the cast has been heard before in the article.

        They have only a surname there, or a given name of that gender and a surname that is a word.
        """
        first, _, surname = name.partition(" ")
        is_named = bool(surname) and gender_of(first) == gender != ""
        return name in self._heard.names and (is_named or self._cast.is_alone(name, gender))

    def _may_be(self, name: str, gender: str) -> bool:
        person = self._cast.by_fullest_name(name)
        return person is not None and (not gender or person.gender in ("", gender))

    def _is_rather_another(self, name: str, unit: Unit, pronoun: _Pronoun) -> bool:
        """Whether a sentence names a woman, when "Mayor Cho" in it may be a man."""
        person = self._cast.by_fullest_name(name)
        if pronoun.gender != "f" or person is None or person.gender or person.given:
            return False
        return any(
            other.gender == pronoun.gender
            for mention in self._mentions_before(unit, pronoun)
            for other in self._cast.named(mention.name, mention.titles)
        )

    def _has_rival(self, name: str, since: Unit, pronoun: _Pronoun) -> bool:
        """Whether the sentences since one name anybody else the pronoun could stand for."""
        first, here = self._numbers[id(since)], self._numbers[id(pronoun.unit)]
        return any(
            person.name != name
            and person.gender in ("", pronoun.gender)
            and self._cast.is_certainly_a_person(person)
            for unit in self._units[first : here + 1]
            if unit is pronoun.unit or not is_aside(unit)
            for mention in self._mentions_before(unit, pronoun)
            for person in self._cast.named(mention.name, mention.titles)
        )


def _pronoun(unit: Unit, at: int, said: frozenset[int] = frozenset()) -> _Pronoun:
    return _Pronoun(unit, at, unit.words[at], GENDERS[unit.words[at]], said)


def _is_said(unit: Unit, subject: Phrase, spoke: Sequence[Spoke]) -> bool:
    start = unit.starts[subject.first]
    return any(span.start <= start < span.end for one in spoke for span in one.content)


def _overlap(one: Phrase, other: Phrase) -> bool:
    return one.first < other.last and other.first < one.last


def _is_aside(unit: Unit, source: Phrase, subject: Phrase | None) -> bool:
    """Whether a speaker's clause only introduces or follows the main one: "when Cho called"."""
    return bool(subject and source.last <= subject.first) or in_subclause(unit, source.first)


def _subject(unit: Unit, before: int) -> Phrase | None:
    """Return a sentence's subject, or that of a clause before it."""
    return main_subject(unit, before) or opening_clause_subject(unit, before)


def _opens_subclause(unit: Unit, at: int) -> bool:
    """Whether a clause like "before he announced it" begins with word `at`."""
    return at > 0 and bool(unit.kinds[at - 1] & (SUBORDINATOR | PREPOSITION))
