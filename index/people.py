"""The people that a collection quotes: one person for all names that are certainly theirs.

    truth (quotations, change log) --follow--> names with their articles --join--> Person

"Mark Carney", "Mark J. Carney" and, where articles also call him so and nobody else shares it, a
bare "Carney" are one. Two people of one surname stay two, and a bare surname between them a third
entry that may be either: nothing is joined without evidence.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock

from msgspec import Struct
from rapidfuzz.distance import OSA
from sqlalchemy import select

from index.library import Library
from index.person_names import agrees, is_same_word, name_words, title_words, words_of
from index.rows import AnyRow, Collection
from index.schema import quotations, versions

_MOST_ALIASES = 12
_LONGEST_TITLE = 4
"""In words."""
_LETTERS_A_MISTAKE = 4
"""One wrong letter is forgiven in so many: none in "Lee", one in "Carny", two in "Shienbaum"."""

_FAR = 0.4
_ONLY_LAST = 0.1

Words = tuple[str, ...]


class Person(Struct, frozen=True, kw_only=True):
    """Somebody whom articles of a collection quote."""

    id: str
    """Of the name's words: "mark-carney"; the same in every process."""
    name: str
    """The fullest name; of several spellings the most frequent."""
    names: tuple[str, ...]
    """Every full name that articles use, as `Quote.speaker` has it."""
    aliases: tuple[str, ...]
    """What else quotations call the person ("Prime Minister Carney"), the most frequent first."""
    quotes: int
    articles: int


class Match(Struct, frozen=True):
    """Whom a name may mean."""

    people: tuple[Person, ...]
    is_guess: bool = False
    """Whether the name had to be taken for misspelt."""


class _Named:
    """One name with everything that was counted about it."""

    def __init__(self) -> None:
        self.spellings: Counter[str] = Counter()
        self.called: Counter[str] = Counter()
        self.versions: set[int] = set()

    def add(self, other: "_Named") -> None:
        """Take another name for the same person."""
        self.spellings += other.spellings
        self.called += other.called
        self.versions |= other.versions


class People:
    """Who is quoted in one collection. Safe to use from several threads."""

    def __init__(self, library: Library, collection: Collection) -> None:
        self._library = library
        self._collection = collection
        self._lock = Lock()
        self._rows: dict[int, list[tuple[str, str]]] = {}
        """Of each current version: speaker, and what the quotation calls the speaker."""
        self._seq = -1
        self._registry = Registry(())

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
    """People, and whom a name means among them."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = tuple(people)
        """The most quoted first."""
        self._by_id = {person.id: person for person in self.people}
        self._words = [(tuple(name_words(p.name)) or tuple(words_of(p.name)), p) for p in people]
        self._by_last: dict[str, list[Person]] = {}
        for words, person in self._words:
            if words:
                self._by_last.setdefault(words[-1], []).append(person)
        self._by_name = {name: person for person in self.people for name in person.names}

    def get(self, id: str) -> Person | None:
        """The person of that id."""
        return self._by_id.get(id)

    def speaking(self, speaker: str) -> Person | None:
        """Whom an article's `Quote.speaker` is."""
        return self._by_name.get(speaker)

    def named(self, asked: str) -> Match:
        """Whom a name may mean: one person, several who share it, or nobody.

        Titles tell people of one surname apart where quotations use them ("Judge Lindqvist"). A
        name that nobody bears is taken for misspelt where only one is that near.
        """
        words = name_words(asked)
        if not words:
            return Match(())
        found = self._bearing(words)
        titles = title_words(asked)
        if len(found) > 1 and titles:
            found = [person for person in found if _is_called(person, titles)] or found
        if found:
            return Match(tuple(found))
        near = self._near(words)
        return Match(tuple(near), is_guess=True) if len(near) == 1 else Match(())

    def nearest(self, asked: str, k: int = 3) -> list[Person]:
        """The people whose names are spelt most alike, the likest first; nobody far off."""
        words = name_words(asked) or words_of(asked)
        scored = sorted(
            (_likeness(words, own), -person.quotes, n)
            for n, (own, person) in enumerate(self._words)
            if own and words
        )
        return [self._words[n][1] for distance, _, n in scored[:k] if distance <= _FAR]

    def _bearing(self, words: Sequence[str]) -> list[Person]:
        """Whose names hold the words in order; of a single word, the surname first."""
        if len(words) == 1 and words[0] in self._by_last:
            return self._by_last[words[0]]
        exact = [person for own, person in self._words if own == tuple(words)]
        return exact or [person for own, person in self._words if agrees(words, own)]

    def _near(self, words: Sequence[str]) -> list[Person]:
        return [
            person
            for own, person in self._words
            if _are_alike(words, own) or (len(words) == 1 and _are_alike(words, own[-1:]))
        ]


