"""The dense follower: FAISS over the vectors of all passages of one collection.

    truth (vectors, change log) --follow--> FAISS --snapshot--> dense.faiss + dense.json

FAISS ids are passage ids. The snapshot may be lost at any time: it is rebuilt from the truth.
"""

import hashlib
import logging
from pathlib import Path
from threading import Thread
from typing import Any

import faiss as _faiss
import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from index.errors import DamagedIndexError
from index.files.durable import write_durably
from index.records import Vectors
from index.store.changes import Change
from index.store.library import Library
from index.store.locks import ReadWriteLock, file_lock
from index.store.values import Collection

# Its own annotations lag behind what its functions accept.
faiss: Any = _faiss

_log = logging.getLogger(__name__)

_FORMAT = 1
_READ_AT_ONCE = 50_000
_PROBE_QUERIES = 200
_NEIGHBOURS = 10
# FAISS asks for at least 39 training vectors a list.
_TRAIN_PER_LIST = 40

Ids = NDArray[np.int64]


class DensePolicy(Struct, frozen=True, kw_only=True):
    """Which FAISS index at which size.

    The truth keeps vectors as float16, so the flat index over float16 loses nothing; it takes half
    the memory of float32 and a third of the time (75,304 passages, one query: 1.8 ms against 5.6).
    """

    flat_until: int = 300_000
    target_recall: float = 0.98
    """Recall@10 against exact search that decides how many lists IVF probes."""
    retrain_growth: float = 2.0
    """IVF is trained again once the collection has grown by this factor."""


class _Manifest(Struct, frozen=True, kw_only=True):
    """What a snapshot claims to be; checked against the file and the truth when it is loaded."""

    format: int
    fingerprint: str
    dim: int
    count: int
    seq: int
    sha256: str
    kind: str
    trained_on: int
    nprobe: int


