"""People in a few arrays, most quoted first, that can be searched where they lie in a file.

    records    one after the other as MessagePack, and where each begins
    versions   of all of them, and where those of each begin
    <index>    its keys, sorted, and the numbers of the people who have each

Objects for a million people would take gigabytes, and a minute to load at every start.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.people.keys import KEYS
from index.people.records import PersonRecord

Numbers: TypeAlias = NDArray[np.int64]
Arrays: TypeAlias = Mapping[str, NDArray[Any]]

_LEAST = 1 << 31
"""Offsets have 32 bits at least."""
_READY = 4_096
"""Maximum number of records cached as objects."""


class PackedBytes(Sequence[bytes]):
    """Strings of bytes, one after the other."""

    def __init__(self, data: NDArray[np.uint8], at: Numbers) -> None:
        self._data, self._at = data, at

    def __len__(self) -> int:
        """How many there are."""
        return len(self._at) - 1

    def __getitem__(self, number: Any) -> Any:
        """One of them."""
        return self._data[self._at[number] : self._at[number + 1]].tobytes()

    def all(self) -> list[bytes]:
        """All of them, in a fraction of the time."""
        data, at = self._data.tobytes(), self._at.tolist()
        return [data[a:b] for a, b in pairwise(at)]


class PackedKeys:
    """Who has a key."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.keys = PackedBytes(arrays[f"{name}.keys"], arrays[f"{name}.keys at"])
        self.at: Numbers = arrays[f"{name}.at"]
        self.members: Numbers = arrays[f"{name}.members"]

    def having(self, key: str, *, is_open: bool = False) -> Numbers:
        """The numbers of those who have it, or, if it `is_open`, one that begins so; ascending."""
        wanted = key.encode()
        first = bisect_left(self.keys, wanted)
        if is_open:
            after = bisect_left(self.keys, wanted + b"\xff")
            return np.unique(self.members[self.at[first] : self.at[after]])
        is_there = first < len(self.keys) and self.keys[first] == wanted
        return self.members[self.at[first] : self.at[first + is_there]]


class PackedPeople:
    """People by number, and the numbers by lookup key."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.records = PackedBytes(arrays["records"], arrays["records at"])
        self.versions = PackedBytes(arrays["versions"], arrays["versions at"])
        self.by = {name: PackedKeys(arrays, name) for name in KEYS}
        self.record = lru_cache(_READY)(self._record)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.records)

    def _record(self, number: int) -> PersonRecord:
        return msgspec.msgpack.decode(self.records[number], type=PersonRecord)

    def quoted_in(self, versions: Iterable[int]) -> Numbers:
        """The numbers of those whom any of the versions quotes."""
        quoting = self.arrays["versions"].view(np.int64)
        places = np.flatnonzero(np.isin(quoting, list(versions)))
        return np.unique(np.searchsorted(self.arrays["versions at"], places * 8, side="right") - 1)


def placed(people: PackedPeople, gone: Numbers, added: Sequence[PersonRecord]) -> Numbers:
    """The order without some and with others: numbers of those packed, -1 - number of the others.

    Args:
        people: those packed.
        gone: numbers of those who are left out.
        added: the others, the most quoted first.
    """
    every = range(len(people))
    before = [bisect_left(every, one.rank, key=lambda n: people.record(n).rank) for one in added]
    order = np.insert(np.arange(len(people)), before, -1 - np.arange(len(added)))
    return order[~np.isin(order, gone)]


def repacked(people: PackedPeople, gone: Numbers, added: Sequence[PersonRecord]) -> PackedPeople:
    """The same, packed."""
    order = placed(people, gone, added)
    arrays: dict[str, NDArray[Any]] = {}
    old, packing = people.records.all(), msgspec.msgpack.encode
    _pack(arrays, "records", [old[n] if n >= 0 else packing(added[-1 - n]) for n in order.tolist()])
    old = people.versions.all()
    _pack(
        arrays, "versions", [old[n] if n >= 0 else added[-1 - n].versions for n in order.tolist()]
    )
    # New numbers of those packed come first, then of the others from the last: order says which.
    numbers = np.full(len(people) + len(added), -1)
    numbers[order] = np.arange(len(order))
    for name in KEYS:
        _pack_keys(arrays, name, people.by[name], numbers, added)
    return PackedPeople(arrays)


def _pack(arrays: dict[str, NDArray[Any]], name: str, parts: Sequence[bytes]) -> None:
    arrays[name] = np.frombuffer(b"".join(parts), np.uint8)
    arrays[f"{name} at"] = _starts([len(one) for one in parts])


def _starts(lengths: ArrayLike) -> Numbers:
    """Where each of several begins, and where the last ends; in half the room if that will do."""
    starts = np.concatenate([[0], np.cumsum(np.asarray(lengths, np.int64))])
    return starts.astype(np.min_scalar_type(starts[-1] | _LEAST))


def _pack_keys(
    arrays: dict[str, NDArray[Any]],
    name: str,
    old: PackedKeys,
    numbers: Numbers,
    added: Sequence[PersonRecord],
) -> None:
    known = {key: number for number, key in enumerate(old.keys.all())}
    pairs = [
        (known.setdefault(key.encode(), len(known)), numbers[-1 - at])
        for at, one in enumerate(added)
        for key in KEYS[name](one)
    ]
    keys = np.repeat(np.arange(len(old.keys)), np.diff(old.at))
    members = numbers[old.members]
    if pairs:
        more_keys, more = np.array(pairs, np.int64).T
        keys, members = np.concatenate([keys, more_keys]), np.concatenate([members, more])
    keys, members = keys[members >= 0], members[members >= 0]
    strings = list(known)
    ranked = sorted(range(len(strings)), key=strings.__getitem__)
    places = np.empty(len(strings), np.int64)
    places[ranked] = np.arange(len(strings))
    counts = np.bincount(places[keys], minlength=len(strings))
    held = [strings[n] for n, count in zip(ranked, counts.tolist(), strict=True) if count]
    _pack(arrays, f"{name}.keys", held)
    arrays[f"{name}.at"] = _starts(counts[counts > 0])
    arrays[f"{name}.members"] = members[np.lexsort((members, places[keys]))].astype(np.uint32)


def nobody() -> PackedPeople:
    """An empty register."""
    arrays: dict[str, NDArray[Any]] = {}
    for name in ("records", "versions", *(f"{name}.keys" for name in KEYS)):
        _pack(arrays, name, ())
    for name in KEYS:
        arrays[f"{name}.at"] = _starts(())
        arrays[f"{name}.members"] = np.empty(0, np.uint32)
    return PackedPeople(arrays)


def ranked(
    people: PackedPeople, order: Numbers, added: Sequence[PersonRecord]
) -> Iterator[PersonRecord]:
    """The records in an order."""
    return (people.record(n) if n >= 0 else added[-1 - n] for n in order.tolist())
