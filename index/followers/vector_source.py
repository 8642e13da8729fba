"""The input of a vector store: a collection's vectors by one embedder, and their changes."""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from index.records import Vectors
from index.store.change_log import LogEntry
from index.store.database import Database
from index.store.library import Library
from index.store.values import Change, Collection

_READ_AT_ONCE = 50_000


class Moment(Struct, frozen=True, kw_only=True):
    """The state of the truth between two writes."""

    seq: int
    """Position of the change log."""
    last: int
    """The highest passage id. Passages that changes after `seq` add have higher ids."""
    count: int
    """Number of passages with a vector."""


class VectorSource:
    """One collection's vectors by one embedder. Safe to use from several threads."""

    def __init__(
        self,
        library: Library,
        collection: Collection,
        *,
        fingerprint: str,
        dim: int,
        until: int | None = None,
    ) -> None:
        """Read from the library.

        Args:
            library: the truth.
            collection: the vectors' collection.
            fingerprint: the embedder's.
            dim: length of its vectors.
            until: the last passage that is sure to have a vector, while the others still get
                theirs; None when all have one.
        """
        self.collection = collection
        self.fingerprint = fingerprint
        self.dim = dim
        self._library = library
        self._until = until

    @property
    def database(self) -> Database:
        """The database."""
        return self._library.database

    def position(self) -> int:
        """Sequence number of the collection's last change."""
        return self._library.log.position(self.collection)

    def entries(self, after: int) -> list[LogEntry]:
        """The next changes with a sequence number over `after`, in order; empty at the end."""
        return self._library.log.entries(self.collection, after=after)

    def moment(self) -> Moment:
        """The state that a new index is built from."""
        seq, last, count = self._library.vectors.state(
            self.collection, self.fingerprint, self._until
        )
        return Moment(seq=seq, last=last, count=count)

    def some(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], Vectors]:
        """Ids and unit vectors of those of some passages that are still there, ascending."""
        return self._library.vectors.read_some(ids.tolist(), self.fingerprint, self.dim)

    def rows(self, first: int, last: int) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """Ids and unit vectors of the passages from `first` to `last`, ascending, in chunks."""
        for start in range(first, last + 1, _READ_AT_ONCE):
            end = min(last, start + _READ_AT_ONCE - 1)
            ids, vectors = self._library.vectors.read(
                self.collection, start, end, self.fingerprint, self.dim
            )
            if len(ids):
                yield ids, vectors


def added_ranges(entries: Sequence[LogEntry]) -> list[tuple[int, int]]:
    """First and last id of the passages added by the changes, with adjacent ranges merged.

    Passages both added and removed by these changes are no longer in the database, so the order
    does not matter.
    """
    ranges = [(e.first_passage, e.last_passage) for e in entries if e.kind is Change.ADD]
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first == joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
