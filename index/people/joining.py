"""Merges the names of quoted speakers that certainly belong to the same person.

"Mark Carney" and "Mark J. Carney" are merged, and so is a bare "Carney" if only one person has that
surname and is called by it elsewhere. Two people with the same surname stay separate, and an
ambiguous bare surname is a third entry: nothing is merged without evidence, nor against evidence
that distinguishes two people ("Mr" and "Mrs", jobs, ages, both in one article).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from msgspec import structs

from index.interruption import steps
from index.people.bearers import Bearer, are_two_people, bearer_of, introduced
from index.people.names import Words, name_words_of
from index.people.namesakes import Namesake, told_apart
from index.people.records import PersonRecord, by_rank, packed
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

Spoken: TypeAlias = tuple[int, str, str]
"""A quotation: the key of its version, its speaker, and what it calls them.

What it calls its speaker may be followed by the introduction in its article.
"""
ArticleIds: TypeAlias = Callable[[set[int]], Mapping[int, str]]
"""Looks up the ids of the articles of versions."""


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
        """A distinguishing label; "" if there is none."""
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

    @property
    def parts(self) -> NameParts:
        """The parts of the name."""
        return take_apart(self.words)

    @property
    def bearer(self) -> Bearer:
        """What the articles say about the person besides the name."""
        return bearer_of(self.parts, [*self.called, *self.spellings])


def joined(spoken: Iterable[Spoken], article_ids: ArticleIds = lambda _: {}) -> list[PersonRecord]:
    """The speakers joined into people, the most quoted first.

    Args:
        spoken: quotations in the order of their versions and of their numbers in them.
        article_ids: the ids of the articles that quote one of several people of a name.
    """
    people = _SpokenNames(spoken).joined()
    ids = article_ids({v for one in people if one.is_one_of_several for v in one.versions})
    return sorted((_record(one, ids) for one in people), key=by_rank)


def _record(found: NameGroup, ids: Mapping[int, str]) -> PersonRecord:
    several = found.is_one_of_several
    spelled = {name_words_of(spelled_out(one)) for one in _not_ascii(found)}
    return PersonRecord(
        rank=(-found.spellings.total(), found.words, found.sign),
        forms=tuple(sorted(found.forms)),
        spelled_out=tuple(sorted(spelled)),
        lasts=tuple(sorted({take_apart(form).last for form in found.forms | spelled})),
        spellings=dict(found.spellings),
        called=dict(found.called),
        versions=packed(found.versions),
        only_in=tuple(sorted(ids.get(one, str(one)) for one in found.versions)) if several else (),
    )


class _SpokenNames:
    """The names of speakers, counted."""

    def __init__(self, spoken: Iterable[Spoken]) -> None:
        self._rows: dict[int, list[tuple[str, str]]] = {}
        """For each version: each speaker, and what the quotation calls them."""
        self._named: dict[Words, NameGroup] = {}
        for version_pk, speaker, told in steps(spoken):
            self._count(version_pk, speaker, told)

    def _count(self, version_pk: int, speaker: str, told: str) -> None:
        words = name_words_of(speaker)
        if not words:
            return
        found = self._named.get(words) or self._named.setdefault(words, NameGroup(words))
        called, _, introduction = told.partition(SEPARATOR)
        self._rows.setdefault(version_pk, []).append((speaker, called))
        found.spellings[speaker] += 1
        found.called[called] += 1
        found.versions.add(version_pk)
        if introduction:
            found.introductions[version_pk] = introduction

    def joined(self) -> list[NameGroup]:
        """The names joined into people."""
        named = self._named
        _join_spellings(named)
        _join_full_names(named)
        _join_nicknames(named)
        _join_surnames(named)
        return [person for found in steps(named.values()) for person in self._bearers_of(found)]

    def _bearers_of(self, found: NameGroup) -> list[NameGroup]:
        """A group for each person of the name; nearly always the group itself."""
        if len(found.introductions) < 2 or not found.parts.given:
            return [found]
        told = {version: introduced(words) for version, words in found.introductions.items()}
        if not gender_of(found.parts.given[0]):
            # "of" after the name of an office does not start a place: "Division of Forensics".
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
    """Everyone with exactly that surname, with or without particles."""
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
