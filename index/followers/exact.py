"""Exact search with NumPy: the reference for faster vector stores.

Vectors are stored as float16, as in the database, and scored in chunks, so memory use stays at two
bytes per number. There is no snapshot: every start reads the database.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.followers.contract import Cosines, Ids, VectorOptions, VectorStore
from index.followers.vector_source import VectorSource, added_ranges
from index.records import Vectors
from index.store.change_log import LogEntry
from index.store.sqlite.locks import ReadWriteLock

_SCORED_AT_ONCE = 8_192


def create(source: VectorSource, folder: Path, options: VectorOptions) -> VectorStore:  # noqa: ARG001
    """Build one; it needs neither folder nor options."""
    return ExactStore(source)


class ExactStore:
    """All vectors of one collection in one array, ordered by passage id."""

    def __init__(self, source: VectorSource) -> None:
        self.seq = 0
        self._source = source
        self._lock = ReadWriteLock()
        self._ids: Ids = np.empty(0, np.int64)
        self._rows: NDArray[np.float16] = np.empty((0, source.dim), np.float16)

    @property
    def count(self) -> int:
        """The number of vectors."""
        return len(self._ids)

    def open(self) -> None:
        """Read the vectors and follow the log to its end."""
        self.rebuild()
        self.follow()

    def follow(self) -> int:
        """Apply the changes that are new in the log; return the position reached."""
        while entries := self._source.entries(after=self.seq):
            with self._lock.writing():
                if entries[0].seq <= self.seq:  # another thread was faster
                    continue
                self._apply(entries)
                self.seq = entries[-1].seq
        return self.seq

    def search(self, questions: Vectors, k: int, allowed: Ids | None = None) -> tuple[Cosines, Ids]:
        """The `k` nearest passages of each question vector, as in `VectorStore`."""
        scores = np.full((len(questions), k), -np.inf, np.float32)
        best = np.full((len(questions), k), -1, np.int64)
        with self._lock.reading():
            places = self._places(allowed)
            for start in range(0, len(places), _SCORED_AT_ONCE):
                chunk = places[start : start + _SCORED_AT_ONCE]
                found = questions @ self._rows[chunk].astype(np.float32).T
                scores, best = merge_best(scores, best, found, self._ids[chunk])
        return scores, best

    def save(self) -> None:
        """Nothing: there is no snapshot."""

    def rebuild(self) -> None:
        """Read all vectors from the truth."""
        moment = self._source.moment()
        parts = list(self._source.rows(1, moment.last))
        ids = [np.empty(0, np.int64), *(ids for ids, _ in parts)]
        rows = [np.empty((0, self._source.dim), np.float16)]
        rows += [vectors.astype(np.float16) for _, vectors in parts]
        with self._lock.writing():
            self._ids, self._rows = np.concatenate(ids), np.concatenate(rows)
            self.seq = moment.seq

    def verify(self) -> list[str]:
        """Problems found by comparing it with the truth."""
        self.follow()
        count = self._source.moment().count
        if self.count != count:
            return [f"it holds {self.count} passages, the database {count}"]
        return []

    def wait(self) -> None:
        """Nothing runs in the background."""

    def _places(self, allowed: Ids | None) -> NDArray[np.int64]:
        if allowed is None:
            return np.arange(len(self._ids))
        places = np.searchsorted(self._ids, allowed)
        inside = places < len(self._ids)
        places, allowed = places[inside], allowed[inside]
        found: NDArray[np.int64] = places[self._ids[places] == allowed]
        return found

    def _apply(self, entries: Sequence[LogEntry]) -> None:
        gone = [np.arange(e.first_passage, e.last_passage + 1) for e in entries]
        kept = ~np.isin(self._ids, np.concatenate(gone))
        ids, rows = [self._ids[kept]], [self._rows[kept]]
        # New passages have higher ids than all before them, so the order stays ascending.
        for first, last in added_ranges(entries):
            for more, vectors in self._source.rows(first, last):
                ids.append(more)
                rows.append(vectors.astype(np.float16))
        self._ids, self._rows = np.concatenate(ids), np.concatenate(rows)


def merge_best(scores: Cosines, best: Ids, more: Cosines, more_ids: Ids) -> tuple[Cosines, Ids]:
    """The best of what was found so far, shape (n, k), and of more scores, shape (n, m)."""
    k = scores.shape[1]
    all_scores = np.hstack([scores, more])
    all_ids = np.hstack([best, np.broadcast_to(more_ids, more.shape)])
    order = np.argsort(-all_scores, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(all_scores, order, 1), np.take_along_axis(all_ids, order, 1)