def join(rows: dict[int, list[tuple[str, str]]]) -> list[Person]:
    """People from the quotations of each version: speaker, and what it is called there."""
    named = _counted(rows)
    _join_full_names(named)
    _join_surnames(named)
    people = [_person(words, found) for words, found in named.items()]
    return sorted(people, key=lambda person: (-person.quotes, person.id))


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
        for start in range(0, len(keys), 10_000):
            part = statement.where(quotations.c.version_pk.in_(keys[start : start + 10_000]))
            yield from map(_spoken, connection.execute(part))


def _spoken(row: AnyRow) -> tuple[int, str, str]:
    return row.version_pk, row.speaker, row.called


def _counted(rows: dict[int, list[tuple[str, str]]]) -> dict[Words, _Named]:
    named: dict[Words, _Named] = {}
    for version_pk, spoken in rows.items():
        for speaker, called in spoken:
            words = tuple(name_words(speaker)) or tuple(words_of(speaker))
            if words:
                found = named.setdefault(words, _Named())
                found.spellings[speaker] += 1
                found.called[called] += 1
                found.versions.add(version_pk)
    return named


def _join_full_names(named: dict[Words, _Named]) -> None:
    """Join "Donald Trump" with "Donald J. Trump", unless there is a "Donald B. Trump" too."""
    alike: dict[tuple[str, str], list[Words]] = {}
    for words in named:
        if len(words) > 1:
            alike.setdefault((words[0], words[-1]), []).append(words)
    for forms in alike.values():
        longer = [words for words in forms if len(words) > 2]
        if len(forms) > 1 and all(_agree(one, longer[0]) for one in longer):
            whole = max(forms, key=lambda words: (sum(map(len, words)), words))
            for words in forms:
                if words != whole:
                    named[whole].add(named.pop(words))


def _agree(one: Words, other: Words) -> bool:
    return len(one) == len(other) and all(map(is_same_word, one, other))


def _join_surnames(named: dict[Words, _Named]) -> None:
    """Join a bare surname with the only one who bears it and is called by it elsewhere."""
    bearing: dict[str, list[Words]] = {}
    for words in named:
        if len(words) > 1:
            bearing.setdefault(words[-1], []).append(words)
    for words in [words for words in named if len(words) == 1]:
        bearers = bearing.get(words[0], [])
        if len(bearers) == 1 and _is_called_so(named[bearers[0]], words):
            named[bearers[0]].add(named.pop(words))


def _is_called_so(found: _Named, words: Words) -> bool:
    return any(tuple(name_words(called)) == words for called in found.called)


def _person(words: Words, found: _Named) -> Person:
    def rank(pair: tuple[str, int]) -> tuple[bool, int, int, str]:
        """First with all its words, then with the fewest others, then the usual one."""
        spelling, count = pair
        return tuple(name_words(spelling)) == words, -len(spelling.split()), count, spelling

    name = max(found.spellings.items(), key=rank)[0]
    return Person(
        id="-".join(words),
        name=name,
        names=tuple(sorted(found.spellings)),
        aliases=tuple(_aliases(words, name, found))[:_MOST_ALIASES],
        quotes=sum(found.spellings.values()),
        articles=len(found.versions),
    )


def _aliases(words: Words, name: str, found: _Named) -> Iterator[str]:
    """What else names the person, the most frequent first: not "she", "the mayor", or a clause."""
    counted: Counter[str] = Counter()
    for called, count in (found.called + found.spellings).items():
        for part in called.split(","):
            own = words_of(part)
            if words[-1] in own and len(own) <= len(words) + _LONGEST_TITLE:
                counted[" ".join(part.split())] += count
    known = {tuple(words_of(name))}
    for alias, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        own_words = tuple(words_of(alias))
        if own_words not in known:
            known.add(own_words)
            yield alias


def _is_called(person: Person, titles: Iterable[str]) -> bool:
    known = {word for alias in (*person.aliases, *person.names) for word in words_of(alias)}
    return known.issuperset(titles)


def _are_alike(asked: Sequence[str], name: Sequence[str]) -> bool:
    return len(asked) == len(name) and all(map(_is_alike, asked, name))


def _is_alike(asked: str, word: str) -> bool:
    if is_same_word(asked, word):
        return True
    return asked[0] == word[0] and OSA.distance(asked, word) <= len(asked) // _LETTERS_A_MISTAKE


def _likeness(asked: Sequence[str], name: Sequence[str]) -> float:
    """How far two names are apart, 0 to 1: as wholes, or by their last words alone."""
    whole = float(OSA.normalized_distance(" ".join(asked), " ".join(name)))
    last = float(OSA.normalized_distance(asked[-1], name[-1]))
    return min(whole, last + _ONLY_LAST)
