"""Open collections with their search indexes, kept up to date with the log.

    Catalogue ── one OpenCollection a name ── embedder, vector store, LexicalIndex

Every server process calls `follow_all` a few times a second, so that writes by one process are
visible in all within a second. When a collection has been re-embedded, the new embedder and index
are loaded beside the old ones and replace them in one step.
"""

import logging
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread

from index.embedders.contract import Embedder
from index.errors import DatelineError, NotFoundError, StoreError
from index.files.sealed import make_index_folder
from index.followers.contract import CreateVectorStore, VectorOptions
from index.followers.embedder_pool import EmbedderPool
from index.followers.lexical.follower import LexicalIndex
from index.followers.old_vectors import delete_old_vectors
from index.followers.open_collection import OpenCollection, hold_name, vector_folder
from index.followers.sharing import SharedIndexes
from index.followers.vector_source import VectorSource
from index.interruption import Stopped, interruptible
from index.people.following import People
from index.publications import Publications
from index.reach import reach
from index.store.database import SharedLock
from index.store.library import Library
from index.store.values import Collection
from index.store.vectors.embedder_records import EmbedderRecord

_log = logging.getLogger(__name__)

# After this many log entries without one, a snapshot saves the next start some work.
_SNAPSHOT_EVERY = 2_000


