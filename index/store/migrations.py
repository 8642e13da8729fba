"""Schema migrations, run in the transaction that opens the library."""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import structs
from sqlalchemy import Connection, bindparam, delete, select, text, update

from index.identity import article_id, claims_of
from index.records import Document, Metadata, reshape
from index.store.identities.claims import record
from index.store.rows import decode_metadata, decode_quotes, decode_spans
from index.store.schema import SCHEMA_VERSION, articles, conversations, quotations, versions
from index.store.writing import store_quotations
from index.text.hashes import unpack

_AT_ONCE = 1_000
_CLAIMING = (
    *("pk", "article_pk", "collection_pk", "text", "metadata", "format", "origin", "digest"),
)
"""What tells which article a version is."""


def migrate(connection: Connection, found: int) -> None:
    """Take a library from schema `found` to the next one, and so on to the newest."""
    for number in range(found, SCHEMA_VERSION):
        _STEPS[number](connection)


def _find_quotations_by_speaker(_connection: Connection) -> None:
    """Schema 2 has the table `quotations`, which schema 8 fills."""


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


def _remember_claims(connection: Connection) -> None:
    """Schema 4 remembers what documents claimed to be: here, what the stored ones must have."""
    columns = (articles.c.id, *(versions.c[name] for name in _CLAIMING))
    page = (
        select(*columns)
        .join(articles, versions.c.article_pk == articles.c.pk)
        .order_by(versions.c.pk)
        .limit(_AT_ONCE)
    )
    after = 0
    while rows := connection.execute(page.where(versions.c.pk > after)).all():
        after = rows[-1].pk
        for row in rows:
            claimed = claims_of(_claimant(row), row.digest)
            record(connection, row.collection_pk, row.article_pk, claimed.all)


def _claimant(row: Any) -> Document:
    """The document that a version came from, as far as its claims go."""
    metadata = decode_metadata(row.metadata)
    found = reshape(metadata, Document, text=unpack(row.text), format=row.format, origin=row.origin)
    placed = structs.replace(found, place=row.origin)
    # An id that follows from URL, place or text was none of the document's own.
    derived = (placed, structs.replace(found, url=None))
    named = structs.replace(found, id=row.id)
    return next((one for one in derived if article_id(one) == row.id), named)


def _begin_conversations(_connection: Connection) -> None:
    """Schema 5 has the tables of conversations, which begin empty."""


def _begin_feedback(_connection: Connection) -> None:
    """Schema 6 has the tables of feedback, which begin empty."""


def _remember_pages(connection: Connection) -> None:
    """Schema 7 says on which page of a PDF words stand; older texts have no pages."""
    known = {row.name for row in connection.execute(text("PRAGMA table_info(versions)"))}
    if "layout" not in known:
        _run(connection, "ALTER TABLE versions ADD COLUMN layout BLOB NOT NULL DEFAULT x''")


def _begin_embargoes_and_feeds(connection: Connection) -> None:
    """Schema 8 has the tables of embargoed articles and of feeds; changes have their times.

    Beside quotations stands how articles introduce their speakers, which keeps namesakes apart.
    """
    known = {row.name for row in connection.execute(text("PRAGMA table_info(changes)"))}
    if "at" not in known:
        _run(connection, "ALTER TABLE changes ADD COLUMN at BIGINT")
    _introduce_speakers(connection)


def _introduce_speakers(connection: Connection) -> None:
    connection.execute(delete(quotations))
    columns = (versions.c.pk, versions.c.text, versions.c.sentences, versions.c.quotes)
    for row in connection.execute(select(*columns).where(versions.c.current)):
        store_quotations(
            connection,
            row.pk,
            unpack(row.text),
            decode_spans(row.sentences),
            decode_quotes(row.quotes),
        )


def _begin_labels(connection: Connection) -> None:
    """Schema 9 has the tables of labels and of views, which begin empty.

    What conversations show until now is of articles that everybody sees.
    """
    connection.execute(update(conversations).values(owner="[]"))


def _run(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))


_STEPS: dict[int, Callable[[Connection], None]] = {
    1: _find_quotations_by_speaker,
    2: _keep_metadata_whole,
    3: _remember_claims,
    4: _begin_conversations,
    5: _begin_feedback,
    6: _remember_pages,
    7: _begin_embargoes_and_feeds,
    8: _begin_labels,
}

OLDEST = min(_STEPS)
"""The oldest schema that can be migrated."""
