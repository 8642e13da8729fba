"""Exact search that holds nothing: every search reads all vectors from the database."""

from pathlib import Path

import numpy as np

from index.followers.contract import Cosines, Ids, VectorOptions, VectorStore
from index.followers.vector_source import VectorSource
from index.records import Vectors


def create(source: VectorSource, folder: Path, options: VectorOptions) -> VectorStore:
    """Build one; it needs neither a folder nor options."""
    del folder, options
    return ScanStore(source)


class ScanStore:
    """Always up to date: there is nothing that could fall behind."""

    def __init__(self, source: VectorSource) -> None:
        self._source = source

    @property
    def seq(self) -> int:
        """The end of the log."""
        return self._source.position()

    @property
    def count(self) -> int:
        """Number of vectors in the database."""
        return self._source.moment().count

    def follow(self) -> int:
        """Nothing to do."""
        return self.seq

    def verify(self) -> list[str]:
        """Nothing can be wrong."""
        return []

    def open(self) -> None:
        """Nothing to do; the same holds for the methods below."""

    save = rebuild = wait = open  # noqa: A003

    def search(self, questions: Vectors, k: int, allowed: Ids | None = None) -> tuple[Cosines, Ids]:
        """The nearest passages of each question."""
        chunks = list(self._source.rows(1, self._source.moment().last))
        ids = np.concatenate([np.empty(0, np.int64), *(ids for ids, _ in chunks)])
        scores = np.hstack([np.empty((len(questions), 0)), *(questions @ v.T for _, v in chunks)])
        if allowed is not None:
            scores, ids = scores[:, np.isin(ids, allowed)], ids[np.isin(ids, allowed)]
        best = np.argsort(-scores, axis=1)[:, :k]
        empty = ((0, 0), (0, k - best.shape[1]))
        found = np.take_along_axis(scores, best, axis=1).astype(np.float32)
        return np.pad(found, empty), np.pad(ids[best], empty, constant_values=-1)
