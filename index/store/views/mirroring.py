"""Keeps views in step with their collection: each change to an article updates its copies.

article --may they see it?--> rows copied, with ids of their own, into each view
        --otherwise---------> nothing of it is there

A version is visible if both its own labels and the current version's allow it: neither text that
was internal before publication nor an article that has become internal is found.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Table, delete, insert, select

from index.reach import may_see
from index.records import Span
from index.store.passage_rows import (
    article_pk_of,
    insert_article,
    only_key,
    retire_current,
    store_passages,
)
from index.store.rows import AnyRow, decode_metadata
from index.store.schema import (
    articles,
    passages,
    quotations,
    sentence_vectors,
    vectors,
    version_authors,
    version_meta,
    versions,
    views,
)

Labels = frozenset[str]
_BESIDE = (version_authors, version_meta, quotations, sentence_vectors)
"""Tables of a version's data that are copied unchanged."""
_STATE = (
    *(versions.c.pk, versions.c.sha256, versions.c.digest, versions.c.revision),
    *(versions.c.current, versions.c.metadata),
)


class View(Struct, frozen=True):
    """A view for a set of labels: a hidden collection."""

    pk: int
    of: int
    """The key of the collection that it is a view of."""
    labels: Labels


def encode_labels(labels: Labels) -> str:
    """Labels as one text, equal for equal sets."""
    return msgspec.json.encode(sorted(labels)).decode()


def views_of(connection: Connection, collection_pk: int | None = None) -> list[View]:
    """The views of a collection, including unfinished ones; or all views."""
    statement = select(views)
    if collection_pk is not None:
        statement = statement.where(views.c.of_pk == collection_pk)
    return [
        View(row.collection_pk, row.of_pk, msgspec.json.decode(row.labels, type=Labels))
        for row in connection.execute(statement)
    ]


def mirror(connection: Connection, collection_pk: int, id: str) -> None:
    """Update a changed or deleted article in every view of its collection."""
    for view in views_of(connection, collection_pk):
        mirror_into(connection, view, id)


def mirror_into(connection: Connection, view: View, id: str) -> None:
    """Update an article in one view."""
    source = article_pk_of(connection, view.of, id)
    target = article_pk_of(connection, view.pk, id)
    seen = [] if source is None else seen_versions(connection, source, view.labels)
    if not any(row.current for row in seen):
        if target is not None:
            _erase(connection, view, target)
        return
    known = [] if target is None else states(connection, target)
    if target is None:
        target = insert_article(connection, view.pk, id)
    elif not _goes_on(known, seen):
        _erase_versions(connection, view, target)
        known = []
    for old, new in zip(known, seen, strict=False):
        if old.current and not new.current:
            retire_current(connection, view.pk, target)
    for row in seen[len(known) :]:
        _copy(connection, view, row.pk, target)


def seen_versions(connection: Connection, article_pk: int, labels: Labels) -> list[AnyRow]:
    """The versions of an article that are seen with these labels, the oldest first."""
    rows = [(row, decode_metadata(row.metadata)) for row in states(connection, article_pk)]
    if not all(may_see(labels, found.visible_to) for row, found in rows if row.current):
        return []
    return [row for row, found in rows if may_see(labels, found.visible_to)]


def states(connection: Connection, article_pk: int) -> list[AnyRow]:
    """Every version of an article without its text, the oldest first."""
    statement = select(*_STATE).where(versions.c.article_pk == article_pk)
    return list(connection.execute(statement.order_by(versions.c.pk)))


def is_copy(seen: Sequence[AnyRow], copied: Sequence[AnyRow]) -> bool:
    """Whether a view contains exactly the visible versions of an article."""
    return len(seen) == len(copied) and all(
        (*_identity(one), one.current) == (*_identity(other), other.current)
        for one, other in zip(seen, copied, strict=True)
    )


def _goes_on(known: Sequence[AnyRow], seen: Sequence[AnyRow]) -> bool:
    """Whether what is seen now is what was, perhaps with later versions behind it.

    The order of versions says which ones were replaced: where one returns, all are copied anew.
    """
    return [_identity(row) for row in known] == [_identity(row) for row in seen[: len(known)]] and (
        all(old.current or not new.current for old, new in zip(known, seen, strict=False))
    )


def _identity(row: AnyRow) -> tuple[str, str, int]:
    return row.sha256, row.digest, row.revision


def _erase(connection: Connection, view: View, article_pk: int) -> None:
    retire_current(connection, view.pk, article_pk)
    connection.execute(delete(articles).where(articles.c.pk == article_pk))


def _erase_versions(connection: Connection, view: View, article_pk: int) -> None:
    retire_current(connection, view.pk, article_pk)
    connection.execute(delete(versions).where(versions.c.article_pk == article_pk))


def _copy(connection: Connection, view: View, version_pk: int, article_pk: int) -> None:
    """Copy a version with all that was found in it."""
    found = connection.execute(select(versions).where(versions.c.pk == version_pk))
    values = dict(found.mappings().one()) | {"article_pk": article_pk, "collection_pk": view.pk}
    del values["pk"]
    made = connection.execute(insert(versions).values(values))
    copy_pk = only_key(made.inserted_primary_key)
    for table in _BESIDE:
        own = {"version_pk": copy_pk, "collection_pk": view.pk}
        _copy_rows(connection, table, version_pk, own)
    _copy_passages(connection, view, version_pk, copy_pk)


def _copy_rows(connection: Connection, table: Table, version_pk: int, own: dict[str, int]) -> None:
    changed = {name: value for name, value in own.items() if name in table.c}
    found = connection.execute(select(table).where(table.c.version_pk == version_pk))
    rows = [dict(row) | changed for row in found.mappings()]
    if rows:
        connection.execute(insert(table), rows)


def _copy_passages(connection: Connection, view: View, version_pk: int, copy_pk: int) -> None:
    mine = select(passages).where(passages.c.version_pk == version_pk).order_by(passages.c.id)
    old = list(connection.execute(mine))
    spans = [Span(row.first_sentence, row.last_sentence) for row in old]
    ids = store_passages(connection, view.pk, copy_pk, spans)
    named: dict[int, int] = {row.id: id for row, id in zip(old, ids, strict=True)}
    owned = select(passages.c.id).where(passages.c.version_pk == version_pk)
    found = connection.execute(select(vectors).where(vectors.c.passage_id.in_(owned)))
    rows: list[dict[str, Any]] = [
        dict(row) | {"passage_id": named[row["passage_id"]]} for row in found.mappings()
    ]
    if rows:
        connection.execute(insert(vectors), rows)
