"""What an older library needs to become one of today, inside the transaction that opens it."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, text, update

from index.records import Metadata
from index.store.rows import decode_quotes, decode_spans
from index.store.schema import SCHEMA_VERSION, versions
from index.store.writing import store_quotations
from index.text.hashes import unpack

_AT_ONCE = 1_000


def migrate(connection: Connection, found: int) -> None:
    """Take a library from schema `found` to the next one, and so on to the newest."""
    for number in range(found, SCHEMA_VERSION):
        _STEPS[number](connection)


def _find_quotations_by_speaker(connection: Connection) -> None:
    """Schema 2 has the table `quotations`."""
    columns = (versions.c.pk, versions.c.text, versions.c.sentences, versions.c.quotes)
    for row in connection.execute(select(*columns).where(versions.c.current)):
        store_quotations(
            connection,
            row.pk,
            unpack(row.text),
            decode_spans(row.sentences),
            decode_quotes(row.quotes),
        )


def _keep_metadata_whole(connection: Connection) -> None:
    """Schema 3 has one column for all metadata, and none for what nothing asked for."""
    _run(connection, "ALTER TABLE versions ADD COLUMN metadata BLOB NOT NULL DEFAULT x''")
    _fill_metadata(connection)
    _run(connection, "DROP INDEX versions_by_date")
    for name in ("title", "url", "source", "published", "authors", "language"):
        _run(connection, f"ALTER TABLE versions DROP COLUMN {name}")
    for name in ("published_last", "simhash"):
        _run(connection, f"ALTER TABLE versions DROP COLUMN {name}")
    for index in versions.indexes:
        index.create(connection, checkfirst=True)


def _fill_metadata(connection: Connection) -> None:
    page = text(
        "SELECT pk, title, url, source, published, authors, language FROM versions "
        "WHERE pk > :after ORDER BY pk LIMIT :limit"
    )
    change = update(versions).where(versions.c.pk == bindparam("key"))
    after = 0
    while rows := connection.execute(page, {"after": after, "limit": _AT_ONCE}).all():
        after = rows[-1].pk
        filled = [{"key": row.pk, "metadata": _metadata(row)} for row in rows]
        connection.execute(change.values(metadata=bindparam("metadata")), filled)


def _metadata(row: Any) -> bytes:
    return msgspec.msgpack.encode(
        Metadata(
            title=row.title,
            url=row.url,
            outlet=row.source,
            published=row.published,
            authors=msgspec.msgpack.decode(row.authors, type=tuple[str, ...]),
            language=row.language,
        )
    )


def _run(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))


_STEPS: dict[int, Callable[[Connection], None]] = {
    1: _find_quotations_by_speaker,
    2: _keep_metadata_whole,
}

OLDEST = min(_STEPS)
"""The oldest schema that can be migrated."""