class DenseIndex:
    """Nearest passages of one collection, by cosine. Safe to use from several threads."""

    def __init__(
        self,
        library: Library,
        collection: Collection,
        folder: Path,
        *,
        fingerprint: str,
        dim: int,
        policy: DensePolicy | None = None,
    ) -> None:
        self.seq = 0
        self.nprobe = 0
        self._library = library
        self._collection = collection
        self._folder = folder
        self._fingerprint = fingerprint
        self._dim = dim
        self._policy = policy or DensePolicy()
        self._lock = ReadWriteLock()
        self._kind = "flat"
        self._trained_on = 0
        self._index: Any = _empty(dim, "flat")
        self._rebuild: Thread | None = None
        self._saved_seq = -1

    @property
    def count(self) -> int:
        """Number of vectors held."""
        return int(self._index.ntotal)

    @property
    def kind(self) -> str:
        """The FAISS index in use: flat or ivf."""
        return self._kind

    def open(self) -> None:
        """Load the snapshot and follow the log to its end; rebuild where the snapshot is bad."""
        try:
            self._load()
        except DamagedIndexError as exc:
            _log.warning("%s; rebuilding it from the articles", exc)
            # Else it would pass for a snapshot that is as new as the rebuilt one.
            (self._folder / "dense.json").unlink(missing_ok=True)
            self.rebuild()
        self.follow()

    def follow(self) -> int:
        """Apply what the log holds beyond this index; return the position reached."""
        while entries := self._library.log.entries(self._collection, after=self.seq):
            with self._lock.writing():
                if entries[0].seq <= self.seq:  # another thread was faster
                    continue
                removed = [e for e in entries if e.kind is Change.REMOVE]
                self._remove([(e.first_passage, e.last_passage) for e in removed])
                # What was added and removed within these entries is gone from the truth already.
                added = [e for e in entries if e.kind is Change.ADD]
                self._add([(e.first_passage, e.last_passage) for e in added])
                self.seq = entries[-1].seq
        self._grow()
        return self.seq

    def search(
        self, questions: Vectors, k: int, allowed: Ids | None = None
    ) -> tuple[NDArray[np.float32], Ids]:
        """The `k` nearest passages of each question vector.

        Args:
            questions: unit rows, shape (n, dim).
            k: how many to find.
            allowed: passage ids to choose among; None for all.

        Returns:
            Cosines, best first, and passage ids, both of shape (n, k); id -1 where there are
            fewer.
        """
        # One query is scanned faster by one thread than by several that wait for each other; the
        # number belongs to the calling thread, so that building keeps all of them.
        faiss.omp_set_num_threads(1)
        with self._lock.reading():
            found: tuple[NDArray[np.float32], Ids] = self._index.search(
                np.ascontiguousarray(questions, np.float32), k, params=self._parameters(allowed)
            )
        return found

    def save(self) -> None:
        """Write a snapshot, unless one at least as new is there. Atomic: old or new, never half."""
        with self._lock.reading():
            if self.seq == self._saved_seq:
                return
            data = memoryview(faiss.serialize_index(self._index))
            manifest = _Manifest(
                format=_FORMAT,
                fingerprint=self._fingerprint,
                dim=self._dim,
                count=self.count,
                seq=self.seq,
                sha256=hashlib.sha256(data).hexdigest(),
                kind=self._kind,
                trained_on=self._trained_on,
                nprobe=self.nprobe,
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        with file_lock(self._folder / "dense.lock"):
            known = self._manifest()
            if known is None or known.fingerprint != self._fingerprint or known.seq < manifest.seq:
                name = f"dense-{manifest.seq}-{manifest.sha256[:8]}.faiss"
                write_durably(self._folder / name, data)
                write_durably(self._folder / "dense.json", msgspec.json.encode(manifest))
                self._forget_old_files(keep=name)
        self._saved_seq = manifest.seq

    def rebuild(self) -> None:
        """Build the index anew from the truth and put it in the old one's place."""
        count, seq = self._library.log.count_and_position(self._collection)
        kind = self._kind_for(count)
        index, nprobe = self._build(kind)
        with self._lock.writing():
            self._index, self._kind, self.nprobe = index, kind, nprobe
            self._trained_on, self.seq = count, seq
        self._saved_seq = -1

    def verify(self) -> list[str]:
        """What is wrong with this index, compared with the truth; empty when nothing is."""
        self.follow()
        count, _ = self._library.log.count_and_position(self._collection)
        problems: list[str] = []
        if self.count != count:
            problems.append(f"dense index holds {self.count} passages, the truth {count}")
        try:
            manifest = self._manifest()
            if manifest is not None:
                self._read(manifest)
        except DamagedIndexError as exc:
            problems.append(str(exc))
        return problems

    def wait(self) -> None:
        """Wait for a rebuild in the background, if there is one."""
        if self._rebuild is not None:
            self._rebuild.join()

    # Loading

    def _load(self) -> None:
        manifest = self._manifest()
        if manifest is None:
            count, _ = self._library.log.count_and_position(self._collection)
            if count:
                _log.info("no snapshot of the dense index: building it from the articles")
                self.rebuild()
            return
        if manifest.fingerprint != self._fingerprint or manifest.dim != self._dim:
            raise DamagedIndexError(f"{self._folder.name}: snapshot of another embedder")
        if manifest.seq > self._library.log.position(self._collection):
            raise DamagedIndexError(f"{self._folder.name}: snapshot is ahead of the truth")
        index = self._read(manifest)
        self._index, self._kind, self.nprobe = index, manifest.kind, manifest.nprobe
        self._trained_on, self.seq, self._saved_seq = (
            manifest.trained_on,
            manifest.seq,
            manifest.seq,
        )

    def _manifest(self) -> _Manifest | None:
        path = self._folder / "dense.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=_Manifest)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as exc:
            raise DamagedIndexError(f"{path}: unreadable ({exc})") from exc

    def _read(self, manifest: _Manifest) -> Any:
        path = self._folder / f"dense-{manifest.seq}-{manifest.sha256[:8]}.faiss"
        try:
            data = np.fromfile(path, np.uint8)
        except OSError as exc:
            raise DamagedIndexError(f"{path}: unreadable ({exc.strerror})") from exc
        if hashlib.sha256(data.tobytes()).hexdigest() != manifest.sha256:
            raise DamagedIndexError(f"{path}: checksum does not match")
        try:
            index = faiss.deserialize_index(data)
        except RuntimeError as exc:
            raise DamagedIndexError(f"{path}: not a FAISS index") from exc
        if index.d != manifest.dim or index.ntotal != manifest.count:
            raise DamagedIndexError(f"{path}: dimension or count do not match its manifest")
        return index

    def _forget_old_files(self, keep: str) -> None:
        for path in self._folder.glob("dense-*.faiss"):
            if path.name != keep:
                path.unlink(missing_ok=True)

    # Changing

    def _remove(self, ranges: list[tuple[int, int]]) -> None:
        if ranges and self.count:
            gone = np.concatenate([np.arange(a, b + 1, dtype=np.int64) for a, b in ranges])
            self._index.remove_ids(gone)

    def _add(self, ranges: list[tuple[int, int]]) -> None:
        for first, last in _joined(ranges):
            for ids, rows in self._vectors(first, last):
                self._index.add_with_ids(rows, ids)

    def _vectors(self, first: int, last: int) -> Any:
        for start in range(first, last + 1, _READ_AT_ONCE):
            end = min(last, start + _READ_AT_ONCE - 1)
            ids, rows = self._library.log.passage_vectors(
                self._collection, start, end, self._fingerprint, self._dim
            )
            if len(ids):
                yield ids, rows

    def _parameters(self, allowed: Ids | None) -> Any:
        selector = None if allowed is None else _selector(allowed)
        if self._kind == "ivf":
            # A filter may leave few rows: look into every list, the selector makes it cheap.
            nprobe = self.nprobe if allowed is None else int(self._index.nlist)
            return faiss.SearchParametersIVF(sel=selector, nprobe=nprobe)
        return None if selector is None else faiss.SearchParameters(sel=selector)

    # Growing

    def _kind_for(self, count: int) -> str:
        return "flat" if count <= self._policy.flat_until else "ivf"

    def _grow(self) -> None:
        """Change to a larger kind of index, or train again, in the background."""
        outgrown = self._kind_for(self.count) != self._kind and self.count > self._trained_on
        stale = self._kind == "ivf" and (
            self.count > self._trained_on * self._policy.retrain_growth
        )
        busy = self._rebuild is not None and self._rebuild.is_alive()
        if (outgrown or stale) and not busy:
            self._rebuild = Thread(target=self._rebuild_and_catch_up, daemon=True, name="rebuild")
            self._rebuild.start()

    def _rebuild_and_catch_up(self) -> None:
        self.rebuild()
        self.follow()

    def _build(self, kind: str) -> tuple[Any, int]:
        last = self._library.log.last_passage_id(self._collection)
        count = self._library.log.count_passages(self._collection)
        index = _empty(self._dim, kind, count)
        if kind == "ivf":
            index.train(self._sample(last, index.nlist * _TRAIN_PER_LIST))
        for ids, rows in self._vectors(1, last):
            index.add_with_ids(rows, ids)
        return index, self._choose_nprobe(index, last) if kind == "ivf" else 0

    def _sample(self, last: int, size: int) -> Vectors:
        """About `size` vectors, evenly from all passages, without holding all of them."""
        step = max(1, last // max(1, size))
        parts = [rows[ids % step == 0] for ids, rows in self._vectors(1, last)]
        return np.concatenate(parts) if parts else np.empty((0, self._dim), np.float32)

    def _choose_nprobe(self, index: Any, last: int) -> int:
        """Fewest lists that reach the target recall on real passages, against exact search."""
        queries = self._sample(last, _PROBE_QUERIES)
        truth = self._exact_neighbours(queries, last)
        nprobe = 1
        while nprobe < index.nlist:
            params = faiss.SearchParametersIVF(nprobe=nprobe)
            _, found = index.search(queries, truth.shape[1], params=params)
            if _recall(found, truth) >= self._policy.target_recall:
                break
            nprobe *= 2
        return min(nprobe, int(index.nlist))

    def _exact_neighbours(self, queries: Vectors, last: int) -> Ids:
        """Ids of the exact nearest passages; chunk by chunk, so that memory stays bounded."""
        # The nearest passage of a passage is itself, which says nothing: one more is asked for.
        k = _NEIGHBOURS + 1
        scores = np.full((len(queries), k), -np.inf, np.float32)
        best = np.full((len(queries), k), -1, np.int64)
        for ids, rows in self._vectors(1, last):
            all_scores = np.hstack([scores, queries @ rows.T])
            all_ids = np.hstack([best, np.broadcast_to(ids, (len(queries), len(ids)))])
            top = np.argpartition(-all_scores, k - 1, axis=1)[:, :k]
            scores = np.take_along_axis(all_scores, top, axis=1)
            best = np.take_along_axis(all_ids, top, axis=1)
        return best


def _empty(dim: int, kind: str, count: int = 0) -> Any:
    if kind == "flat":
        half = faiss.ScalarQuantizer.QT_fp16
        return faiss.IndexIDMap2(faiss.IndexScalarQuantizer(dim, half, faiss.METRIC_INNER_PRODUCT))
    # IVF keeps ids itself; inside IndexIDMap2 its remove_ids would mix them up.
    lists = max(1, min(int(4 * count**0.5), count // _TRAIN_PER_LIST))
    return faiss.index_factory(dim, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)


def _selector(allowed: Ids) -> Any:
    if not len(allowed):
        return faiss.IDSelectorRange(0, 0)
    bits = np.zeros(int(allowed[-1]) // 8 + 1, np.uint8)
    np.bitwise_or.at(bits, allowed // 8, np.left_shift(1, allowed % 8).astype(np.uint8))
    return faiss.IDSelectorBitmap(bits)


def _recall(found: Ids, truth: Ids) -> float:
    hits = [np.isin(truth[i], found[i]).mean() for i in range(len(truth))]
    return float(np.mean(hits))


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring ranges made one, so that they are read in one statement."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first == joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
