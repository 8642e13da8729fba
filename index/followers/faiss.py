"""FAISS as a vector store: exact for few passages, approximate for many.

    truth (vectors, change log) --follow--> FAISS --snapshot--> files, mapped

FAISS ids are passage ids. A lost snapshot is rebuilt from the database.
"""

import logging
from contextlib import suppress
from pathlib import Path
from threading import Thread

import numpy as np

from index.errors import DamagedIndexError, StoreError
from index.followers import faiss_snapshot
from index.followers.contract import Cosines, Ids, VectorOptions, VectorStore
from index.followers.exact import merge_best
from index.followers.faiss_building import RANKED_EXACTLY, build, empty, faiss, kind_for
from index.followers.faiss_layers import Layers
from index.followers.vector_source import VectorSource
from index.records import Vectors
from index.store.sqlite.locks import ReadWriteLock

_log = logging.getLogger(__name__)

_FEW = 500
"""Up to this many allowed passages are read from the database instead of searching all lists."""

# IVF is trained again once the collection has grown by this factor.
_RETRAIN_GROWTH = 2.0


def create(source: VectorSource, folder: Path, options: VectorOptions) -> VectorStore:
    """Build one."""
    return FaissStore(source, folder, options)


class FaissStore:
    """Nearest passages of one collection, by cosine. Safe to use from several threads."""

    def __init__(self, source: VectorSource, folder: Path, options: VectorOptions) -> None:
        self._source = source
        self._folder = folder
        self._flat_until = options.flat_until
        self._lock = ReadWriteLock()
        self._layers = Layers(empty(source.dim), 0)
        self._rebuild: Thread | None = None
        self._saved_seq = -1

    @property
    def seq(self) -> int:
        """Sequence number of the last change applied."""
        return self._layers.seq

    @property
    def count(self) -> int:
        """The number of vectors."""
        return self._layers.count

    @property
    def kind(self) -> str:
        """The FAISS index in use: flat or ivf."""
        return self._layers.base.kind

    @property
    def nprobe(self) -> int:
        """How many lists of an IVF index a search looks into."""
        return self._layers.base.nprobe

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
                if entries[0].seq > self.seq:  # else another thread was faster
                    self._layers.apply(entries, self._source)
        self._grow()
        return self.seq

    def search(self, questions: Vectors, k: int, allowed: Ids | None = None) -> tuple[Cosines, Ids]:
        """The `k` nearest passages of each question vector, as in `VectorStore`."""
        if self.kind == "ivf" and allowed is not None and len(allowed) <= _FEW:
            return self._among(questions, k, allowed)
        # One query is scanned faster by one thread than by several that wait for each other; the
        # number belongs to the calling thread, so that building keeps all of them.
        faiss.omp_set_num_threads(1)
        with self._lock.reading():
            kind = self.kind
            wanted = max(k, RANKED_EXACTLY) if kind == "ivf" else k
            questions = np.ascontiguousarray(questions, np.float32)
            found = self._layers.search(questions, wanted, allowed)
        return self._ranked_exactly(questions, *found, k) if kind == "ivf" else found

    def save(self) -> None:
        """Write a snapshot, unless one at least as new is there. Atomic: old or new, never half."""
        with self._lock.reading():
            if self.seq == self._saved_seq:
                return
            merged, seq, saved = self._layers.merged(), self.seq, self._layers
        faiss_snapshot.publish(
            self._folder, faiss_snapshot.draft(self._folder, merged, seq, self._source)
        )
        # From now on, the written index is searched and needs no memory.
        with suppress(DamagedIndexError):
            if found := faiss_snapshot.read(self._folder, self._source):
                self._saved_seq = found[1]
                self._change_to(Layers(*found), saved)

    def rebuild(self) -> None:
        """Rebuild the index from the database and replace the old one."""
        moment = self._source.moment()
        self._saved_seq = -1
        self._change_to(Layers(build(self._source, moment, self._flat_until), moment.seq))

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
            self._layers = Layers(*found)
            self._saved_seq = self.seq
        elif self._source.position():
            _log.info("%s: no snapshot; building the index from the articles", self._folder)
            self._rebuild_and_map()

    def _change_to(self, layers: Layers, before: Layers | None = None) -> None:
        """Search others from now on, if those before are still in use, once they are up to date."""
        self._apply_new(layers)
        with self._lock.writing():
            if before in (None, self._layers):
                self._apply_new(layers)
                self._layers = layers

    def _apply_new(self, layers: Layers) -> None:
        while entries := self._source.entries(after=layers.seq):
            layers.apply(entries, self._source)

    def _among(self, questions: Vectors, k: int, few: Ids) -> tuple[Cosines, Ids]:
        scores = np.full((len(questions), k), -np.inf, np.float32)
        best = np.full((len(questions), k), -1, np.int64)
        ids, rows = self._source.some(few)
        return merge_best(scores, best, questions @ rows.T, ids)

    def _ranked_exactly(
        self, questions: Vectors, cosines: Cosines, found: Ids, k: int
    ) -> tuple[Cosines, Ids]:
        """The `k` best, after the first of those found are compared with the truth."""
        first = found[:, :RANKED_EXACTLY]
        ids, rows = self._source.some(np.unique(first[first >= 0]))
        for question, scores, own in zip(questions, cosines, first, strict=True):
            known = np.flatnonzero(np.isin(own, ids))
            scores[known] = rows[np.searchsorted(ids, own[known])] @ question
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        return np.take_along_axis(cosines, order, 1), np.take_along_axis(found, order, 1)

    def _grow(self) -> None:
        """Change to a larger kind of index, or train again, in the background."""
        built, count = self._layers.base, self.count
        outgrown = kind_for(count, self._flat_until) != built.kind and count > built.trained_on
        stale = built.kind == "ivf" and count > built.trained_on * _RETRAIN_GROWTH
        busy = self._rebuild is not None and self._rebuild.is_alive()
        if (outgrown or stale) and not busy:
            self._rebuild = Thread(target=self._rebuild_and_map, daemon=True, name="rebuild")
            self._rebuild.start()

    def _rebuild_and_map(self) -> None:
        self.rebuild()
        with suppress(StoreError):
            self.save()
