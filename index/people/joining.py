"""Names joined into people: which of the names that articles quote are certainly one person's.

"Mark Carney" and "Mark J. Carney" are one, and so is a bare "Carney" where only one person bears it
and is called so elsewhere. Two people of one surname stay two, and a bare surname between them is a
third entry that may be either: nothing is joined without evidence.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from index.people.names import Words, is_same_word, name_words_of, words_of

_MOST_ALIASES = 12
_LONGEST_TITLE = 4
"""In words."""


class Person(Struct, frozen=True, kw_only=True):
    """Somebody whom articles of a collection quote."""

    id: str
    """Of the name's words: "mark-carney"; the same in every process."""
    name: str
    """The full name as it is spelt most often."""
    names: tuple[str, ...]
    """Every name that articles use, as `Quote.speaker` has it."""
    aliases: tuple[str, ...]
    """What else quotations call the person ("Prime Minister Carney"), the most frequent first."""
    quotes: int
    articles: int


class Named:
    """A person in the making: the forms of a name with everything that was counted about them."""

    def __init__(self, words: Words) -> None:
        self.words = words
        """The shortest full form."""
        self.forms = {words}
        self.spellings: Counter[str] = Counter()
        self.called: Counter[str] = Counter()
        self.versions: set[int] = set()

    def add(self, other: "Named") -> None:
        """Take another name of the same person."""
        self.forms |= other.forms
        self.spellings += other.spellings
        self.called += other.called
        self.versions |= other.versions

    @property
    def id(self) -> str:
        """The person's id."""
        # Doubled, a word's own hyphen is not taken for a border.
        return "-".join(word.replace("-", "--") for word in self.words)

    def person(self) -> Person:
        """The person as seen from outside."""
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
        """Full before bare, without a title before with one, the most frequent first."""
        spelling, count = spelling_and_count
        words = name_words_of(spelling)
        whole = len(words) >= len(self.words)
        return whole, len(spelling.split()) == len(words), count, spelling

    def _aliases(self, name: str) -> Iterator[str]:
        """What else names the person: not "she", "the mayor", or a clause."""
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


def join(rows: Mapping[int, Sequence[tuple[str, str]]]) -> list[Named]:
    """People from the quotations of each version: speaker, and what it is called there.

    The most quoted first.
    """
    named = _counted(rows)
    _join_full_names(named)
    _join_surnames(named)
    return sorted(named.values(), key=lambda found: (-found.spellings.total(), found.words))


def _counted(rows: Mapping[int, Sequence[tuple[str, str]]]) -> dict[Words, Named]:
    named: dict[Words, Named] = {}
    for version_pk, spoken in rows.items():
        for speaker, called in spoken:
            words = name_words_of(speaker)
            if words:
                found = named.get(words) or named.setdefault(words, Named(words))
                found.spellings[speaker] += 1
                found.called[called] += 1
                found.versions.add(version_pk)
    return named


def _join_full_names(named: dict[Words, Named]) -> None:
    """Join "Donald Trump" with "Donald J. Trump", unless there is a "Donald B. Trump" too."""
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


def _join_surnames(named: dict[Words, Named]) -> None:
    """Join a bare surname with the only one who bears it and is called by it elsewhere."""
    bearing: dict[str, list[Words]] = {}
    for words in named:
        if len(words) > 1:
            bearing.setdefault(words[-1], []).append(words)
    for words in [words for words in named if len(words) == 1]:
        bearers = bearing.get(words[0], [])
        if len(bearers) == 1 and _is_called_so(named[bearers[0]].called, words):
            named[bearers[0]].add(named.pop(words))


def _is_called_so(called: Iterable[str], words: Words) -> bool:
    return any(name_words_of(name) == words for name in called)
