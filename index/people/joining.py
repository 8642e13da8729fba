"""Joins the names of quoted speakers that certainly belong to the same person.

"Mark Carney" and "Mark J. Carney" are joined, and so is a bare "Carney" if only one person has that
surname and is called by it elsewhere. Two people with one surname stay separate, and a bare surname
that may be either is a third entry: nothing is joined without evidence, nor against what tells two
people apart ("Mr" and "Mrs", jobs, ages, both of them in one article).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct, structs

from index.people.bearers import Bearer, are_two_people, bearer_of, introduced
from index.people.names import Words, name_words_of, words_of
from index.people.namesakes import Namesake, told_apart
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.name_parts import (
    NameParts,
    is_same_word,
    may_be_called,
    nicknames_in,
    take_apart,
)
from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.text.introductions import SEPARATOR
from index.text.matching.folding import spelled_out

SpeakerRow: TypeAlias = tuple[str, str]
"""A quotation's speaker, and what it calls them."""

_MOST_ALIASES = 12
_LONGEST_TITLE = 4
"""The most words of a title in an alias."""


class Person(Struct, frozen=True, kw_only=True):
    """A person quoted in the articles of a collection."""

    id: str
    """The words of the name, "mark-carney"; stable across processes."""
    name: str
    """The full name in its most frequent spelling."""
    names: tuple[str, ...]
    """Every name that articles use, as in `Quote.speaker`."""
    aliases: tuple[str, ...]
    """What else quotations call the person ("Prime Minister Carney"), most frequent first."""
    quotes: int
    articles: int
    told: str = ""
    """What tells this one of several people of the name: "judge", "leeds", "34"."""
    only_in: frozenset[str] = frozenset()
    """The ids of the articles that quote this person; empty: all that have one of the names."""

    @property
    def described(self) -> str:
        """The name so that it is nobody else's: "judge Ann Lee", "Ann Lee (34)"."""
        if not self.told or self.told.isdecimal():
            return f"{self.name} ({self.told})" if self.told else self.name
        is_title = self.told in word_list("roles", "titles")
        return f"{self.told} {self.name}" if is_title else f"{self.name} of {self.told.title()}"

    def says(self, speaker: str | None, article_id: str) -> bool:
        """Whether an article's `Quote.speaker` is this person."""
        return speaker in self.names and (not self.only_in or article_id in self.only_in)


class NameGroup:
    """The names joined into one person, with everything counted about them."""

    def __init__(self, words: Words) -> None:
        self.words = words
        """The words of the shortest full form of the name."""
        self.forms = {words}
        self.spellings: Counter[str] = Counter()
        self.called: Counter[str] = Counter()
        self.versions: set[int] = set()
        self.introductions: dict[int, str] = {}
        """How each version introduces its bearer, if it does."""
        self.sign = ""
        """What tells this bearer of the name from others; "" if nothing does."""
        self.is_one_of_several = False
        """Whether others have the same name, so that only these versions are about this one."""

    def with_name(self, other: "NameGroup") -> "NameGroup":
        """A new group of both: the names of one person."""
        both = NameGroup(self.words)
        both.forms = self.forms | other.forms
        both.spellings = self.spellings + other.spellings
        both.called = self.called + other.called
        both.versions = self.versions | other.versions
        both.introductions = other.introductions | self.introductions
        return both

    def copy(self) -> "NameGroup":
        """The same, to be changed while others go on reading this one."""
        return self.with_name(NameGroup(self.words))

    @property
    def parts(self) -> NameParts:
        """The name taken apart."""
        return take_apart(self.words)

    @property
    def bearer(self) -> Bearer:
        """What the articles say about the person besides the name."""
        return bearer_of(self.parts, [*self.called, *self.spellings])

    @property
    def id(self) -> str:
        """The id of the person."""
        # A word's own hyphen is doubled, so that it does not look like a separator.
        base = "-".join(word.replace("-", "--") for word in self.words)
        return f"{base}~{self.sign.replace(' ', '-')}" if self.sign else base

    def person(self, article_ids: Mapping[int, str] = MappingProxyType({})) -> Person:
        """Build the person.

        Args:
            article_ids: the id of the article of each version; of namesakes they are needed.
        """
        name = max(self.spellings.items(), key=self._rank)[0]
        return Person(
            id=self.id,
            name=name,
            names=tuple(sorted(self.spellings)),
            aliases=tuple(self._aliases(name))[:_MOST_ALIASES],
            quotes=self.spellings.total(),
            articles=len(self.versions),
            told=self.sign,
            only_in=self._only_in(article_ids),
        )

    def _only_in(self, article_ids: Mapping[int, str]) -> frozenset[str]:
        if not self.is_one_of_several:
            return frozenset()
        return frozenset(article_ids.get(version, str(version)) for version in self.versions)

    def _rank(self, spelling_and_count: tuple[str, int]) -> tuple[bool, bool, int, str]:
        """Prefer full names to surnames, names without titles, and frequent spellings."""
        spelling, count = spelling_and_count
        words = name_words_of(spelling)
        whole = len(words) >= len(self.words)
        return whole, len(spelling.split()) == len(words), count, spelling

    def _aliases(self, name: str) -> Iterator[str]:
        """What else the person is called, except "she", "the mayor" and clauses."""
        counted: Counter[str] = Counter()
        for called, count in (self.called + self.spellings).items():
            for part in called.split(","):
                own = words_of(part)
                if self.words[-1] in own and len(own) <= len(self.words) + _LONGEST_TITLE:
                    counted[" ".join(part.split())] += count
        known = {tuple(words_of(name))}
        for alias, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
            words = tuple(words_of(alias))
            if words not in known:
                known.add(words)
                yield alias


