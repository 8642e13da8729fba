"""People by what is looked up: lists that stay as they are when a changed copy is made."""

from bisect import insort
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from typing import Generic, TypeVar

from index.people.records import PersonRecord, by_rank

Key = TypeVar("Key", bound=Hashable)


class Postings(Generic[Key]):
    """Who has a key, the most quoted first."""

    def __init__(
        self,
        keys_of: Callable[[PersonRecord], Iterable[Key]],
        people: Iterable[PersonRecord] = (),
        held: dict[Key, list[PersonRecord]] | None = None,
    ) -> None:
        """Build one.

        Args:
            keys_of: what a person is found by, each key once.
            people: in the order in which they are to be found.
            held: who is held already.
        """
        self._keys_of = keys_of
        self._held = {} if held is None else held
        for one in people:
            for key in keys_of(one):
                self._held.setdefault(key, []).append(one)

    def __iter__(self) -> Iterator[Key]:
        """Every key, in no particular order."""
        return iter(self._held)

    def get(self, key: Key) -> Sequence[PersonRecord]:
        """Who has the key."""
        return self._held.get(key, ())

    def changed(self, dropped: Set[PersonRecord], added: Sequence[PersonRecord]) -> "Postings[Key]":
        """The same without some and with others."""
        new: dict[Key, list[PersonRecord]] = {}
        for one in added:
            for key in self._keys_of(one):
                new.setdefault(key, []).append(one)
        gone = {key for one in dropped for key in self._keys_of(one)}
        held = dict(self._held)
        for key in gone | new.keys():
            held[key] = changed(held.get(key, ()), dropped, new.get(key, ()))
            if not held[key]:
                del held[key]
        return Postings(self._keys_of, held=held)


def changed(
    people: Sequence[PersonRecord], dropped: Set[PersonRecord], added: Iterable[PersonRecord]
) -> list[PersonRecord]:
    """A ranked list without some and with others."""
    left = [one for one in people if one not in dropped]
    for one in added:
        insort(left, one, key=by_rank)
    return left
