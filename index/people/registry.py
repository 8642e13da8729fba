"""The people quoted in a collection, and who a name refers to.

database (quotations, change log) --follow--> names with their articles --join--> Registry
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import takewhile
from threading import Lock, Thread
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import select

from index.errors import DatelineError
from index.people.joining import NameGroup, Person, SpokenNames
from index.people.name_words import NameWords
from index.people.names import (
    Words,
    agrees,
    described_words,
    name_words,
    name_words_of,
    title_words,
    words_of,
)
from index.quotations.vocabulary.name_parts import (
    NameParts,
    is_same_word,
    may_be_called,
    take_apart,
)
from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.store.library import Library
from index.store.rows import AnyRow
from index.store.schema import articles, quotations, versions
from index.store.values import Collection
from index.text.matching.folding import spelled_out

_LETTERS_A_MISTAKE = 4
"""One wrong letter is accepted in this many: 0 in "Lee", 1 in "Carny", 2 in "Shienbaum"."""
_FAR = 0.4
_ONLY_LAST = 0.1
_ROWS_AT_ONCE = 10_000
_WHERE = ("at", "in", "on", "from", "during", "after", "before", "who", "which", "when")
_TOLD_BEHIND = re.compile(
    r"(?P<name>[^()]{1,80}?)\s+(?:\((?P<age>[^()]{1,40})\)|of\s+(?P<place>[^()]{1,60}))"
)
"""One of several people of a name: "Ann Lee (34)", "Ann Lee of Leeds"."""
_PRONOUNS = frozenset(("he", "she", "they", "who", "i", "we", "it", "you", "one"))


class Match(Struct, frozen=True):
    """The people a name may refer to."""

    people: tuple[Person, ...]
    is_guess: bool = False
    """Whether the name was treated as a misspelling."""


class People:
    """Keeps the registry of one collection up to date. Threads can share it."""

    def __init__(self, library: Library, collection: Collection) -> None:
        self._library = library
        self._collection = collection
        self._lock = Lock()
        self._names = SpokenNames()
        self._seq = -1
        self._registry = Registry([])

    def registry(self) -> "Registry":
        """Return the current registry, after following the change log."""
        with self._lock:
            position = self._library.log.position(self._collection)
            if position != self._seq:
                self._follow(position)
            return self._registry

    def latest(self) -> tuple["Registry", bool]:
        """Return the registry without waiting, and whether it knows the latest changes.

        If it does not, they are followed in the background: joining all names takes a while where
        there are many.
        """
        is_current = self._seq == self._library.log.position(self._collection)
        if self._seq < 0:
            return self.registry(), True
        if not is_current and not self._lock.locked():
            Thread(target=self._catch_up, daemon=True, name="people").start()
        return self._registry, is_current

    def _catch_up(self) -> None:
        # Who asks next finds out as well.
        with suppress(DatelineError):
            self.registry()

    def _follow(self, position: int) -> None:
        changed: set[int] | None = None
        if self._seq < 0:
            self._names = SpokenNames()
        else:
            changed = set()
            seq = self._seq
            while entries := self._library.log.entries(self._collection, after=seq):
                changed.update(entry.version_pk for entry in entries)
                seq = entries[-1].seq
            position = max(position, seq)
        self._names.change(changed or (), _read(self._library, self._collection, changed))
        people = self._names.joined()
        shared = {v for one in people if one.is_one_of_several for v in one.versions}
        registry = Registry(people, _article_ids(self._library, shared))
        if self._registry.is_completing:
            registry.prepare_to_complete()
        self._registry, self._seq = registry, position


class Registry:
    """The people of a collection, by id, name and description.

    Person objects are built on first use.
    """

    def __init__(
        self,
        named: Sequence[NameGroup],
        article_ids: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        """Build one.

        Args:
            named: the people, the most quoted first.
            article_ids: the id of the article of each version that quotes one of several people
                of the same full name.
        """
        self._named = named
        self._article_ids = article_ids
        self._people: dict[int, Person] = {}
        self._by_id = {found.id: number for number, found in enumerate(named)}
        self._by_speaker: dict[str, list[int]] = {}
        self._by_form: dict[Words, list[int]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_last: dict[str, list[int]] = {}
        self._by_called: dict[Words, set[int]] | None = None
        self._parts: NameWords | None = None
        for number, found in enumerate(named):
            for spelling in found.spellings:
                self._by_speaker.setdefault(spelling, []).append(number)
            forms = found.forms | _spelled_out(found)
            for form in forms:
                self._by_form.setdefault(form, []).append(number)
            for last in {take_apart(form).last for form in forms}:
                self._by_last.setdefault(last, []).append(number)
            for word in {word for form in forms for word in form}:
                self._by_word.setdefault(word, []).append(number)

    def __len__(self) -> int:
        """The number of people."""
        return len(self._named)

    @property
    def people(self) -> list[Person]:
        """All people, the most quoted first."""
        return self.page(0, len(self))

    def page(self, first: int, count: int) -> list[Person]:
        """Return `count` people from number `first`, in the same order."""
        return [self._person(number) for number in range(len(self))[first : first + count]]

    def get(self, id: str) -> Person | None:
        """Return the person with that id."""
        number = self._by_id.get(id)
        return None if number is None else self._person(number)

    def speaking(self, speaker: str, article_id: str | None = None) -> Person | None:
        """Return the person that an article's `Quote.speaker` names.

        Of several people of one full name the one whom that article quotes; without it, the most
        quoted one.
        """
        people = [self._person(number) for number in self._by_speaker.get(speaker, ())]
        first = people[0] if people else None
        if first is None or article_id is None:
            return first
        return next((one for one in people if one.says(speaker, article_id)), first)

    def named(self, asked: str) -> Match:
        """Return who a name may refer to: one person, several who share it, or nobody.

        Titles distinguish people with one surname if quotations use them ("Judge Lindqvist"). An
        unknown name is treated as a misspelling if exactly one known name is close to it.
        """
        found = self.exactly_named(asked)
        if found:
            return Match(found)
        words = tuple(name_words(asked))
        if not words:
            return Match(())
        close = self._with_misspelt_name(words)
        return Match((self._person(close[0]),), is_guess=True) if len(close) == 1 else Match(())

    def exactly_named(self, asked: str) -> tuple[Person, ...]:
        """The same without misspellings, and so in a fraction of the time."""
        if behind := _TOLD_BEHIND.fullmatch(asked.strip()):
            told = (behind["age"] or behind["place"]).casefold()
            people = self.exactly_named(behind["name"])
            if chosen := tuple(one for one in people if one.told == told):
                return chosen
        words = name_words_of(asked) if name_words(asked) else ()
        numbers = self._with_name(words) or self._with_name(name_words_of(spelled_out(asked)))
        found = [self._person(number) for number in numbers] if words else []
        titles = title_words(asked)
        if len(found) > 1 and titles:
            found = [person for person in found if _may_be_called(person, titles)] or found
            found = [person for person in found if _is_called(person, titles)] or found
        return tuple(found)

    def is_last_of_a_name(self, word: str) -> bool:
        """Whether anybody's name ends with a word, in lower case and without accents."""
        return take_apart([word]).last in self._by_last

    def called(self, description: str) -> tuple[Person, ...]:
        """Return the people whom articles call exactly this when quoting: "the Canadian leader"."""
        if self._by_called is None:
            by_called: dict[Words, set[int]] = {}
            for number, found in enumerate(self._named):
                for words in map(described_words, found.called):
                    by_called.setdefault(tuple(words), set()).add(number)
                    # "the Canadian leader at the National Palace"
                    bare = tuple(takewhile(lambda word: word not in _WHERE, words))
                    by_called.setdefault(bare, set()).add(number)
            self._by_called = by_called
        asked = tuple(described_words(description))
        if not _PRONOUNS.issuperset(asked):
            return tuple(map(self._person, sorted(self._by_called.get(asked, ()))))
        return ()

    def beginning(self, words: Sequence[str], k: int, *, is_open: bool) -> list[Person]:
        """Return people whose names have these words in a row, the most quoted first.

        Args:
            words: folded.
            k: at most so many.
            is_open: whether the last word may go on: "mark car" begins "Mark Carney".
        """
        parts = self._parts or self.prepare_to_complete()
        return [self._person(number) for number in parts.beginning(words, k, is_open=is_open)]

    @property
    def is_completing(self) -> bool:
        """Whether somebody has asked what names begin with."""
        return self._parts is not None

    def prepare_to_complete(self) -> NameWords:
        """Sort the words of all names."""
        self._parts = NameWords([found.forms for found in self._named])
        return self._parts

    def nearest(self, asked: str, k: int = 3) -> list[Person]:
        """Return people with the most similar names, closest first; distant matches are dropped."""
        words = name_words_of(asked)
        if not words:
            return []
        best: dict[int, float] = {}
        wholes = {form: " ".join(form) for form in self._by_form}
        for _, distance, form in _alike(" ".join(words), wholes, _FAR, k):
            for number in self._by_form[form]:
                best[number] = min(distance, best.get(number, 1.0))
        lasts = {word: word for word in self._by_last}
        for _, distance, word in _alike(take_apart(words).last, lasts, _FAR - _ONLY_LAST, k):
            for number in self._by_last[word]:
                best[number] = min(distance + _ONLY_LAST, best.get(number, 1.0))
        ranked = sorted(best, key=lambda number: (best[number], number))
        return [self._person(number) for number in ranked[:k]]

    def _person(self, number: int) -> Person:
        person = self._people.get(number)
        if person is None:
            person = self._people[number] = self._named[number].person(self._article_ids)
        return person

    def _with_name(self, words: Words) -> list[int]:
        """The people whose names contain the words in order; a single word is first a surname."""
        if not words:
            return []
        if not take_apart(words).given and (bearers := self._with_surname(words)):
            return bearers
        exact = self._by_form.get(words)
        if exact is not None:
            return exact
        rarest = min(
            (self._by_word.get(word, []) for word in words if len(word) > 1), key=len, default=[]
        )
        return [n for n in rarest if any(agrees(words, form) for form in self._forms(n))]

    def _with_surname(self, words: Words) -> list[int]:
        """The people of this very surname; if none has a given name, those with more particles."""
        asked = take_apart(words)
        found = [
            (number, take_apart(self._named[number].words))
            for number in self._by_last.get(asked.last, [])
        ]
        found = [(number, parts) for number, parts in found if self._is_called(number, asked)]
        same = [number for number, parts in found if parts.surname == asked.surname]
        is_whole = any(parts.given for number, parts in found if number in same)
        return same if is_whole else [number for number, _ in found]

    def _is_called(self, number: int, asked: NameParts) -> bool:
        return any(may_be_called(take_apart(form), asked) for form in self._forms(number))

    def _forms(self, number: int) -> set[Words]:
        found = self._named[number]
        return found.forms | _spelled_out(found)

    def _with_misspelt_name(self, words: Words) -> list[int]:
        """The people whose names differ from the words by a few letters."""
        surname = take_apart(words).last
        mistakes = len(surname) // _LETTERS_A_MISTAKE
        lasts = process.extract(
            surname, list(self._by_last), scorer=OSA.distance, score_cutoff=mistakes, limit=None
        )
        return [
            number
            for last, _, _ in lasts
            if last[:1] == surname[:1]
            for number in self._by_last[last]
            if len(words) == 1 or any(_are_alike(words, form) for form in self._named[number].forms)
        ]