class SpokenNames:
    """The names of the speakers of all current versions, counted.

    What was joined stays as it was: a change copies the names that it touches.
    """

    def __init__(self) -> None:
        self._rows: dict[int, list[SpeakerRow]] = {}
        """For each version: each speaker, and what the quotation calls them."""
        self._named: dict[Words, NameGroup] = {}

    def change(self, dropped: Iterable[int], added: Iterable[tuple[int, str, str]]) -> None:
        """Forget versions, then count quotations: of which version, whose, and called what.

        What a quotation calls its speaker may be followed by the introduction in its article.
        """
        copied: set[Words] = set()
        try:
            for version_pk in dropped:
                for speaker, called in self._rows.pop(version_pk, ()):
                    self._count(copied, version_pk, speaker, called, -1)
            for version_pk, speaker, told in added:
                called, _, introduction = told.partition(SEPARATOR)
                self._rows.setdefault(version_pk, []).append((speaker, called))
                found = self._count(copied, version_pk, speaker, called, 1)
                if found and introduction:
                    found.introductions[version_pk] = introduction
        finally:
            # The rows are read meanwhile, which can fail; the same change is then tried again.
            for words in copied:
                self._without_zeros(words)

    def joined(self) -> list[NameGroup]:
        """The names joined into people, the most quoted first."""
        named = dict(self._named)
        _join_spellings(named)
        _join_full_names(named)
        _join_nicknames(named)
        _join_surnames(named)
        people = [person for found in named.values() for person in self._bearers_of(found)]
        return sorted(people, key=lambda one: (-one.spellings.total(), one.words, one.sign))

    def _bearers_of(self, found: NameGroup) -> list[NameGroup]:
        """A group for each person of the name; nearly always the group itself."""
        if len(found.introductions) < 2 or not found.parts.given:
            return [found]
        told = {version: introduced(words) for version, words in found.introductions.items()}
        if not gender_of(found.parts.given[0]):
            # "of" behind what may be an office's name begins no place: "Division of Forensics".
            told = {at: structs.replace(one, places=frozenset()) for at, one in told.items()}
        namesakes = told_apart(found.versions, told)
        return [self._of(found, one) for one in namesakes] if len(namesakes) > 1 else [found]

    def _of(self, found: NameGroup, bearer: Namesake) -> NameGroup:
        """What is counted about one of several people of a name."""
        own = NameGroup(found.words)
        own.forms, own.sign, own.is_one_of_several = found.forms, bearer.label, True
        own.versions = bearer.versions
        for version in bearer.versions:
            rows = [row for row in self._rows.get(version, ()) if row[0] in found.spellings]
            own.spellings.update(speaker for speaker, _ in rows)
            own.called.update(called for _, called in rows)
        return own

    def _count(
        self, copied: set[Words], version_pk: int, speaker: str, called: str, step: int
    ) -> NameGroup | None:
        words = name_words_of(speaker)
        if not words:
            return None
        if words not in copied:
            copied.add(words)
            known = self._named.get(words)
            self._named[words] = known.copy() if known else NameGroup(words)
        found = self._named[words]
        found.spellings[speaker] += step
        found.called[called] += step
        if step > 0:
            found.versions.add(version_pk)
        else:
            found.versions.discard(version_pk)
            found.introductions.pop(version_pk, None)
        return found

    def _without_zeros(self, words: Words) -> None:
        found = self._named[words]
        found.spellings, found.called = +found.spellings, +found.called
        if not found.spellings:
            del self._named[words]


