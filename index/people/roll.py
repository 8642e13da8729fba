"""Everybody who is quoted: people packed, and those who have changed since, as objects.

A roll stays as it is when a changed copy is made. What changed is packed with the others once it
is much, or kept.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from heapq import merge
from typing import NamedTuple

import numpy as np

from index.people.keys import KEYS
from index.people.packed import Numbers, PackedPeople, nobody, placed, ranked, repacked
from index.people.records import PersonRecord, by_rank, unpacked

_FEW = 1_000
_SHARE = 8
"""People are packed anew once more of them have changed than a few, and than one in so many."""


class Found(NamedTuple):
    """Some of the people, each part the most quoted first."""

    numbers: Numbers
    """Of those packed."""
    changed: Sequence[PersonRecord]

    def __bool__(self) -> bool:
        """Whether anybody was found."""
        return len(self) > 0

    def __len__(self) -> int:
        """How many were found."""
        return len(self.numbers) + len(self.changed)

    def __and__(self, other: "Found") -> "Found":
        """Those who are in both."""
        changed = set(other.changed)
        both = np.intersect1d(self.numbers, other.numbers)
        return Found(both, [one for one in self.changed if one in changed])


class Roll:
    """The people, the most quoted first."""

    def __init__(
        self,
        packed: PackedPeople,
        gone: Numbers | None = None,
        changed: Sequence[PersonRecord] = (),
    ) -> None:
        """Build one.

        Args:
            packed: people.
            gone: the numbers of those who are no longer so; None: nobody.
            changed: who takes their place or is new, the most quoted first.
        """
        self._packed = packed
        self._gone = np.empty(0, np.int64) if gone is None else gone
        self._changed = changed
        self._order = placed(packed, self._gone, changed)
        self._by: dict[str, dict[str, list[PersonRecord]]] = {name: {} for name in KEYS}
        for one in changed:
            for name, keys_of in KEYS.items():
                for key in keys_of(one):
                    self._by[name].setdefault(key, []).append(one)

    @staticmethod
    def of(people: Iterable[PersonRecord]) -> "Roll":
        """The roll of some people."""
        gone = np.empty(0, np.int64)
        return Roll(repacked(nobody(), gone, sorted(people, key=by_rank)))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._order)

    def page(self, first: int, count: int) -> list[PersonRecord]:
        """Return `count` of them from number `first`."""
        return list(ranked(self._packed, self._order[first : first + count], self._changed))

    def __iter__(self) -> Iterator[PersonRecord]:
        """All of them."""
        return ranked(self._packed, self._order, self._changed)

    def packed(self) -> PackedPeople:
        """All of them, packed."""
        if not len(self._gone) and not self._changed:
            return self._packed
        return repacked(self._packed, self._gone, self._changed)

    def having(self, name: str, key: str, *, is_open: bool = False) -> Found:
        """Who has a key in an index, or, if it `is_open`, one that begins so."""
        numbers = self._left(self._packed.by[name].having(key, is_open=is_open))
        own = self._by[name]
        if not is_open:
            return Found(numbers, own.get(key, ()))
        begun = {one for other in own if other.startswith(key) for one in own[other]}
        return Found(numbers, sorted(begun, key=by_rank))

    def records(self, found: Found) -> Iterator[PersonRecord]:
        """Those who were found, the most quoted first."""
        packed = map(self._packed.record, found.numbers.tolist())
        return merge(packed, found.changed, key=by_rank)

    def get(self, name: str, key: str) -> list[PersonRecord]:
        """Who has a key in an index, the most quoted first."""
        return list(self.records(self.having(name, key)))

    def keys(self, name: str) -> list[str]:
        """Every key of an index that somebody has, in no particular order."""
        index, own = self._packed.by[name], self._by[name]
        keys = [key.decode() for key in index.keys.all()]
        if not len(self._gone) and not own:
            return keys
        is_left = ~np.isin(index.members, self._gone)
        counts = np.add.reduceat(is_left, index.at[:-1]) if keys else is_left
        left = [key for key, count in zip(keys, counts.tolist(), strict=True) if count]
        return [*left, *(own.keys() - set(left))]

    def quoted_in(self, versions: Set[int]) -> list[PersonRecord]:
        """Whom any of the versions quotes."""
        numbers = self._left(self._packed.quoted_in(versions))
        own = [one for one in self._changed if not versions.isdisjoint(unpacked(one.versions))]
        return list(self.records(Found(numbers, own)))

    def changed(self, dropped: Iterable[PersonRecord], added: Iterable[PersonRecord]) -> "Roll":
        """The same people without some and with others."""
        old, new = set(dropped), set(added)
        old, new = old - new, new - old
        gone = [number for one in old for number in self._numbers(one)]
        left = [one for one in self._changed if one not in old]
        people = sorted([*left, *new], key=by_rank)
        other = Roll(self._packed, np.union1d(self._gone, np.array(gone, np.int64)), people)
        is_much = len(people) > max(_FEW, len(self._packed) // _SHARE)
        return Roll(other.packed()) if is_much else other

    def _numbers(self, record: PersonRecord) -> list[int]:
        numbers = self._packed.by["id"].having(record.id).tolist()
        return [number for number in numbers if self._packed.record(number) == record]

    def _left(self, numbers: Numbers) -> Numbers:
        return numbers[~np.isin(numbers, self._gone)] if len(self._gone) else numbers