def _read(
    library: Library, collection: Collection, changed: set[int] | None
) -> Iterator[tuple[int, str, str]]:
    """Yield version, speaker and what they are called, for the changed versions or all."""
    statement = (
        select(quotations.c.version_pk, quotations.c.speaker, quotations.c.called)
        .join(versions, quotations.c.version_pk == versions.c.pk)
        .where(versions.c.collection_pk == collection.pk)
        .order_by(quotations.c.version_pk, quotations.c.number)
    )
    with library.database.reading() as connection:
        if changed is None:
            yield from map(_spoken, connection.execute(statement))
            return
        keys = sorted(changed)
        for start in range(0, len(keys), _ROWS_AT_ONCE):
            some = keys[start : start + _ROWS_AT_ONCE]
            part = statement.where(quotations.c.version_pk.in_(some))
            yield from map(_spoken, connection.execute(part))


def _spoken(row: AnyRow) -> tuple[int, str, str]:
    return row.version_pk, row.speaker, row.called


def _article_ids(library: Library, version_pks: Iterable[int]) -> dict[int, str]:
    """The ids of the articles of some versions."""
    found: dict[int, str] = {}
    keys = sorted(version_pks)
    statement = select(versions.c.pk, articles.c.id).join(
        articles, versions.c.article_pk == articles.c.pk
    )
    with library.database.reading() as connection:
        for start in range(0, len(keys), _ROWS_AT_ONCE):
            some = keys[start : start + _ROWS_AT_ONCE]
            rows = connection.execute(statement.where(versions.c.pk.in_(some)))
            found.update((row.pk, row.id) for row in rows)
    return found


