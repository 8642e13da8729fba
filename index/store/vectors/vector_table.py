"""Vectors of passages and sentences, per embedder.

While a collection switches embedders, the vectors of both are stored.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select

from index.errors import StoreError
from index.records import Article, Span, Vectors
from index.store.database import Database
from index.store.rows import AnyRow, article_of, is_in
from index.store.schema import (
    articles,
    changes,
    passages,
    sentence_vectors,
    vectors,
    versions,
)
from index.store.values import Change, Collection

# Passages read at once; an article is always read whole.
_MISSING_AT_ONCE = 32
_DELETED_AT_ONCE = 5_000
# Built once: a search in an IVF index reads twice with it. Vectors go with their passages.
_SOME = (
    select(vectors.c.passage_id, vectors.c.vector)
    .where(
        vectors.c.passage_id.in_(bindparam("ids", expanding=True)),
        vectors.c.embedder == bindparam("embedder"),
    )
    .order_by(vectors.c.passage_id)
)


class Unembedded(Struct, frozen=True, kw_only=True):
    """A version with passages that an embedder has not read yet."""

    version_pk: int
    revision: int
    article: Article
    ids: tuple[int, ...]
    passages: tuple[Span, ...]
    """First and last sentence number of each passage, both inclusive."""


class Embedded(Struct, frozen=True, kw_only=True):
    """The same with its vectors."""

    version: Unembedded
    vectors: Vectors
    sentence_vectors: NDArray[np.int8]


class VectorTable:
    """The vectors of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read_some(
        self, ids: Sequence[int], embedder: str, dim: int
    ) -> tuple[NDArray[np.int64], Vectors]:
        """Read the vectors of the given passages, if they still exist."""
        with self._database.reading() as connection:
            rows = connection.execute(_SOME, {"ids": ids, "embedder": embedder}).all()
        return _unpacked(rows, dim)

    def read(
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
        return _unpacked(rows, dim)

    def state(
        self, collection: Collection, embedder: str, until: int | None
    ) -> tuple[int, int, int]:
        """Position of the log, highest passage id, and number of vectors, at one moment.

        With `until`, passages beyond that id may have no vector yet: the position is the last one
        before a passage beyond it was added, and the highest id is `until`.
        """
        mine = changes.c.collection_pk == collection.pk
        with self._database.reading() as connection:
            seq = connection.execute(select(func.max(changes.c.seq)).where(mine)).scalar() or 0
            last = until
            if until is None:
                last = connection.execute(_of(collection, func.max(passages.c.id))).scalar() or 0
            else:
                beyond = (changes.c.kind == Change.ADD.value) & (changes.c.first_passage > until)
                first = connection.execute(select(func.min(changes.c.seq)).where(mine, beyond))
                seq = min(seq, (first.scalar() or seq + 1) - 1)
            count = connection.execute(
                _of(collection, func.count())
                .join(vectors, vectors.c.passage_id == passages.c.id)
                .where(vectors.c.embedder == embedder)
            ).scalar_one()
        return int(seq), int(last or 0), int(count)

    def embedders(self, collection: Collection) -> dict[str, int]:
        """How many passages each embedder has read."""
        statement = (
            _of(collection, vectors.c.embedder, func.count())
            .join(vectors, vectors.c.passage_id == passages.c.id)
            .group_by(vectors.c.embedder)
        )
        with self._database.reading() as connection:
            return {str(row[0]): int(row[1]) for row in connection.execute(statement)}

    def last_passage(self, collection: Collection) -> int:
        """The highest passage id in the collection; 0 if it has none."""
        with self._database.reading() as connection:
            statement = _of(collection, func.max(passages.c.id))
            return int(connection.execute(statement).scalar() or 0)

    def is_empty(self, collection: Collection) -> bool:
        """Whether a collection contains no passages."""
        with self._database.reading() as connection:
            return not has_passages(connection, collection)

    def count_missing(self, collection: Collection, embedder: str) -> int:
        """Number of passages without a vector by this embedder."""
        with self._database.reading() as connection:
            statement = _missing(collection, embedder, func.count())
            return int(connection.execute(statement).scalar_one())

    def unembedded(self, collection: Collection, embedder: str, after: int) -> list[Unembedded]:
        """Versions with passages beyond the id `after` without vectors by this embedder, in order.

        Returns a few at a time; an empty list means that none are left.
        """
        missing = (
            _missing(collection, embedder, passages.c.version_pk)
            .where(passages.c.id > after)
            .order_by(passages.c.id)
            .limit(_MISSING_AT_ONCE)
        )
        with self._database.reading() as connection:
            pks = list(dict.fromkeys(connection.execute(missing).scalars()))
            found = [_unembedded(connection, collection, pk) for pk in pks]
        return sorted(found, key=lambda version: version.ids[0])

    def write(self, embedder: str, batch: Sequence[Embedded]) -> int:
        """Store vectors in one transaction; return the number of passages that now have one.

        Versions changed or deleted in the meantime are skipped.
        """
        with self._database.writing() as connection:
            current = [item for item in batch if _is_unchanged(connection, item.version)]
            for item in current:
                store_vectors(
                    connection,
                    item.version.version_pk,
                    item.version.ids,
                    embedder,
                    item.vectors,
                    item.sentence_vectors,
                )
        return sum(len(item.version.ids) for item in current)

    def delete(self, collection: Collection, embedder: str) -> None:
        """Delete an embedder's vectors of a collection, in many short transactions."""
        ids = _of(collection, passages.c.id)
        pks = select(versions.c.pk).where(versions.c.collection_pk == collection.pk)
        for table, key, mine in (
            (vectors, vectors.c.passage_id, ids),
            (sentence_vectors, sentence_vectors.c.version_pk, pks),
        ):
            (id,) = mine.selected_columns
            with self._database.reading() as connection:
                last = connection.execute(mine.with_only_columns(func.max(id))).scalar() or 0
            for start in range(1, last + 1, _DELETED_AT_ONCE):
                end = start + _DELETED_AT_ONCE - 1
                here = key.between(start, end) & key.in_(mine.where(id.between(start, end)))
                with self._database.writing() as connection:
                    connection.execute(delete(table).where(here, table.c.embedder == embedder))


def _unpacked(rows: Sequence[AnyRow], dim: int) -> tuple[NDArray[np.int64], Vectors]:
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    data = b"".join([row[1] for row in rows])
    if len(data) != 2 * dim * len(rows):
        raise StoreError(
            "vectors in the database are damaged: restore it from a backup, or export its "
            "articles and import them into a new folder"
        )
    return ids, np.frombuffer(data, np.float16).reshape(-1, dim).astype(np.float32)


def store_vectors(
    connection: Connection,
    version_pk: int,
    ids: Sequence[int],
    embedder: str,
    rows: Vectors,
    sentences: NDArray[np.int8],
) -> None:
    """Store a version's vectors, replacing earlier ones by the same embedder."""
    mine = (sentence_vectors.c.version_pk == version_pk) & (sentence_vectors.c.embedder == embedder)
    connection.execute(delete(sentence_vectors).where(mine))
    connection.execute(
        insert(sentence_vectors).values(
            version_pk=version_pk, embedder=embedder, vectors=sentences.tobytes()
        )
    )
    if not ids:
        return
    again = vectors.c.passage_id.between(ids[0], ids[-1]) & (vectors.c.embedder == embedder)
    connection.execute(delete(vectors).where(again))
    halves = rows.astype(np.float16)
    blobs = [
        {"passage_id": id, "embedder": embedder, "vector": half.tobytes()}
        for id, half in zip(ids, halves, strict=True)
    ]
    connection.execute(insert(vectors), blobs)


def is_complete(connection: Connection, collection: Collection, embedder: str, after: int) -> bool:
    """Whether all passages beyond the id `after` have a vector by this embedder."""
    statement = _missing(collection, embedder, passages.c.id).where(passages.c.id > after).limit(1)
    return connection.execute(statement).first() is None


def has_passages(connection: Connection, collection: Collection) -> bool:
    """Whether a collection contains any passages."""
    return connection.execute(_of(collection, passages.c.id).limit(1)).first() is not None


def _of(collection: Collection, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(passages)
        .join(versions, passages.c.version_pk == versions.c.pk)
        .where(versions.c.collection_pk == collection.pk)
    )


def _missing(collection: Collection, embedder: str, column: Any) -> Select[Any]:
    """Passages that no vector of this embedder belongs to, in the order of their ids."""
    own = (vectors.c.passage_id == passages.c.id) & (vectors.c.embedder == embedder)
    return (
        select(column)
        .select_from(passages)
        .join(versions, passages.c.version_pk == versions.c.pk)
        .outerjoin(vectors, own)
        .where(is_in(collection), vectors.c.passage_id.is_(None))
    )


def _unembedded(connection: Connection, collection: Collection, pk: int) -> Unembedded:
    row = connection.execute(
        select(versions, articles.c.id.label("id"))
        .join(articles, versions.c.article_pk == articles.c.pk)
        .where(versions.c.pk == pk)
    ).one()
    held = connection.execute(
        select(passages.c.id, passages.c.first_sentence, passages.c.last_sentence)
        .where(passages.c.version_pk == pk)
        .order_by(passages.c.id)
    ).all()
    return Unembedded(
        version_pk=pk,
        revision=row.revision,
        article=article_of(row, collection.name),
        ids=tuple(passage.id for passage in held),
        passages=tuple(Span(p.first_sentence, p.last_sentence) for p in held),
    )


def _is_unchanged(connection: Connection, version: Unembedded) -> bool:
    """Whether the version still has the passages that were embedded."""
    statement = select(func.count()).where(
        versions.c.pk == version.version_pk,
        versions.c.revision == version.revision,
        passages.c.version_pk == versions.c.pk,
        passages.c.id.between(version.ids[0], version.ids[-1]),
    )
    return connection.execute(statement).scalar_one() == len(version.ids)
