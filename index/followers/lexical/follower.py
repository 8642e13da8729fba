"""The lexical follower: tantivy (BM25, English stemming) over the passages of one collection.

    truth (passages, change log) --follow--> tantivy files, shared by all processes

The first process that sees the files behind the log updates them under a file lock; the others
reload. If the files cannot be written, a process searches a copy in memory.
"""

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.errors import DamagedIndexError, StoreError
from index.followers.damage import named
from index.followers.lexical.files import LexicalFiles, in_memory
from index.followers.lexical.manifest import Manifest
from index.followers.lexical.queries import all_of, limit_queries, words_query
from index.followers.lexical.schema import analyzer, schema, write_changes
from index.records import Filters
from index.store.library import Library
from index.store.values import Collection
from index.text.matching.plain import plain

_log = logging.getLogger(__name__)

# With more passages, a copy in memory costs more than some changes that are found later.
_MOST_COPIED = 100_000

Ids = NDArray[np.int64]


class LexicalIndex:
    """Passages of one collection by their words. Safe to use from several threads."""

    def __init__(self, library: Library, collection: Collection, folder: Path) -> None:
        self.seq = 0
        self.broken: str | None = None
        """Damage found by a question; searches find nothing until it is rebuilt."""
        self._library = library
        self._collection = collection
        self._folder = folder
        self._files = LexicalFiles(folder)
        self._lock = Lock()
        self._analyzer = analyzer()
        self.schema = schema()
        self._index: Any = None
        self._is_open = False
        self._manifest: Manifest | None = None
        """The manifest `_index` was opened from; None for a copy in memory."""

    @property
    def count(self) -> int:
        """The number of passages.

        Raises:
            DamagedIndexError: it is damaged, and about to be rebuilt.
        """
        with self.asking() as index:
            return int(index.searcher().num_docs)

    def open(self) -> None:
        """Open the files and follow the log to its end.

        Raises:
            DamagedIndexError: they are damaged.
        """
        found = self._files.open()
        if found is None:
            self.rebuild()
            return
        manifest, self._index = found
        self._manifest, self.seq = manifest, manifest.seq
        if self.seq > self._library.log.position(self._collection):
            raise DamagedIndexError(
                f"{self._folder}: the lexical index is ahead of the database, which was replaced "
                "by an older one or has lost its -wal file"
            )
        if manifest.writing:
            self._finish_writing()
        self.follow()
        if manifest.writing and (problem := self._miscount()):
            raise DamagedIndexError(f"{self._folder}: {problem}")
        self._is_open = True

    def follow(self) -> int:
        """Update the files from the log; return the position reached.

        Raises:
            DamagedIndexError: they are damaged.
            StoreError: they cannot be written, and are too large for a copy in memory.
        """
        with self._lock:
            position = self._library.log.position(self._collection)
            if self.seq < position and self.broken is None:
                self._change(lambda: self._files.extend(position, self._write))
            return self.seq

    def search(
        self, question: str, k: int, filters: Filters | None = None, as_of: str | None = None
    ) -> tuple[NDArray[np.float32], Ids]:
        """The `k` best passages for the question's words: BM25 scores, best first, and ids.

        Raises:
            DamagedIndexError: it is damaged, and about to be rebuilt.
        """
        with self.asking():
            terms = self.terms(question)
            query = words_query(self._index, self.schema, terms, filters or Filters(), as_of)
            if query is None:
                return np.empty(0, np.float32), np.empty(0, np.int64)
            searcher = self._index.searcher()
            found = searcher.search(query, limit=k, count=False).hits
            ids = searcher.fast_field_values("passage", [address for _, address in found])
            scores = np.fromiter((score for score, _ in found), np.float32, len(found))
            return scores, np.asarray(ids, np.int64)

    @contextmanager
    def asking(self) -> Generator[Any]:
        """The index, to be asked something that `search` does not.

        Raises:
            DamagedIndexError: it is damaged, and about to be rebuilt.
        """
        if self.broken is not None:
            raise DamagedIndexError(self.broken)
        try:
            with named(self._folder / "lexical"):
                yield self._index
        except DamagedIndexError as exc:
            self.broken = str(exc)
            raise

    def terms(self, text: str) -> list[str]:
        """The text's words as indexed: lower case, stemmed, without stop words."""
        return [str(term) for term in self._analyzer.analyze(plain(text).text)]

    def document_frequency(self, term: str) -> int:
        """Number of passages whose body holds this term (as `terms` gives it).

        Raises:
            DamagedIndexError: it is damaged, and about to be rebuilt.
        """
        with self.asking():
            return int(self._index.searcher().doc_freq("body", term))

    def holds_together(self, terms: Sequence[str], articles: Sequence[str] = ()) -> bool:
        """Whether a passage's body contains all of these terms (from `terms`).

        Args:
            terms: at least one.
            articles: the ids of articles to consider; none: all.

        Raises:
            DamagedIndexError: it is damaged, and about to be rebuilt.
        """
        with self.asking() as index:
            wanted = [tantivy.Query.term_query(self.schema, "body", term) for term in terms]
            limits = limit_queries(index, self.schema, Filters(article_ids=tuple(articles)), None)
            found = self._index.searcher().search(all_of([*wanted, *limits]), limit=1, count=False)
            return bool(found.hits)

    def rebuild(self) -> None:
        """Rebuild the files from the database or, if impossible, a copy in memory."""
        self._change(lambda: self._files.build(self._manifest, self._write), anew=True)
        self._is_open = True
        self.follow()

    def verify(self) -> list[str]:
        """Problems found by comparing the index with its checksums and with the truth."""
        try:
            self.follow()
            if self._manifest is not None:
                self._files.check()
        except DamagedIndexError as exc:
            return [str(exc)]
        problem = self._miscount()
        return [problem] if problem else []

    def watch(self) -> None:
        """Note whether the files have been damaged since they were opened."""
        try:
            if self._manifest is not None and self.broken is None:
                self._files.watch()
        except DamagedIndexError as exc:
            self.broken = str(exc)

    def save(self) -> None:
        """Do nothing: changes are already in the files."""

    def wait(self) -> None:
        """Nothing runs in the background."""

    # Following

    def _finish_writing(self) -> None:
        """Go on where a process was killed, if the files can be written."""
        position = self._library.log.position(self._collection)
        try:
            self._use(self._files.extend(position, self._write))
        except DamagedIndexError:
            raise
        except StoreError as exc:
            _log.debug("%s", exc)

    def _write(self, index: Any, after: int, note: Callable[[int], object]) -> int:
        return write_changes(index, self._library, self._collection, after, note)

    def _change(self, make: Callable[[], Manifest], *, anew: bool = False) -> None:
        """Change the files and reload them; or a copy in memory, where they cannot be written."""
        try:
            self._use(make())
        except DamagedIndexError:
            raise
        except StoreError as exc:
            self._use_memory(exc, anew=anew)
        self.broken = None

    def _use(self, manifest: Manifest) -> None:
        same = self._manifest is not None and self._manifest.folder == manifest.folder
        self._index = self._files.index(manifest, self._index if same else None)
        self._manifest, self.seq = manifest, manifest.seq

    def _use_memory(self, cause: StoreError, *, anew: bool) -> None:
        fresh = anew or self._manifest is not None or self._index is None
        if self._is_open and fresh and not anew and self.count > _MOST_COPIED:
            raise cause
        if fresh:
            _log.warning("%s; this process searches a copy of the index in memory", cause)
        index: Any = in_memory() if fresh else self._index
        after = 0 if fresh else self.seq
        with named(self._folder):
            seq = write_changes(index, self._library, self._collection, after)
            index.reload()
        self._index, self._manifest, self.seq = index, None, seq

    def _miscount(self) -> str | None:
        count, _ = self._library.log.count_and_position(self._collection)
        held = self.count
        return None if held == count else f"it holds {held} passages, the database {count}"
