"""Open collections: the library with both search indexes, kept up to date with the log.

    Catalogue ── one OpenCollection a name ── DenseIndex, LexicalIndex

`follow_all` is called a few times a second by every serving process, so that what one process
writes is visible in all of them within a second.
"""

import logging
import shutil
from pathlib import Path
from threading import Lock

from index.embedders.contract import Embedder
from index.errors import NotFoundError, StoreError
from index.followers.dense import DenseIndex, DensePolicy
from index.followers.lexical import LexicalIndex
from index.people.registry import People
from index.store.library import Library
from index.store.values import Collection

_log = logging.getLogger(__name__)

# After this many log entries without one, a snapshot saves the next start some work.
_SNAPSHOT_EVERY = 2_000


class OpenCollection:
    """One collection with its search indexes."""

    def __init__(
        self,
        library: Library,
        collection: Collection,
        folder: Path,
        embedder: Embedder,
        policy: DensePolicy | None = None,
    ) -> None:
        self.library = library
        self.collection = collection
        self.embedder = embedder
        self.dense = DenseIndex(
            library,
            collection,
            folder,
            fingerprint=embedder.fingerprint,
            dim=embedder.dim,
            policy=policy,
        )
        self.lexical = LexicalIndex(library, collection, folder)
        self.people = People(library, collection)

    def open(self) -> None:
        """Load both indexes and follow the log to its end."""
        self.dense.open()
        self.lexical.open()

    def follow(self) -> None:
        """Apply what the log holds beyond the indexes."""
        self.dense.follow()
        self.lexical.follow()

    def save(self) -> None:
        """Write snapshots."""
        self.dense.save()


class Catalogue:
    """The open collections of one data folder."""

    def __init__(
        self,
        library: Library,
        folder: Path,
        embedder: Embedder,
        policy: DensePolicy | None = None,
    ) -> None:
        self.library = library
        self.embedder = embedder
        self._folder = folder
        self._policy = policy
        self._open: dict[int, OpenCollection] = {}
        self._saved: dict[int, int] = {}
        self._lock = Lock()

    def get(self, name: str) -> OpenCollection:
        """The open collection of that name, opened now if need be.

        Raises:
            NotFoundError: there is no collection of that name.
        """
        collection = self.library.collection(name)
        with self._lock:
            opened = self._open.get(collection.pk)
            if opened is None:
                folder = self._folder / str(collection.pk)
                opened = OpenCollection(
                    self.library, collection, folder, self.embedder, self._policy
                )
                opened.open()
                self._open[collection.pk] = opened
                self._saved[collection.pk] = opened.dense.seq
            return opened

    def follow(self, collection: Collection) -> None:
        """Bring one collection's indexes up to date, and snapshot now and then."""
        opened = self.get(collection.name)
        opened.follow()
        if opened.dense.seq - self._saved[collection.pk] >= _SNAPSHOT_EVERY:
            self._saved[collection.pk] = opened.dense.seq
            opened.save()

    def follow_all(self) -> None:
        """Bring every open collection up to date, cheaply where nothing changed."""
        positions = self.library.log.positions()
        for opened in list(self._open.values()):
            if opened.dense.seq < positions.get(opened.collection.pk, 0):
                try:
                    self.follow(opened.collection)
                except NotFoundError:
                    self.forget(opened.collection)

    def open_all(self) -> None:
        """Open every collection there is."""
        for collection in self.library.collections():
            self.get(collection.name)

    def save(self) -> None:
        """Write snapshots of everything open; one that cannot be written is only missed later."""
        for opened in list(self._open.values()):
            opened.dense.wait()
            try:
                opened.save()
            except StoreError as exc:
                _log.warning("no snapshot, the next start takes longer: %s", exc)

    def forget(self, collection: Collection) -> None:
        """Close a collection that is gone, and erase its indexes."""
        _log.info("collection %s is gone", collection.name)
        with self._lock:
            self._open.pop(collection.pk, None)
            self._saved.pop(collection.pk, None)
            shutil.rmtree(self._folder / str(collection.pk), ignore_errors=True)