def _alike(asked: str, names: dict[Any, str], far: float, k: int) -> list[tuple[str, float, Any]]:
    """The most similar names: name, distance between 0 and 1, key."""
    found: list[tuple[str, float, Any]] = process.extract(
        asked, names, scorer=OSA.normalized_distance, score_cutoff=far, limit=k
    )
    return found


def _spelled_out(found: NameGroup) -> set[Words]:
    """The name with its umlauts in two letters: "joerg mueller" of Jörg Müller."""
    return {name_words_of(spelled_out(one)) for one in found.spellings if not one.isascii()}


def _may_be_called(person: Person, titles: Iterable[str]) -> bool:
    """Whether nothing is against "Mr" or "Mrs" before the name."""
    asked = gender_of("", tuple(titles))
    words = name_words_of(person.name)
    return not asked or gender_of(words[0] if len(words) > 1 else "") in ("", asked)


def _is_called(person: Person, titles: Iterable[str]) -> bool:
    known = {word for alias in (*person.aliases, *person.names) for word in words_of(alias)}
    return known.issuperset(titles)


def _are_alike(asked: Words, name: Words) -> bool:
    return len(asked) == len(name) and all(map(_is_alike, asked, name))


def _is_alike(asked: str, word: str) -> bool:
    if is_same_word(asked, word):
        return True
    return asked[0] == word[0] and OSA.distance(asked, word) <= len(asked) // _LETTERS_A_MISTAKE
