"""FAISS as a vector store: exact for few passages, approximate for many.

    truth (vectors, change log) --follow--> FAISS --snapshot--> files

FAISS ids are passage ids. The snapshot may be lost at any time: it is rebuilt from the truth.
"""

import logging
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np

from index.errors import DamagedIndexError
from index.followers import faiss_snapshot
from index.followers.contract import Cosines, Ids, VectorOptions, VectorStore
from index.followers.exact import merge_best
from index.followers.faiss_building import build, empty, faiss, kind_for
from index.followers.vector_source import VectorSource, added_ranges
from index.records import Vectors
from index.store.change_log import LogEntry
from index.store.sqlite.locks import ReadWriteLock
from index.store.values import Change

_log = logging.getLogger(__name__)

# A filter leaves every list fewer passages: so many times as many lists are looked into as would
# hold as many allowed passages. Of the ten nearest of 9,911 news passages, for the older and newer
# half, quarter and tenth and the outlets with most of them, 4 finds .990 to .996, all lists .994 to
# .997, 1 finds .963 to .978.
_WIDER = 4
_FEW = 500
"""So many passages are looked up in the truth, rather than looked for in all lists."""

# IVF is trained again once the collection has grown by this factor.
_RETRAIN_GROWTH = 2.0


def create(source: VectorSource, folder: Path, options: VectorOptions) -> VectorStore:
    """Build one."""
    return FaissStore(source, folder, options)


class FaissStore:
    """Nearest passages of one collection, by cosine. Safe to use from several threads."""

    def __init__(self, source: VectorSource, folder: Path, options: VectorOptions) -> None:
        self.seq = 0
        self._source = source
        self._folder = folder
        self._flat_until = options.flat_until
        self._lock = ReadWriteLock()
        self._built = empty(source.dim)
        self._rebuild: Thread | None = None
        self._saved_seq = -1

    @property
    def count(self) -> int:
        """Number of vectors held."""
        return int(self._built.index.ntotal)

    @property
    def kind(self) -> str:
        """The FAISS index in use: flat or ivf."""
        return self._built.kind

    @property
    def nprobe(self) -> int:
        """How many lists of an IVF index a search looks into."""
        return self._built.nprobe

    def open(self) -> None:
        """Load the snapshot and follow the log to its end.

        Raises:
            DamagedIndexError: it is damaged; it is discarded.
        """
        try:
            self._load()
        except DamagedIndexError:
            faiss_snapshot.discard(self._folder)
            raise
        self.follow()

    def follow(self) -> int:
        """Apply the changes that are new in the log; return the position reached."""
        while entries := self._source.entries(after=self.seq):
            with self._lock.writing():
                if entries[0].seq <= self.seq:  # another thread was faster
                    continue
                self._apply(entries)
                self.seq = entries[-1].seq
        self._grow()
        return self.seq

    def search(self, questions: Vectors, k: int, allowed: Ids | None = None) -> tuple[Cosines, Ids]:
        """The `k` nearest passages of each question vector, as `VectorStore` says."""
        if self.kind == "ivf" and allowed is not None and len(allowed) <= _FEW:
            return self._among(questions, k, allowed)
        # One query is scanned faster by one thread than by several that wait for each other; the
        # number belongs to the calling thread, so that building keeps all of them.
        faiss.omp_set_num_threads(1)
        with self._lock.reading():
            found: tuple[Cosines, Ids] = self._built.index.search(
                np.ascontiguousarray(questions, np.float32), k, params=self._parameters(allowed)
            )
        return found

    def save(self) -> None:
        """Write a snapshot, unless one at least as new is there. Atomic: old or new, never half."""
        with self._lock.reading():
            if self.seq == self._saved_seq:
                return
            made = faiss_snapshot.draft(self._folder, self._built, self.seq, self._source)
        faiss_snapshot.publish(self._folder, made)
        self._saved_seq = made.manifest.seq

    def rebuild(self) -> None:
        """Build the index anew from the truth and put it in the old one's place."""
        moment = self._source.moment()
        built = build(self._source, moment, self._flat_until)
        with self._lock.writing():
            self._built, self.seq = built, moment.seq
        self._saved_seq = -1

    def verify(self) -> list[str]:
        """Problems found by comparing index and snapshot with the truth."""
        self.follow()
        count = self._source.moment().count
        problems: list[str] = []
        if self.count != count:
            problems.append(f"it holds {self.count} passages, the database {count}")
        try:
            faiss_snapshot.read(self._folder, self._source)
        except DamagedIndexError as exc:
            problems.append(str(exc))
        return problems

    def wait(self) -> None:
        """Wait for a rebuild in the background, if there is one."""
        if self._rebuild is not None:
            self._rebuild.join()

    def _load(self) -> None:
        found = faiss_snapshot.read(self._folder, self._source)
        if found is not None:
            self._built, self.seq = found
            self._saved_seq = self.seq
        elif self._source.position():
            _log.info("%s: no snapshot; building the index from the articles", self._folder)
            self.rebuild()

    def _apply(self, entries: Sequence[LogEntry]) -> None:
        gone = [
            np.arange(e.first_passage, e.last_passage + 1)
            for e in entries
            if e.kind is Change.REMOVE
        ]
        if gone and self.count:
            self._built.index.remove_ids(np.concatenate(gone))
        for first, last in added_ranges(entries):
            for ids, rows in self._source.rows(first, last):
                self._built.index.add_with_ids(rows, ids)

    def _parameters(self, allowed: Ids | None) -> Any:
        selector = None if allowed is None else _selector(allowed)
        if self.kind == "ivf":
            lists = self.nprobe
            if allowed is not None:
                wider = ceil(_WIDER * lists * self.count / len(allowed))
                lists = min(wider, int(self._built.index.nlist))
            return faiss.SearchParametersIVF(sel=selector, nprobe=lists)
        return None if selector is None else faiss.SearchParameters(sel=selector)

    def _among(self, questions: Vectors, k: int, few: Ids) -> tuple[Cosines, Ids]:
        scores = np.full((len(questions), k), -np.inf, np.float32)
        best = np.full((len(questions), k), -1, np.int64)
        ids, rows = self._source.some(few)
        return merge_best(scores, best, questions @ rows.T, ids)

    def _grow(self) -> None:
        """Change to a larger kind of index, or train again, in the background."""
        built, count = self._built, self.count
        outgrown = kind_for(count, self._flat_until) != built.kind and count > built.trained_on
        stale = built.kind == "ivf" and count > built.trained_on * _RETRAIN_GROWTH
        busy = self._rebuild is not None and self._rebuild.is_alive()
        if (outgrown or stale) and not busy:
            self._rebuild = Thread(target=self._rebuild_and_catch_up, daemon=True, name="rebuild")
            self._rebuild.start()

    def _rebuild_and_catch_up(self) -> None:
        self.rebuild()
        self.follow()


def _selector(allowed: Ids) -> Any:
    if not len(allowed):
        return faiss.IDSelectorRange(0, 0)
    mask = np.zeros(int(allowed[-1]) + 1, bool)
    mask[allowed] = True
    return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
