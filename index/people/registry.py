"""The people that a collection quotes, and whom a name means among them.

truth (quotations, change log) --follow--> names with their articles --join--> Registry
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from threading import Lock
from typing import Any

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import select

from index.people.joining import Named, Person, join
from index.people.names import (
    Words,
    agrees,
    described_words,
    is_same_word,
    name_words,
    name_words_of,
    title_words,
    words_of,
)
from index.store.library import Library
from index.store.rows import AnyRow
from index.store.schema import quotations, versions
from index.store.values import Collection

_LETTERS_A_MISTAKE = 4
"""One wrong letter is forgiven in so many: none in "Lee", one in "Carny", two in "Shienbaum"."""
_FAR = 0.4
_ONLY_LAST = 0.1
_ROWS_AT_ONCE = 10_000
_WHERE = ("at", "in", "on", "from", "during", "after", "before", "who", "which", "when")
_PRONOUNS = frozenset(("he", "she", "they", "who", "i", "we", "it", "you", "one"))


class Match(Struct, frozen=True):
    """Whom a name may mean."""

    people: tuple[Person, ...]
    is_guess: bool = False
    """Whether the name had to be taken for misspelt."""


class People:
    """Who is quoted in one collection. Safe to use from several threads."""

    def __init__(self, library: Library, collection: Collection) -> None:
        self._library = library
        self._collection = collection
        self._lock = Lock()
        self._rows: dict[int, list[tuple[str, str]]] = {}
        """Of each current version: speaker, and what the quotation calls the speaker."""
        self._seq = -1
        self._registry = Registry([])

    def registry(self) -> "Registry":
        """Everybody as of now: follows the log first."""
        with self._lock:
            position = self._library.log.position(self._collection)
            if position != self._seq:
                self._follow(position)
            return self._registry

    def _follow(self, position: int) -> None:
        changed: set[int] | None = None
        if self._seq >= 0:
            changed = set()
            seq = self._seq
            while entries := self._library.log.entries(self._collection, after=seq):
                changed.update(entry.version_pk for entry in entries)
                seq = entries[-1].seq
            for version_pk in changed:
                self._rows.pop(version_pk, None)
            position = max(position, seq)
        for version_pk, speaker, called in _read(self._library, self._collection, changed):
            self._rows.setdefault(version_pk, []).append((speaker, called))
        self._seq = position
        self._registry = Registry(join(self._rows))


class Registry:
    """People, and whom a name means among them. Single people are made up when they are met."""

    def __init__(self, named: Sequence[Named]) -> None:
        self._named = named
        self._people: dict[int, Person] = {}
        self._by_id = {found.id: number for number, found in enumerate(named)}
        self._by_speaker: dict[str, int] = {}
        self._by_form: dict[Words, int] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_last: dict[str, list[int]] = {}
        self._by_called: dict[Words, set[int]] | None = None
        for number, found in enumerate(named):
            self._by_speaker.update(dict.fromkeys(found.spellings, number))
            self._by_form.update(dict.fromkeys(found.forms, number))
            self._by_last.setdefault(found.words[-1], []).append(number)
            for word in {word for form in found.forms for word in form}:
                self._by_word.setdefault(word, []).append(number)

    def __len__(self) -> int:
        """How many people there are."""
        return len(self._named)

    @property
    def people(self) -> list[Person]:
        """Everybody, the most quoted first."""
        return self.page(0, len(self))

    def page(self, first: int, count: int) -> list[Person]:
        """Some of them, in the same order."""
        return [self._person(number) for number in range(len(self))[first : first + count]]

    def get(self, id: str) -> Person | None:
        """The person of that id."""
        number = self._by_id.get(id)
        return None if number is None else self._person(number)

    def speaking(self, speaker: str) -> Person | None:
        """Whom an article's `Quote.speaker` is."""
        number = self._by_speaker.get(speaker)
        return None if number is None else self._person(number)

    def named(self, asked: str) -> Match:
        """Whom a name may mean: one person, several who share it, or nobody.

        Titles tell people of one surname apart where quotations use them ("Judge Lindqvist"). A
        name that nobody bears is taken for misspelt where only one is that near.
        """
        words = tuple(name_words(asked))
        if not words:
            return Match(())
        found = [self._person(number) for number in self._bearing(words)]
        titles = title_words(asked)
        if len(found) > 1 and titles:
            found = [person for person in found if _is_called(person, titles)] or found
        if found:
            return Match(tuple(found))
        near = self._near(words)
        return Match((self._person(near[0]),), is_guess=True) if len(near) == 1 else Match(())

    def called(self, description: str) -> tuple[Person, ...]:
        """Whom articles call exactly so where they quote them: "the Canadian leader"."""
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

    def nearest(self, asked: str, k: int = 3) -> list[Person]:
        """The people whose names are spelt most alike, the likest first; nobody far off."""
        words = name_words_of(asked)
        if not words:
            return []
        best: dict[int, float] = {}
        wholes = {form: " ".join(form) for form in self._by_form}
        for _, distance, form in _alike(" ".join(words), wholes, _FAR, k):
            number = self._by_form[form]
            best[number] = min(distance, best.get(number, 1.0))
        lasts = {word: word for word in self._by_last}
        for _, distance, word in _alike(words[-1], lasts, _FAR - _ONLY_LAST, k):
            for number in self._by_last[word]:
                best[number] = min(distance + _ONLY_LAST, best.get(number, 1.0))
        ranked = sorted(best, key=lambda number: (best[number], number))
        return [self._person(number) for number in ranked[:k]]

    def _person(self, number: int) -> Person:
        person = self._people.get(number)
        if person is None:
            person = self._people[number] = self._named[number].person()
        return person

    def _bearing(self, words: Words) -> list[int]:
        """Whose names hold the words in order; of a single word, the surname first."""
        if len(words) == 1 and words[0] in self._by_last:
            return self._by_last[words[0]]
        exact = self._by_form.get(words)
        if exact is not None:
            return [exact]
        rarest = min(
            (self._by_word.get(word, []) for word in words if len(word) > 1), key=len, default=[]
        )
        return [n for n in rarest if any(agrees(words, form) for form in self._named[n].forms)]

    def _near(self, words: Words) -> list[int]:
        """Whose names are the words with a few letters wrong."""
        mistakes = len(words[-1]) // _LETTERS_A_MISTAKE
        lasts = process.extract(
            words[-1], list(self._by_last), scorer=OSA.distance, score_cutoff=mistakes, limit=None
        )
        return [
            number
            for last, _, _ in lasts
            if last[0] == words[-1][0]
            for number in self._by_last[last]
            if len(words) == 1 or any(_are_alike(words, form) for form in self._named[number].forms)
        ]


def _read(
    library: Library, collection: Collection, changed: set[int] | None
) -> Iterator[tuple[int, str, str]]:
    """Version, speaker and what the speaker is called, of the changed versions or of all."""
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


def _alike(asked: str, names: dict[Any, str], far: float, k: int) -> list[tuple[str, float, Any]]:
    """The names spelt most alike: name, distance between 0 and 1, key."""
    found: list[tuple[str, float, Any]] = process.extract(
        asked, names, scorer=OSA.normalized_distance, score_cutoff=far, limit=k
    )
    return found


def _is_called(person: Person, titles: Iterable[str]) -> bool:
    known = {word for alias in (*person.aliases, *person.names) for word in words_of(alias)}
    return known.issuperset(titles)


def _are_alike(asked: Words, name: Words) -> bool:
    return len(asked) == len(name) and all(map(_is_alike, asked, name))


def _is_alike(asked: str, word: str) -> bool:
    if is_same_word(asked, word):
        return True
    return asked[0] == word[0] and OSA.distance(asked, word) <= len(asked) // _LETTERS_A_MISTAKE
