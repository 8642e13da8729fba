"""Index snapshots shared between servers, so that a new server is ready sooner.

    files of one server --publish--> database --fetch--> folder of a new server --> opened, checked

A fetched snapshot is opened like a server's own: each index checks checksums, format, embedder and
position, and is built from the articles if they do not match.
"""

import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from index.errors import DamagedIndexError, StoreError
from index.files.durable import make_data_folder
from index.files.sealed import erase
from index.followers.lexical import manifest as manifests
from index.followers.open_collection import OpenCollection, vector_folder
from index.store.library import Library
from index.store.snapshot_table import Snapshot, SnapshotTable
from index.store.sqlite.locks import file_lock
from index.store.values import Collection

_log = logging.getLogger(__name__)

# This many changes are applied, or passages indexed, in a few seconds.
_FEW = 2_000
# In a large collection, publishing costs more: it waits until one passage in this many is new.
_SHARE = 100
_HOUR_SECONDS = 3_600
_DAY_SECONDS = 86_400
_PASSING = {".lock", ".tmp"}


class SharedIndexes:
    """Shares one library's snapshots; does nothing if its database is not shared."""

    def __init__(self, library: Library, few: int = _FEW) -> None:
        self._library = library
        self._few = few
        self._table = SnapshotTable(library.database)
        self._made_by = ", ".join(_version(name) for name in ("faiss-cpu", "tantivy"))

    def fetch(self, collection: Collection, folder: Path) -> None:
        """Start with a published snapshot, if the folder's own is missing or far behind."""
        if not self._library.database.is_shared:
            return
        try:
            self._fetch_newer(collection, folder)
        except DamagedIndexError as exc:
            _log.warning("%s; the indexes are built from the articles", exc)
            with suppress(StoreError):
                self._table.delete(collection)
        except (StoreError, OSError) as exc:
            _log.info("no published indexes: %s", exc)

    def publish(self, opened: OpenCollection, folder: Path) -> None:
        """Publish the indexes of a collection, if much has changed since that was done."""
        database, pk = self._library.database, opened.collection.pk
        try:
            if database.is_shared and self._is_due(opened):
                with database.alone(f"snapshots/{pk}") as is_mine:
                    if is_mine and self._is_due(opened):
                        self._publish(opened, folder)
        except (StoreError, OSError) as exc:
            _log.warning("%s: its indexes are not published: %s", opened.collection.name, exc)

    # Publishing

    def _is_due(self, opened: OpenCollection) -> bool:
        try:
            newest = self._table.newest(opened.collection)
        except DamagedIndexError:
            newest = None
        if newest is None:
            return opened.lexical.count >= self._few
        age, changes = time.time() - newest.at, opened.seq - newest.seq
        if newest.made_by != self._made_by:
            # While servers are brought up to date, they need not contend.
            return age > _HOUR_SECONDS
        # Deleted content should not remain in there for long.
        is_old = age > _DAY_SECONDS and changes > 0
        return is_old or changes >= max(self._few, opened.lexical.count // _SHARE)

    def _publish(self, opened: OpenCollection, folder: Path) -> None:
        start, place = time.perf_counter(), folder / "published"
        opened.save()
        erase(place)
        try:
            seq = _link(folder, place, vector_folder(folder, opened.record.generation))
            snapshot = Snapshot(made_by=self._made_by, seq=seq)
            size = self._table.put(opened.collection, snapshot, place)
        finally:
            erase(place)
        _log.info(
            "%s: indexes published, %.0f MB in %.1f seconds",
            *(opened.collection.name, size / 1e6, time.perf_counter() - start),
        )

    # Fetching

    def _fetch_newer(self, collection: Collection, folder: Path) -> None:
        newest = self._table.newest(collection)
        if newest is None or newest.seq - _reached(folder) < self._few:
            return
        if newest.made_by != self._made_by:
            raise StoreError(f"made by {newest.made_by}; here is {self._made_by}")
        if newest.seq > self._library.log.position(collection):
            raise DamagedIndexError(f"snapshot of {collection.name!r}: ahead of the database")
        with file_lock(folder / "fetched.lock"):
            # Another process of this folder may have been faster.
            if newest.seq - _reached(folder) >= self._few:
                self._replace(collection, newest, folder)

    def _replace(self, collection: Collection, newest: Snapshot, folder: Path) -> None:
        start, place = time.perf_counter(), folder / "fetched"
        erase(place)
        make_data_folder(place)
        self._table.fetch(collection, newest, place)
        for path in folder.iterdir():
            if path != place and path.suffix != ".lock":
                erase(path)
        # The manifest last: until then, there is no index.
        for path in sorted(place.iterdir(), key=lambda path: path.is_file()):
            path.rename(folder / path.name)
        erase(place)
        _log.info(
            "%s: published indexes fetched in %.1f seconds, %.0f minutes old",
            *(collection.name, time.perf_counter() - start, (time.time() - newest.at) / 60),
        )


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} of another build"


def _reached(folder: Path) -> int:
    """The position of the log that the folder's own index has reached."""
    try:
        found = manifests.read(folder)
    except DamagedIndexError:
        return 0
    return 0 if found is None else found.seq


def _link(folder: Path, place: Path, vectors: Path) -> int:
    """Collect the files of all indexes while nobody changes them; the position they have reached.

    None of them is ever written to again: what is new has another name, or takes the place of one.
    """
    with ExitStack() as stack:
        stack.enter_context(file_lock(folder / "lexical.lock"))
        if vectors.is_dir():
            stack.enter_context(file_lock(vectors / "snapshot.lock"))
        manifest = manifests.read(folder)
        if manifest is None or manifest.writing:
            raise StoreError("they are being written")
        for path in _files(folder, manifest.folder, vectors.name):
            target = place / path.relative_to(folder)
            make_data_folder(target.parent)
            try:
                os.link(path, target)
            except OSError:
                # Not every file system has links.
                shutil.copyfile(path, target)
        return manifest.seq


def _files(folder: Path, *parts: str) -> Iterator[Path]:
    for one in (folder, *(folder / part for part in parts)):
        if one.is_dir():
            yield from (p for p in one.iterdir() if p.is_file() and p.suffix not in _PASSING)
