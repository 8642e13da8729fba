"""Articles under embargo, stored apart from everything searched, counted or learned from.

    hold --> a row of `held`, and nothing else --> its time comes, or the embargo is lifted
         --> written as if it had just been added

So nothing needs to exclude them: no index, list, statistic or suggestion has ever seen them.
"""

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct, structs
from sqlalchemy import Connection, delete, func, insert, select

from index.errors import StoreError
from index.identity import (
    Rule,
    are_of_one_origin,
    article_id,
    has_own_id,
    ids_beside,
    is_older,
)
from index.records import Document, reshape
from index.store.database import Database
from index.store.passage_rows import article_pk_of
from index.store.rows import article_of, decode_metadata
from index.store.schema import articles, collections, held, versions
from index.store.values import Collection
from index.store.writing import now, remove_article
from index.text.dates.parsing import checked_date, first_instant
from index.text.hashes import sha256
from index.text.matching.likeness import Wording, likeness, wording
from index.text.segmentation.sentences import split_sentences

_AT_ONCE = 100
EMBARGO = "embargoed_until"


class Held(Struct, frozen=True, kw_only=True):
    """An article under embargo."""

    id: str
    """The id it was added with; by the time of its release, another article may have it."""
    release_at: int
    """Seconds since 1970."""
    document: Document
    rule: Rule
    added: str
    earlier: tuple[Document, ...] = ()
    """What everybody could read of it before, the oldest first: that comes back with it."""


class NotHeldError(StoreError):
    """Another process has released it, or its embargo was changed."""


