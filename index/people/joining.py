"""Joins the names of quoted speakers that certainly belong to the same person.

"Mark Carney" and "Mark J. Carney" are joined, and so is a bare "Carney" if only one person has that
surname and is called by it elsewhere. Two people with one surname stay separate, and a bare surname
that may be either is a third entry: nothing is joined without evidence.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from index.people.names import Words, is_same_word, name_words_of, words_of

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


class NameGroup:
    """The names joined into one person, with everything counted about them."""

    def __init__(self, words: Words) -> None:
        self.words = words
        """The words of the shortest full form of the name."""
        self.forms = {words}
        self.spellings: Counter[str] = Counter()
        self.called: Counter[str] = Counter()
        self.versions: set[int] = set()

    def add(self, other: "NameGroup") -> None:
        """Join another name of the same person."""
        self.forms |= other.forms
        self.spellings += other.spellings
        self.called += other.called
        self.versions |= other.versions

    @property
    def id(self) -> str:
        """The id of the person."""
        # A word's own hyphen is doubled, so that it does not look like a separator.
        return "-".join(word.replace("-", "--") for word in self.words)

    def person(self) -> Person:
        """Build the person."""
        name = max(self.spellings.items(), key=self._rank)[0]
        return Person(
            id=self.id,
            name=name,
            names=tuple(sorted(self.spellings)),
            aliases=tuple(self._aliases(name))[:_MOST_ALIASES],
            quotes=self.spellings.total(),
            articles=len(self.versions),
        )

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


def join_names(rows: Mapping[int, Sequence[tuple[str, str]]]) -> list[NameGroup]:
    """Join the speakers of all quotations into people, the most quoted first.

    `rows` has, for each version, the speakers of its quotations and what they are called there.
    """
    named = _counted(rows)
    _join_full_names(named)
    _join_surnames(named)
    return sorted(named.values(), key=lambda found: (-found.spellings.total(), found.words))


def _counted(rows: Mapping[int, Sequence[tuple[str, str]]]) -> dict[Words, NameGroup]:
    named: dict[Words, NameGroup] = {}
    for version_pk, spoken in rows.items():
        for speaker, called in spoken:
            words = name_words_of(speaker)
            if words:
                found = named.get(words) or named.setdefault(words, NameGroup(words))
                found.spellings[speaker] += 1
                found.called[called] += 1
                found.versions.add(version_pk)
    return named


def _join_full_names(named: dict[Words, NameGroup]) -> None:
    """Join "Donald Trump" and "Donald J. Trump", unless there is also a "Donald B. Trump"."""
    alike: dict[tuple[str, str], list[Words]] = {}
    for words in named:
        if len(words) > 1:
            alike.setdefault((words[0], words[-1]), []).append(words)
    for forms in alike.values():
        longer = [words for words in forms if len(words) > 2]
        if len(forms) > 1 and all(_agree(one, longer[0]) for one in longer):
            shortest, *others = sorted(forms, key=lambda words: (len(words), words))
            for words in others:
                named[shortest].add(named.pop(words))


def _agree(one: Words, other: Words) -> bool:
    return len(one) == len(other) and all(map(is_same_word, one, other))


def _join_surnames(named: dict[Words, NameGroup]) -> None:
    """Join a bare surname with the only person who has it and is called by it elsewhere."""
    bearing: dict[str, list[Words]] = {}
    for words in named:
        if len(words) > 1:
            bearing.setdefault(words[-1], []).append(words)
    for words in [words for words in named if len(words) == 1]:
        bearers = bearing.get(words[0], [])
        if len(bearers) == 1 and _is_called_by(named[bearers[0]].called, words):
            named[bearers[0]].add(named.pop(words))


def _is_called_by(called: Iterable[str], words: Words) -> bool:
    return any(name_words_of(name) == words for name in called)
