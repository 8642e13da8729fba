"""People as they are kept and as they are shown: a record with all that is counted, a person."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import TypeAlias

from msgspec import Struct

from index.people.names import Words, name_words_of, words_of
from index.quotations.vocabulary.lists import word_list

_MOST_ALIASES = 12
_LONGEST_TITLE = 4
"""The most words of a title in an alias."""

Rank: TypeAlias = tuple[int, Words, str]


class Person(Struct, frozen=True, kw_only=True):
    """A person quoted in the articles of a collection."""

    id: str
    """The words of the name, "mark-carney"; stable across processes."""
    name: str
    """The full name in its most frequent spelling."""
    names: tuple[str, ...]
    """Every name that articles use, as in `Quote.speaker`."""
    aliases: tuple[str, ...]
    """Other names in quotations ("Prime Minister Carney"), most frequent first."""
    quotes: int
    articles: int
    told: str = ""
    """Labels that distinguish people with the same name: "judge", "leeds", "34"."""
    only_in: frozenset[str] = frozenset()
    """The ids of the articles that quote this person; empty: all that have one of the names."""

    @property
    def described(self) -> str:
        """An unambiguous name: "judge Ann Lee", "Ann Lee (34)"."""
        if not self.told or self.told.isdecimal():
            return f"{self.name} ({self.told})" if self.told else self.name
        is_title = self.told in word_list("roles", "titles")
        return f"{self.told} {self.name}" if is_title else f"{self.name} of {self.told.title()}"

    def says(self, speaker: str | None, article_id: str) -> bool:
        """Whether an article's `Quote.speaker` is this person."""
        return speaker in self.names and (not self.only_in or article_id in self.only_in)


class PersonRecord(Struct, frozen=True, kw_only=True, array_like=True):
    """The names joined into one person, with everything that is counted about them."""

    rank: Rank
    """Sorts the most quoted first: less the number of quotations, then words and sign."""
    forms: tuple[Words, ...]
    spelled_out: tuple[Words, ...]
    """Forms with their umlauts in two letters: "joerg mueller" of Jörg Müller."""
    lasts: tuple[str, ...]
    """The last word of the surname in each form."""
    spellings: dict[str, int]
    called: dict[str, int]
    versions: bytes
    """The keys of the versions that quote this person, as `packed` gives them."""
    only_in: tuple[str, ...]
    """The ids of their articles, if others have the same name."""

    def __hash__(self) -> int:
        """Nobody else has the rank."""
        return hash(self.rank)

    @property
    def quotes(self) -> int:
        """How many quotations there are."""
        return -self.rank[0]

    @property
    def words(self) -> Words:
        """The words of the shortest full form of the name."""
        return self.rank[1]

    @property
    def sign(self) -> str:
        """A distinguishing label; "" if there is none."""
        return self.rank[2]

    @property
    def all_forms(self) -> set[Words]:
        """Every form of the name, spelled out or not."""
        return {*self.forms, *self.spelled_out}

    @property
    def id(self) -> str:
        """The id of the person."""
        # A word's own hyphen is doubled, so that it does not look like a separator.
        base = "-".join(word.replace("-", "--") for word in self.words)
        return f"{base}~{self.sign.replace(' ', '-')}" if self.sign else base

    def person(self) -> Person:
        """Build the person."""
        name = max(self.spellings.items(), key=self._preference)[0]
        return Person(
            id=self.id,
            name=name,
            names=tuple(sorted(self.spellings)),
            aliases=tuple(self._aliases(name))[:_MOST_ALIASES],
            quotes=self.quotes,
            articles=len(unpacked(self.versions)),
            told=self.sign,
            only_in=frozenset(self.only_in),
        )

    def _preference(self, spelling_and_count: tuple[str, int]) -> tuple[bool, bool, int, str]:
        """Prefer full names to surnames, names without titles, and frequent spellings."""
        spelling, count = spelling_and_count
        words = name_words_of(spelling)
        whole = len(words) >= len(self.words)
        return whole, len(spelling.split()) == len(words), count, spelling

    def _aliases(self, name: str) -> Iterator[str]:
        """What else the person is called, except "she", "the mayor" and clauses."""
        counted: Counter[str] = Counter()
        for called, count in (Counter(self.called) + Counter(self.spellings)).items():
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


by_rank = attrgetter("rank")
"""Sorts the most quoted first."""


def packed(versions: Iterable[int]) -> bytes:
    """Keys of versions, ascending, in eight bytes each."""
    return array("q", sorted(versions)).tobytes()


def unpacked(versions: bytes) -> memoryview:
    """The keys of versions that were packed."""
    return memoryview(versions).cast("q")