def _join_spellings(named: dict[Words, NameGroup]) -> None:
    """Join "Joerg Mueller" with "Jörg Müller"."""
    for words in list(named):
        others = {name_words_of(spelled_out(one)) for one in _not_ascii(named.get(words))}
        for other in others - {words}:
            if other in named:
                _join(named, words, other)


def _not_ascii(found: NameGroup | None) -> list[str]:
    return [one for one in found.spellings if not one.isascii()] if found else []


def _join_nicknames(named: dict[Words, NameGroup]) -> None:
    """Join "Bobby Lang" with Robert “Bobby” Lang, and remember that he is called so."""
    for words in [words for words in named if len(words) > 1]:
        found = named.get(words)
        if found is None:
            continue
        for nickname in {name for one in found.spellings for name in nicknames_in(one)}:
            called = (*nickname.split(), *found.parts.surname)
            if called in named and called != words:
                _join(named, words, called)
            found = named[words]
            found.forms = found.forms | {called}


def _join(named: dict[Words, NameGroup], words: Words, other: Words) -> None:
    """Join two people of one name, unless something tells them apart."""
    if not are_two_people(named[words].bearer, named[other].bearer):
        named[words] = named[words].with_name(named.pop(other))


def _join_full_names(named: dict[Words, NameGroup]) -> None:
    """Join "Donald Trump" and "Donald J. Trump", unless there is also a "Donald B. Trump"."""
    alike: dict[tuple[str, Words, str], list[Words]] = {}
    for words in named:
        parts = take_apart(words)
        if parts.given:
            key = parts.given[0], parts.surname, parts.suffix
            alike.setdefault(key, []).append(words)
    for forms in alike.values():
        longer = [given for words in forms if len(given := take_apart(words).given) > 1]
        if len(forms) > 1 and all(_agree(one, longer[0]) for one in longer):
            shortest, *others = sorted(forms, key=lambda words: (len(words), words))
            for words in others:
                _join(named, shortest, words)


def _agree(one: Words, other: Words) -> bool:
    return len(one) == len(other) and all(map(is_same_word, one, other))


def _join_surnames(named: dict[Words, NameGroup]) -> None:
    """Join a bare surname with the only person who has it and is called by it elsewhere."""
    bearing: dict[str, list[Words]] = {}
    for words in named:
        parts = take_apart(words)
        if parts.given:
            bearing.setdefault(parts.last, []).append(words)
    for words in [words for words in named if not take_apart(words).given]:
        bearers = _bearers(named, bearing.get(take_apart(words).last, []), words)
        if len(bearers) == 1 and _are_one(named[bearers[0]], named[words]):
            named[bearers[0]] = named[bearers[0]].with_name(named.pop(words))


def _bearers(
    named: dict[Words, NameGroup], sharing: Iterable[Words], surname: Words
) -> list[Words]:
    """Everyone with that very surname, and whoever is called so without particles."""
    asked = take_apart(surname)
    found = [words for words in sharing if may_be_called(take_apart(words), asked)]
    exact = [words for words in found if take_apart(words).surname == asked.surname]
    called = [words for words in found if _is_called_by(named[words].called, surname)]
    return list(dict.fromkeys([*exact, *called])) if exact else found


def _are_one(full: NameGroup, bare: NameGroup) -> bool:
    """Whether a bare surname is certainly that person's.

    An article that quotes both by these names tells two people apart.
    """
    return (
        _is_called_by(full.called, bare.words)
        and full.versions.isdisjoint(bare.versions)
        and not are_two_people(full.bearer, bare.bearer)
    )


def _is_called_by(called: Iterable[str], words: Words) -> bool:
    return any(name_words_of(name) == words for name in called)