class Catalogue:
    """The open collections of one data folder."""

    def __init__(
        self,
        library: Library,
        folder: Path,
        embedders: EmbedderPool,
        create_store: CreateVectorStore,
        options: VectorOptions | None = None,
    ) -> None:
        self.library = library
        self.embedders = embedders
        self._folder = folder
        self._shared = SharedIndexes(library)
        self._create_store = create_store
        self._options = options or VectorOptions()
        self._open: dict[int, OpenCollection] = {}
        self._saved: dict[int, int] = {}
        self._changing: dict[int, Thread] = {}
        self._failures: dict[int, tuple[int, str]] = {}
        self._behind: dict[int, str] = {}
        self._lock = Lock()
        self._closing = Event()

    def get(self, name: str) -> OpenCollection:
        """The open collection of that name, opened now if need be.

        Raises:
            NotFoundError: there is no collection of that name.
            SettingsError: the embedder that it was embedded with cannot be loaded.
        """
        return self.open(self.library.collection(name))

    def open(self, collection: Collection) -> OpenCollection:
        """The same of a collection, or a view of one, that has been found."""
        with self._lock:
            opened = self._open.get(collection.pk)
            if opened is None:
                opened = self._opened(collection)
                self._keep(opened)
                if opened.notice:
                    _log.warning("%s", opened.notice)
            return opened

    def embedder_of(self, collection: Collection) -> Embedder:
        """The embedder that new articles of a collection are embedded with.

        Raises:
            SettingsError: it cannot be loaded.
        """
        return self.embedders.serving(self.record_of(collection).serving)

    def follow(self, collection: Collection) -> None:
        """Update one collection's indexes after a write, and occasionally save a snapshot.

        Never raises: the write is already stored, and `follow_all` will catch up. Until then
        `notices` says so.
        """
        try:
            self._follow(self.open(collection))
        except Exception as exc:  # noqa: BLE001
            self._note_behind(collection, str(exc))
        for opened in list(self._open.values()):
            if opened.collection.of == collection.pk:
                self.follow(opened.collection)

    def follow_all(self) -> None:
        """Update every open collection, cheaply if nothing changed.

        Raises:
            StoreError: one of them failed; the others are updated.
        """
        failures: list[str] = []
        positions = self.library.log.positions()
        records = self.library.embedders.all()
        for opened in list(self._open.values()):
            pk, home = opened.collection.pk, opened.collection.home
            if opened.broken:
                self._in_background(opened, self._mend)
            elif opened.seq < positions.get(pk, 0):
                failures += self._follow_or_forget(opened.collection)
            if home in records and records[home].generation != opened.record.generation:
                self._change_embedder(opened, records[home].generation)
        if failures:
            raise StoreError("; ".join(failures))

    def _follow_or_forget(self, collection: Collection) -> list[str]:
        """Why it cannot be brought up to date, if so."""
        try:
            self.library.check_exists(collection)
            self._follow(self.open(collection))
        except NotFoundError:
            self.forget(collection)
        except StoreError as exc:
            self._note_behind(collection, str(exc))
            return [str(exc)]
        return []

    def _follow(self, opened: OpenCollection) -> None:
        pk = opened.collection.pk
        opened.follow()
        self._behind.pop(pk, None)
        if opened.dense.seq - self._saved[pk] >= _SNAPSHOT_EVERY:
            self._saved[pk] = opened.dense.seq
            _save(opened)

    def _note_behind(self, collection: Collection, reason: str) -> None:
        """Say so wherever somebody looks, and in the log once."""
        message = f"collection {collection.name!r}: changes cannot be found yet: {reason}"
        if self._behind.get(collection.pk) != message:
            _log.warning("%s", message)
        self._behind[collection.pk] = message

    def behind(self, positions: Mapping[int, int] | None = None) -> dict[str, int]:
        """For each collection, the number of changes its indexes or a view's have not applied.

        Args:
            positions: the log positions to compare with; by default the current ones.

        Raises:
            StoreError: the log cannot be read.
        """
        positions = self.library.log.positions() if positions is None else positions
        behind: dict[str, int] = {}
        for pk, opened in list(self._open.items()):
            name = opened.collection.name
            if reach().covers(name):
                behind[name] = max(behind.get(name, 0), positions.get(pk, 0) - opened.seq)
        return behind

    def open_all(self) -> None:
        """Open every collection there is, and its views."""
        for collection in self.library.collections():
            for one in (collection, *self.library.views.of(collection)):
                self.open(one)

    def prepare(self) -> None:
        """Prepare in the background what questions would otherwise wait for."""
        for opened in list(self._open.values()):
            opened.prepare(self._check_closing)

    def notices(self) -> list[str]:
        """Notices for the operator about the indexes of open collections."""
        failures = dict(self._failures)
        notices = [
            failures[pk][1] if pk in failures else opened.notice
            for pk, opened in list(self._open.items())
        ]
        broken = [
            f"collection {opened.collection.name!r}: {reason}; the index is being rebuilt"
            for opened in list(self._open.values())
            for reason in opened.broken.values()
        ]
        notices += [self.library.database.read_only, *broken, *self._behind.values()]
        # Views share their collection's vectors.
        return list(dict.fromkeys(notice for notice in notices if notice))

    def tidy(self) -> None:
        """Look for damage, delete vectors that no process searches with, publish now and then."""
        for opened in list(self._open.values()):
            if opened.collection.of is not None and not self._is_there(opened.collection):
                continue
            opened.lexical.watch()
            if self.library.database.read_only is None:
                folder = self.folder_of(opened.collection)
                delete_old_vectors(self.library, opened.collection, folder)
                self._shared.publish(opened, folder)

    def _is_there(self, view: Collection) -> bool:
        """Whether a view is still needed; if not, its indexes are erased."""
        try:
            self.library.check_exists(view)
        except NotFoundError:
            self.forget(view)
            return False
        return True

    def close(self) -> None:
        """Leave rebuilding to the next start, and write snapshots."""
        self._closing.set()
        self.save()

    def save(self) -> None:
        """Write snapshots of everything open; one that cannot be written is only missed later."""
        for thread in list(self._changing.values()):
            thread.join()
        for opened in list(self._open.values()):
            opened.wait()
            _save(opened)

    def forget(self, collection: Collection) -> None:
        """Close a removed collection, and delete its indexes."""
        _log.info("collection %s was removed", collection.name)
        self._close(collection)
        shutil.rmtree(self.folder_of(collection), ignore_errors=True)

    def folder_of(self, collection: Collection) -> Path:
        """The folder of a collection's indexes."""
        return self._folder / str(collection.pk)

    def _close(self, collection: Collection) -> None:
        with self._lock:
            self._open.pop(collection.pk, None)
            self._saved.pop(collection.pk, None)
            self._behind.pop(collection.pk, None)

    # Opening

    def _keep(self, opened: OpenCollection) -> None:
        self._open[opened.collection.pk] = opened
        self._saved[opened.collection.pk] = opened.dense.seq

    def _opened(
        self, collection: Collection, before: OpenCollection | None = None
    ) -> OpenCollection:
        """Open a collection with the embedder that serves it now."""
        folder = self.folder_of(collection)
        # A folder that is read-only, or a full disk, can be searched all the same.
        with suppress(StoreError):
            make_index_folder(folder)
        while True:
            record = self.record_of(collection)
            try:
                hold = self._held(collection, record.generation)
            except BlockingIOError:
                continue
            # Vectors are deleted only after a switch, and not while the lock is held: if the record
            # is unchanged, they are all there.
            if self.record_of(collection).generation == record.generation:
                break
        opened = self._assembled(collection, record, hold, before)
        if before is None:
            self._shared.fetch(collection, folder)
            opened.open()
        else:
            opened.open_dense()
        _forget_older_layout(folder)
        return opened

    def _held(self, collection: Collection, generation: int) -> SharedLock | None:
        """The hold on a generation's vectors; None where no file can be made for it."""
        try:
            return self.library.database.hold(hold_name(collection, generation))
        except StoreError as exc:
            _log.debug("%s", exc)
            return None

    def _assembled(
        self,
        collection: Collection,
        record: EmbedderRecord,
        hold: SharedLock | None,
        before: OpenCollection | None,
    ) -> OpenCollection:
        folder = self.folder_of(collection)
        embedder = self.embedders.serving(record.serving)
        source = VectorSource(
            self.library, collection, fingerprint=embedder.fingerprint, dim=embedder.dim
        )
        return OpenCollection(
            self.library,
            collection,
            record,
            embedder,
            self._create_store(source, vector_folder(folder, record.generation), self._options),
            before.lexical if before else LexicalIndex(self.library, collection, folder),
            before.people if before else People(self.library, collection, folder),
            before.publications if before else Publications(self.library, collection),
            self.embedders.wanted_name,
            hold,
        )

    def record_of(self, collection: Collection) -> EmbedderRecord:
        """The embedder record of a collection.

        It is created if the collection is new or was written by an older Dateline.
        """
        collection = collection.whole
        record = self.library.embedders.get(collection)
        if record is None:
            wanted, _ = self.embedders.wanted()
            name_of = self.embedders.name_of
            record = self.library.embedders.start(collection, wanted, name_of)
        other = record.serving.name != self.embedders.wanted_name
        if other and self.library.vectors.is_empty(collection):
            wanted, _ = self.embedders.wanted()
            record = self.library.embedders.restart(collection, wanted) or record
        return record

    # Changing to another embedder

    def _change_embedder(self, before: OpenCollection, generation: int) -> None:
        """Open the collection anew in the background, and put it in the old one's place."""
        if self._failures.get(before.collection.pk, (-1, ""))[0] != generation:
            self._in_background(before, self._change)

    def _in_background(
        self, opened: OpenCollection, work: Callable[[OpenCollection], object]
    ) -> None:
        """Begin it, unless the collection is being worked on already."""
        pk = opened.collection.pk
        if pk not in self._changing or not self._changing[pk].is_alive():
            thread = Thread(target=work, args=(opened,), daemon=True, name=work.__name__.strip("_"))
            self._changing[pk] = thread
            thread.start()

    def _mend(self, opened: OpenCollection) -> None:
        """Rebuild the indexes that questions have found damaged."""
        try:
            with interruptible(self._check_closing):
                opened.mend()
        except Stopped:
            _log.info("%s will be rebuilt at the next start", opened.collection.name)
        except StoreError as exc:
            self._note_behind(opened.collection, str(exc))

    def _check_closing(self) -> None:
        if self._closing.is_set():
            raise Stopped

    def _change(self, before: OpenCollection) -> None:
        collection = before.collection
        try:
            opened = self._opened(collection, before)
        except DatelineError as exc:
            self._failed(before, str(exc))
            return
        with self._lock:
            self._failures.pop(collection.pk, None)
            self._keep(opened)
        _log.info("%s now uses the embedder %s", collection.name, opened.record.serving)

    def _failed(self, before: OpenCollection, reason: str) -> None:
        """Go on with the old index, and say so wherever somebody looks."""
        collection = before.collection
        record = self.library.embedders.get(collection) or before.record
        before.wanted = record.serving.name
        message = (
            f"collection {collection.name!r} changed its embedder, but this process cannot change "
            f"over: {reason}; it answers from the old index, without the articles added since: "
            f"make {record.serving.name!r} available and start it again"
        )
        _log.error("%s", message)
        self._failures[collection.pk] = (record.generation, message)


def _save(opened: OpenCollection) -> None:
    try:
        opened.save()
    except StoreError as exc:
        _log.warning("no snapshot saved; the next start will take longer: %s", exc)


def _forget_older_layout(folder: Path) -> None:
    """Delete the snapshot of an earlier Dateline, which had one place for all embedders."""
    for path in folder.glob("dense*"):
        with suppress(OSError):
            path.unlink()
