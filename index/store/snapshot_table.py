"""Index snapshots in a database shared by several servers.

folder of one server --> parts of a few megabytes, the manifest last --> folder of a new server

Snapshots are derived, so their table is created on demand and unlogged: not in the write-ahead log,
not on replicas, and empty after a crash of the server.
"""

import hashlib
import secrets
import time
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct, structs
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Double,
    ForeignKey,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
)

from index.errors import DamagedIndexError, StoreError
from index.files.durable import make_data_folder, unusable
from index.interruption import go_on
from index.store.database import Database
from index.store.schema import collections
from index.store.values import Collection

_PART_BYTES = 4 << 20

_parts = Table(
    "index_snapshots",
    MetaData(),
    # A view that is dropped takes along what could be found in it.
    Column("collection_pk", ForeignKey(collections.c.pk, ondelete="CASCADE"), primary_key=True),
    Column("publication", String(16), primary_key=True),
    # Of the manifest: empty.
    Column("file", String, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    Column("at", Double, nullable=False),
    prefixes=["UNLOGGED"],
)


class Snapshot(Struct, frozen=True, kw_only=True):
    """A published snapshot."""

    made_by: str
    """The libraries that can read it."""
    seq: int
    """The position of the change log that it has reached."""
    at: float = 0
    """When, in seconds since 1970."""
    publication: str = ""
    files: dict[str, str] = {}
    """The SHA-256 of each, by its path in the folder."""


class SnapshotTable:
    """The newest snapshot of each collection and view."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, collection: Collection) -> Snapshot | None:
        """The latest snapshot of a collection, if any.

        Raises:
            StoreError: unknown, as on replicas.
            DamagedIndexError: it cannot be read.
        """
        mine = _parts.c.collection_pk == collection.pk
        manifest = select(_parts.c.data).where(mine, _parts.c.file == "")
        with self._database.reading() as connection:
            if not inspect(connection).has_table(_parts.name):
                return None
            data = connection.execute(manifest.order_by(_parts.c.at.desc())).scalar()
        try:
            return None if data is None else msgspec.json.decode(data, type=Snapshot)
        except msgspec.DecodeError as exc:
            raise DamagedIndexError(f"snapshot of {collection.name!r}: damaged ({exc})") from exc

    def put(self, collection: Collection, snapshot: Snapshot, folder: Path) -> int:
        """Publish a folder's files, replacing earlier ones; return their size in bytes.

        Raises:
            StoreError: it failed; the earlier snapshot is unchanged.
        """
        made = structs.replace(snapshot, at=time.time(), publication=secrets.token_hex(8))
        with self._database.writing() as connection:
            _make_table(connection)
        store = partial(self._store, collection, made)
        sums: dict[str, str] = {}
        count = size = 0
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name, digest = path.relative_to(folder).as_posix(), hashlib.sha256()
            with path.open("rb") as file:
                for number, data in enumerate(iter(partial(file.read, _PART_BYTES), b"")):
                    go_on()
                    digest.update(data)
                    store(name, number, data)
                    count, size = count + 1, size + len(data)
            sums[name] = digest.hexdigest()
        self._release(collection, structs.replace(made, files=sums), count)
        return size

    def fetch(self, collection: Collection, snapshot: Snapshot, folder: Path) -> None:
        """Fetch its files into an empty folder.

        Raises:
            StoreError: they cannot be written, or were replaced by a newer snapshot.
            DamagedIndexError: they differ from what was published.
        """
        mine = _of(collection, snapshot)
        with self._database.reading() as connection:
            for name, expected in snapshot.files.items():
                make_data_folder((folder / name).parent)
                found = _fetch(connection, mine & (_parts.c.file == name), folder / name)
                if found != expected:
                    raise DamagedIndexError(f"snapshot of {collection.name!r}: {name} differs")

    def delete(self, collection: Collection) -> None:
        """Delete what there is of a collection."""
        with self._database.writing() as connection:
            connection.execute(delete(_parts).where(_parts.c.collection_pk == collection.pk))

    def _store(
        self, collection: Collection, snapshot: Snapshot, name: str, number: int, data: bytes
    ) -> None:
        with self._database.writing() as connection:
            connection.execute(_row(collection, snapshot, name, number, data))

    def _release(self, collection: Collection, snapshot: Snapshot, count: int) -> None:
        """Let it be found, instead of what was there, and of what others have left half done."""
        mine = _of(collection, snapshot)
        with self._database.writing() as connection:
            there = select(func.count()).select_from(_parts).where(mine)
            if connection.execute(there).scalar_one() != count:
                raise StoreError(f"snapshot of {collection.name!r}: replaced by another one")
            others = (_parts.c.collection_pk == collection.pk) & ~mine
            connection.execute(delete(_parts).where(others))
            connection.execute(_row(collection, snapshot, "", 0, msgspec.json.encode(snapshot)))


def _make_table(connection: Connection) -> None:
    if not inspect(connection).has_table(_parts.name):
        _parts.create(connection)
        # Compressed data would be compressed again in vain.
        connection.execute(
            text(f"ALTER TABLE {_parts.name} ALTER COLUMN data SET STORAGE EXTERNAL")
        )


def _of(collection: Collection, snapshot: Snapshot) -> ColumnElement[bool]:
    return (_parts.c.collection_pk == collection.pk) & (
        _parts.c.publication == snapshot.publication
    )


def _row(collection: Collection, snapshot: Snapshot, name: str, number: int, data: bytes) -> Insert:
    return insert(_parts).values(
        collection_pk=collection.pk,
        publication=snapshot.publication,
        file=name,
        part=number,
        data=data,
        at=snapshot.at,
    )


def _fetch(connection: Connection, wanted: ColumnElement[bool], path: Path) -> str:
    """Write a file from its parts; its checksum."""
    digest = hashlib.sha256()
    statement = select(_parts.c.data).where(wanted).order_by(_parts.c.part)
    parts = connection.execute(statement, execution_options={"yield_per": 4})
    try:
        with path.open("wb") as file:
            for data in parts.scalars():
                go_on()
                digest.update(data)
                file.write(data)
    except OSError as exc:
        raise unusable(path, exc) from exc
    return digest.hexdigest()
