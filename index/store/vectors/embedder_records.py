"""The embedder each collection is searched with.

    serving --reembed--> next --switch, in one transaction--> serving;  the old one's are deleted

Every passage of a collection has a vector by the serving embedder: writers name the embedder they
used, and are rejected once the record names another. Views use their collection's embedder.
"""

from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct, structs
from sqlalchemy import Connection, delete, insert, select

from index.errors import EmbedderChangedError, NotFoundError
from index.store.database import Database
from index.store.schema import collections, facts
from index.store.values import Collection
from index.store.vectors.vector_table import VectorTable, has_passages, is_complete
from index.store.views.vectors import copy_vectors

_PREFIX = "embedder-"


class EmbedderRef(Struct, frozen=True):
    """An embedder: its name in the settings, and its fingerprint."""

    name: str
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.name!r} ({self.fingerprint})" if self.name else self.fingerprint


class EmbedderRecord(Struct, frozen=True, kw_only=True):
    """The embedders of a collection."""

    serving: EmbedderRef
    generation: int = 0
    """Rises with each switch."""
    next: EmbedderRef | None = None
    """The embedder that a re-embedding under way, or interrupted, changes to."""
    old: tuple[str, ...] = ()
    """Fingerprints of embedders whose vectors are yet to be deleted."""
    missing: int = 0
    """Passages that had no vector when an older Dateline's collection was first opened."""


class EmbedderRecords:
    """The records of one library."""

    def __init__(self, database: Database, vectors: VectorTable) -> None:
        self._database = database
        self._vectors = vectors

    def all(self) -> dict[int, EmbedderRecord]:
        """Every record, by the key of its collection."""
        statement = select(facts).where(facts.c.name.startswith(_PREFIX))
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return {int(row.name.removeprefix(_PREFIX)): _decoded(row.value) for row in rows}

    def get(self, collection: Collection) -> EmbedderRecord | None:
        """The record of a collection; None if there is none yet."""
        with self._database.reading() as connection:
            return read_record(connection, collection.home)

    def start(
        self, collection: Collection, wanted: EmbedderRef, name_of: Callable[[str], str]
    ) -> EmbedderRecord:
        """Create a missing record from the existing vectors.

        Args:
            collection: an empty one, or one that an older Dateline wrote.
            wanted: the embedder for an empty collection.
            name_of: the setting for a fingerprint; "" if unknown.
        """
        counts = self._vectors.embedders(collection)
        made = EmbedderRecord(serving=wanted)
        if counts:
            most = max(counts, key=lambda found: (counts[found], found == wanted.fingerprint))
            serving = wanted if most == wanted.fingerprint else EmbedderRef(name_of(most), most)
            missing = self._vectors.count_missing(collection, most)
            made = EmbedderRecord(serving=serving, old=_others(counts, most), missing=missing)
        with self._database.writing() as connection:
            known = read_record(connection, collection.home)
            _check_exists(connection, collection)
            if known is None:
                _write(connection, collection, made)
            return known or made

    def restart(self, collection: Collection, wanted: EmbedderRef) -> EmbedderRecord | None:
        """Switch a collection without passages; None if it has some."""
        with self._database.writing() as connection:
            record = read_record(connection, collection.home)
            if record is None or has_passages(connection, collection):
                return None
            return _write(connection, collection, _switched(record, wanted))

    def begin(self, collection: Collection, target: EmbedderRef) -> EmbedderRecord:
        """Note that the collection is being re-embedded."""
        with self._database.writing() as connection:
            record = _known(connection, collection)
            given_up = {record.next.fingerprint} if record.next else set()
            gone = (given_up | set(record.old)) - {target.fingerprint, record.serving.fingerprint}
            changed = structs.replace(record, next=target, old=tuple(sorted(gone)))
            return _write(connection, collection, changed)

    def switch(self, collection: Collection, target: EmbedderRef, after: int) -> bool:
        """Let `target` serve, unless passages beyond the id `after` have no vector by it yet."""
        with self._database.writing() as connection:
            if not is_complete(connection, collection, target.fingerprint, after):
                return False
            record = _known(connection, collection)
            copy_vectors(connection, collection.pk, target.fingerprint)
            _write(connection, collection, _switched(record, target))
            return True

    def finish(self, collection: Collection, target: EmbedderRef) -> None:
        """Note that `target`, which serves already, lacks nothing."""
        with self._database.writing() as connection:
            record = _known(connection, collection)
            _write(connection, collection, structs.replace(record, serving=target, next=None))

    def forget(self, collection: Collection, deleted: Sequence[str]) -> None:
        """Note that the vectors of old embedders are deleted."""
        with self._database.writing() as connection:
            record = read_record(connection, collection.home)
            if record is not None:
                left = tuple(old for old in record.old if old not in deleted)
                _write(connection, collection, structs.replace(record, old=left))


def check_embedder(connection: Connection, collection_pk: int, fingerprint: str) -> None:
    """Refuse vectors by another embedder than the one that serves the collection.

    Raises:
        EmbedderChangedError: it changed since they were made.
    """
    record = read_record(connection, collection_pk)
    if record is not None and record.serving.fingerprint != fingerprint:
        raise EmbedderChangedError(
            f"the collection is searched with the embedder {record.serving} now, "
            f"not with {fingerprint}; add the articles again"
        )


def read_record(connection: Connection, collection_pk: int) -> EmbedderRecord | None:
    """The record of a collection, within a transaction."""
    statement = select(facts.c.value).where(facts.c.name == f"{_PREFIX}{collection_pk}")
    value = connection.execute(statement).scalar()
    return None if value is None else _decoded(value)


def erase_record(connection: Connection, collection_pk: int) -> None:
    """Erase the record of a collection that is dropped."""
    connection.execute(delete(facts).where(facts.c.name == f"{_PREFIX}{collection_pk}"))


def _known(connection: Connection, collection: Collection) -> EmbedderRecord:
    record = read_record(connection, collection.home)
    if record is None:
        raise NotFoundError(f"collection {collection.name!r}: not found; it was removed")
    return record


def _check_exists(connection: Connection, collection: Collection) -> None:
    statement = select(collections.c.pk).where(collections.c.pk == collection.pk)
    if connection.execute(statement).first() is None:
        raise NotFoundError(f"collection {collection.name!r}: not found; it was removed")


def _write(
    connection: Connection, collection: Collection, record: EmbedderRecord
) -> EmbedderRecord:
    erase_record(connection, collection.home)
    value = msgspec.json.encode(record).decode()
    connection.execute(insert(facts).values(name=f"{_PREFIX}{collection.home}", value=value))
    return record


def _switched(record: EmbedderRecord, target: EmbedderRef) -> EmbedderRecord:
    gone = {record.serving.fingerprint, *record.old} - {target.fingerprint}
    return EmbedderRecord(serving=target, generation=record.generation + 1, old=tuple(sorted(gone)))


def _others(counts: dict[str, int], chosen: str) -> tuple[str, ...]:
    return tuple(sorted(set(counts) - {chosen}))


def _decoded(value: str) -> EmbedderRecord:
    return msgspec.json.decode(value, type=EmbedderRecord)