class HeldTable:
    """The articles under embargo of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hold(
        self, collection: Collection, document: Document, rule: Rule, release_at: int
    ) -> tuple[str, bool]:
        """Hold a document until its embargo ends; durable when this returns.

        A published article is withdrawn with its versions if the document has the article's own id,
        or the same text. An article from a file with the same id but another text stays published,
        as does everything if the rule is to keep both.

        Returns:
            The id it is held under, and whether an article was withdrawn.
        """
        with self._database.writing() as connection:
            keeps = rule is Rule.KEEP
            public = None if keeps else _published_as(connection, collection, document)
            named = public or article_id(document)
            known = _row(connection, collection, named)
            if known is not None and not _is_one_story(known.document, document, keeps=keeps):
                named, known = ids_beside(named, sha256(document.text))[1], None
            earlier = known.earlier if known else ()
            if public is not None:
                earlier = (*earlier, *_versions(connection, collection, public))
                remove_article(connection, collection.pk, public)
            if earlier:
                own = public or (known.document.id if known else None)
                is_claimed = not has_own_id(document)
                document = structs.replace(document, id=own, is_claimed=is_claimed)
            one = Held(
                id=named,
                release_at=release_at,
                document=document,
                rule=rule,
                added=now(),
                earlier=earlier,
            )
            _store(connection, collection, one)
        return named, public is not None

    def matching(self, collection: Collection, documents: Iterable[Document]) -> dict[str, Held]:
        """Held versions of these documents, by id."""
        wanted = {article_id(document): document for document in documents}
        statement = _rows().where(held.c.collection_pk == collection.pk, held.c.id.in_(wanted))
        with self._database.reading() as connection:
            found = {row.id: _value(row) for row in connection.execute(statement)}
        return {
            id: one
            for id, one in found.items()
            if _is_one_story(one.document, wanted[id]) and not is_older(wanted[id], one.document)
        }

    def listed(self, collection: Collection, *, limit: int, after: str | None = None) -> list[Held]:
        """Held articles of a collection by id, starting after `after`."""
        statement = _rows().where(held.c.collection_pk == collection.pk).order_by(held.c.id)
        if after is not None:
            statement = statement.where(held.c.id > after)
        with self._database.reading() as connection:
            return [_value(row) for row in connection.execute(statement.limit(limit))]

    def each(self, collection: Collection) -> Iterator[Held]:
        """All held articles of a collection, read page by page."""
        after = None
        while page := self.listed(collection, limit=_AT_ONCE, after=after):
            yield from page
            after = page[-1].id

    def count(self, collection: Collection) -> int:
        """The number of held articles in a collection."""
        statement = select(func.count()).where(held.c.collection_pk == collection.pk)
        with self._database.reading() as connection:
            return int(connection.execute(statement).scalar_one())

    def due(self, at: float, limit: int = 64) -> list[tuple[Collection, Held]]:
        """The articles due for release at that time, longest due first."""
        statement = (
            select(held, collections.c.name, collections.c.created)
            .join(collections, held.c.collection_pk == collections.c.pk)
            .where(held.c.release_at <= at)
            .order_by(held.c.release_at, held.c.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [
                (Collection(row.collection_pk, row.name, row.created), _value(row))
                for row in connection.execute(statement)
            ]

    def read(self, collection: Collection, id: str) -> Held | None:
        """The article held under an id."""
        with self._database.reading() as connection:
            return _row(connection, collection, id)

    def postpone(self, collection: Collection, one: Held, release_at: int) -> None:
        """Try again later."""
        with self._database.writing() as connection:
            if _row(connection, collection, one.id) == one:
                _store(connection, collection, structs.replace(one, release_at=release_at))


def let_go(connection: Connection, collection: Collection, one: Held) -> None:
    """Remove an article from the embargo, in the transaction that publishes it.

    Raises:
        NotHeldError: it is no longer held, or has changed.
    """
    if _row(connection, collection, one.id) != one:
        raise NotHeldError(f"{one.id}: released already, or its embargo was changed")
    forget(connection, collection.pk, one.id)


def forget(connection: Connection, collection_pk: int, id: str) -> bool:
    """Delete what is held under an id; False if there is nothing."""
    is_it = (held.c.collection_pk == collection_pk, held.c.id == id)
    return bool(connection.execute(delete(held).where(*is_it)).rowcount)


def released_at(document: Document) -> int | None:
    """The end of its embargo in seconds since 1970; None if there never was one.

    A date without a time begins at midnight UTC, and a time without an offset is in UTC.

    Raises:
        InvalidFieldError: the end cannot be determined.
    """
    # Before this field existed, newsrooms saw it as a custom field.
    until = document.embargoed_until or document.meta.get(EMBARGO)
    day = checked_date(EMBARGO, None if until is None else str(until))
    return None if day is None else first_instant(day)


def _published_as(connection: Connection, collection: Collection, document: Document) -> str | None:
    """The id of the article that everybody can read and that is to be taken back, if any."""
    if has_own_id(document):
        pk = article_pk_of(connection, collection.pk, document.id or "")
        return None if pk is None else document.id
    statement = (
        select(articles.c.id, versions.c.metadata)
        .join(articles, versions.c.article_pk == articles.c.pk)
        .where(versions.c.collection_pk == collection.pk, versions.c.current)
        .where(versions.c.sha256 == sha256(document.text))
    )
    return next(
        (
            row.id
            for row in connection.execute(statement)
            if are_of_one_origin(document, decode_metadata(row.metadata))
        ),
        None,
    )


def _versions(connection: Connection, collection: Collection, id: str) -> tuple[Document, ...]:
    """Every version of an article as the document that it came from, the current one last."""
    statement = (
        select(versions, articles.c.id.label("id"))
        .join(articles, versions.c.article_pk == articles.c.pk)
        .where(articles.c.collection_pk == collection.pk, articles.c.id == id)
        .order_by(versions.c.current, versions.c.pk)
    )
    rows = connection.execute(statement)
    return tuple(reshape(article_of(row, collection.name), Document) for row in rows)


def _is_one_story(one: Document, other: Document, *, keeps: bool = False) -> bool:
    """Whether two documents of one id are plausibly states of one article."""
    if keeps or one.text == other.text:
        return one.text == other.text
    if has_own_id(other):
        return True
    same_title = bool(one.title) and one.title == other.title
    compared = likeness(_wording(one.text), _wording(other.text))
    return are_of_one_origin(one, other) and compared.is_one_story(same_title=same_title)


def _wording(text: str) -> Wording:
    return wording(text[span.start : span.end] for span in split_sentences(text))


def _rows() -> Any:
    return select(held.c.id, held.c.release_at, held.c.value)


def _row(connection: Connection, collection: Collection, id: str) -> Held | None:
    statement = _rows().where(held.c.collection_pk == collection.pk, held.c.id == id)
    row = connection.execute(statement).first()
    return None if row is None else _value(row)


def _store(connection: Connection, collection: Collection, one: Held) -> None:
    forget(connection, collection.pk, one.id)
    connection.execute(
        insert(held).values(
            collection_pk=collection.pk,
            id=one.id,
            release_at=one.release_at,
            value=zlib.compress(_encode(one)),
        )
    )


def _value(row: Any) -> Held:
    return _decode(zlib.decompress(row.value))


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Held).decode
