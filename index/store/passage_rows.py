"""Article and passage rows: stored, retired and logged in one transaction."""

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from index.records import Span
from index.store.schema import (
    articles,
    changes,
    counters,
    edge_blocks,
    passages,
    quotations,
    sentence_vectors,
    version_meta,
    versions,
)
from index.store.values import Change


def article_pk_of(connection: Connection, collection_pk: int, id: str) -> int | None:
    """The article's key, if there is an article of that id."""
    return connection.execute(
        select(articles.c.pk).where(articles.c.collection_pk == collection_pk, articles.c.id == id)
    ).scalar()


def insert_article(connection: Connection, collection_pk: int, id: str) -> int:
    """Make the row of an article; its key."""
    row = connection.execute(insert(articles).values(collection_pk=collection_pk, id=id))
    return only_key(row.inserted_primary_key)


def retire_current(connection: Connection, collection_pk: int, article_pk: int) -> None:
    """Remove the article's current version from the indexes; its text can still be read."""
    pks = connection.scalars(
        select(versions.c.pk).where(versions.c.article_pk == article_pk, versions.c.current)
    )
    for version_pk in pks.all():
        retire_passages(connection, collection_pk, version_pk)
        connection.execute(
            update(versions).where(versions.c.pk == version_pk).values(current=False)
        )


def retire_passages(connection: Connection, collection_pk: int, version_pk: int) -> None:
    """Delete a version's passages and log their ids for the followers."""
    first, last = connection.execute(
        select(func.min(passages.c.id), func.max(passages.c.id)).where(
            passages.c.version_pk == version_pk
        )
    ).one()
    for derived in (edge_blocks, sentence_vectors, quotations, version_meta):
        connection.execute(delete(derived).where(derived.c.version_pk == version_pk))
    if first is None:
        return
    connection.execute(delete(passages).where(passages.c.version_pk == version_pk))
    _log(connection, collection_pk, Change.REMOVE, version_pk, first, last)


def store_passages(
    connection: Connection, collection_pk: int, version_pk: int, spans: Sequence[Span]
) -> range:
    """Store passages as first and last sentence, and log them for the followers; return ids."""
    first = _take_ids(connection, len(spans))
    ids = range(first, first + len(spans))
    rows = [
        {
            "id": id,
            "version_pk": version_pk,
            "first_sentence": span.start,
            "last_sentence": span.end,
        }
        for id, span in zip(ids, spans, strict=True)
    ]
    if rows:
        connection.execute(insert(passages), rows)
        _log(connection, collection_pk, Change.ADD, version_pk, ids[0], ids[-1])
    return ids


def only_key(key: Any) -> int:
    """The key of a row that was inserted."""
    return int(key[0])


def _take_ids(connection: Connection, count: int) -> int:
    """Reserve `count` consecutive passage ids; no id is ever used twice."""
    taken = connection.execute(select(counters.c.next).where(counters.c.name == "passages"))
    first = int(taken.scalar_one())
    connection.execute(
        update(counters).where(counters.c.name == "passages").values(next=first + count)
    )
    return first


def _log(
    connection: Connection, collection_pk: int, kind: Change, version_pk: int, first: int, last: int
) -> None:
    connection.execute(
        insert(changes).values(
            collection_pk=collection_pk,
            kind=kind,
            version_pk=version_pk,
            first_passage=first,
            last_passage=last,
            at=int(time.time()),
        )
    )
