"""What the search indexes follow: the log of changes, and the vectors of what it names."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from index.records import Vectors
from index.store.changes import Change
from index.store.database import Database
from index.store.rows import is_in
from index.store.schema import changes, passages, vectors, versions
from index.store.values import Collection


class LogEntry(Struct, frozen=True):
    """One change to the passages of one version."""

    seq: int
    kind: Change
    version_pk: int
    first_passage: int
    last_passage: int


class ChangeLog:
    """The log of one library, and the passages it speaks of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def position(self, collection: Collection) -> int:
        """Sequence number of the collection's last change; 0 when there was none."""
        statement = select(func.max(changes.c.seq)).where(changes.c.collection_pk == collection.pk)
        with self._database.reading() as connection:
            return int(connection.execute(statement).scalar() or 0)

    def positions(self) -> dict[int, int]:
        """Sequence number of the last change of each collection, by its key."""
        statement = select(changes.c.collection_pk, func.max(changes.c.seq)).group_by(
            changes.c.collection_pk
        )
        with self._database.reading() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(statement)}

    def entries(self, collection: Collection, after: int, limit: int = 5000) -> list[LogEntry]:
        """The collection's changes with a sequence number over `after`, in order."""
        statement = (
            select(changes)
            .where(changes.c.collection_pk == collection.pk, changes.c.seq > after)
            .order_by(changes.c.seq)
            .limit(limit)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return [
            LogEntry(row.seq, Change(row.kind), row.version_pk, row.first_passage, row.last_passage)
            for row in rows
        ]

    def passage_vectors(
        self, collection: Collection, first: int, last: int, embedder: str, dim: int
    ) -> tuple[NDArray[np.int64], Vectors]:
        """Ids and vectors of the living passages from `first` to `last`, both inclusive."""
        statement = (
            select(vectors.c.passage_id, vectors.c.vector)
            .join(passages, vectors.c.passage_id == passages.c.id)
            .join(versions, passages.c.version_pk == versions.c.pk)
            .where(
                is_in(collection),
                vectors.c.embedder == embedder,
                passages.c.id.between(first, last),
            )
            .order_by(passages.c.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        ids = np.fromiter((row.passage_id for row in rows), np.int64, len(rows))
        halves = np.frombuffer(b"".join(row.vector for row in rows), np.float16)
        return ids, halves.reshape(-1, dim).astype(np.float32)

    def count_and_position(self, collection: Collection) -> tuple[int, int]:
        """Number of living passages and the log's position, both at one moment."""
        position = select(func.max(changes.c.seq)).where(changes.c.collection_pk == collection.pk)
        with self._database.reading() as connection:
            at = int(connection.execute(position).scalar() or 0)
            return _count_passages(connection, collection.pk), at

    def count_passages(self, collection: Collection) -> int:
        """Number of passages that can be found now."""
        with self._database.reading() as connection:
            return _count_passages(connection, collection.pk)

    def last_passage_id(self, collection: Collection) -> int:
        """The highest id among the collection's passages; 0 when it has none."""
        statement = (
            select(func.max(passages.c.id))
            .join(versions, passages.c.version_pk == versions.c.pk)
            .where(versions.c.collection_pk == collection.pk)
        )
        with self._database.reading() as connection:
            return int(connection.execute(statement).scalar() or 0)

    def passages_without_vector(self, collection: Collection, embedder: str) -> int:
        """Number of passages that this embedder has given no vector."""
        of_embedder = (vectors.c.passage_id == passages.c.id) & (vectors.c.embedder == embedder)
        statement = (
            select(func.count())
            .select_from(passages)
            .join(versions, passages.c.version_pk == versions.c.pk)
            .outerjoin(vectors, of_embedder)
            .where(versions.c.collection_pk == collection.pk, vectors.c.passage_id.is_(None))
        )
        with self._database.reading() as connection:
            return int(connection.execute(statement).scalar_one())


def _count_passages(connection: Connection, collection_pk: int) -> int:
    statement = (
        select(func.count())
        .select_from(passages)
        .join(versions, passages.c.version_pk == versions.c.pk)
        .where(versions.c.collection_pk == collection_pk)
    )
    return int(connection.execute(statement).scalar_one())
