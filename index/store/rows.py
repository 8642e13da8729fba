"""Database rows as values, the conditions that select them, and a cache of recent articles."""

import zlib
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import ColumnElement, Row, exists, select

from index.errors import StoreError
from index.records import Article, Filters, Layout, Mark, Metadata, Quote, Span, reshape
from index.store.own_fields import holds, is_narrow
from index.store.schema import articles, passages, quotations, version_authors, versions
from index.store.values import ArticleSummary, Collection
from index.text.dates.parsing import first_instant, last_instant
from index.text.hashes import unpack

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row with any columns."""

_strings = msgspec.msgpack.Decoder(tuple[str, ...]).decode
decode_spans = msgspec.msgpack.Decoder(tuple[Span, ...]).decode
decode_quotes = msgspec.msgpack.Decoder(tuple[Quote, ...]).decode
decode_marks = msgspec.msgpack.Decoder(tuple[Mark, ...]).decode
_layout = msgspec.msgpack.Decoder(Layout).decode
decode_metadata = msgspec.msgpack.Decoder(Metadata).decode

# Without the text, so that lists do not read it from the disk.
SUMMARY_COLUMNS = (
    articles.c.id,
    versions.c.sha256,
    versions.c.metadata,
    versions.c.characters,
    versions.c.added,
)


def article_of(row: AnyRow, collection: str) -> Article:
    """The article of a row with a version's columns and its article's id.

    Raises:
        StoreError: the row is damaged.
    """
    try:
        return _article_of(row, collection)
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError, TypeError) as exc:
        raise StoreError(
            f"article {row.id!r}: its row in the database is damaged ({exc}); remove the article "
            "and add it again, or restore the database from a backup"
        ) from exc


def _article_of(row: AnyRow, collection: str) -> Article:
    return reshape(
        decode_metadata(row.metadata),
        Article,
        id=row.id,
        collection=collection,
        version=row.sha256,
        text=unpack(row.text),
        format=row.format,
        origin=row.origin,
        assumed=_strings(row.assumed),
        marks=decode_marks(row.marks),
        sentences=decode_spans(row.sentences),
        quotes=decode_quotes(row.quotes),
        layout=_layout(row.layout) if row.layout else Layout(),
        added=row.added,
        superseded=not row.current,
    )


def summary_of(row: AnyRow) -> ArticleSummary:
    """The same without the text, of a row with `SUMMARY_COLUMNS`."""
    return reshape(
        decode_metadata(row.metadata),
        ArticleSummary,
        id=row.id,
        version=row.sha256,
        characters=row.characters,
        added=row.added,
    )


def is_in(collection: Collection) -> ColumnElement[bool]:
    """A collection condition on `versions`, for use with a more selective one.

    The addition keeps the planner from starting with all versions of the collection, which took 200
    milliseconds instead of one with 11,336 articles.
    """
    return versions.c.collection_pk + 0 == collection.pk


def matching(
    collection: Collection, filters: Filters, as_of: str | None
) -> list[ColumnElement[bool]]:
    """Conditions on `versions`; joined with `articles` where the filters name article ids."""
    conditions = _current(collection, filters)
    if filters.outlet:
        conditions.append(versions.c.source_key.in_([s.casefold() for s in filters.outlet]))
    if filters.author:
        conditions.append(versions.c.pk.in_(_by_author(filters.author)))
    if filters.speaker:
        conditions.append(versions.c.pk.in_(_by_speaker(filters.speaker)))
    if filters.article_ids:
        conditions.append(articles.c.collection_pk == collection.pk)
        conditions.append(articles.c.id.in_(filters.article_ids))
    if filters.published_from:
        conditions.append(versions.c.published_first >= first_instant(filters.published_from))
    conditions.extend(
        versions.c.published_first <= last_instant(until)
        for until in (filters.published_to, as_of)
        if until
    )
    if filters.meta is not None:
        conditions.append(holds(filters.meta))
    return conditions


def _current(collection: Collection, filters: Filters) -> list[ColumnElement[bool]]:
    """The current versions of a collection, read in the order that suits the other filters."""
    if filters.meta is not None and is_narrow(filters.meta):
        # Only current versions have searchable fields, and the column is stored after the text.
        return [is_in(collection)]
    if filters.article_ids:
        return [is_in(collection), versions.c.current]
    return [versions.c.collection_pk == collection.pk, versions.c.current]


def _by_author(authors: Sequence[str]) -> Any:
    keys = [author.casefold() for author in authors]
    return select(version_authors.c.version_pk).where(version_authors.c.author.in_(keys))


def _by_speaker(names: Sequence[str]) -> Any:
    return select(quotations.c.version_pk).where(quotations.c.speaker.in_(names))


def touches_words_of(names: Sequence[str]) -> ColumnElement[bool]:
    """A condition on `passages`: they touch a quotation of one of the speakers."""
    return exists().where(
        quotations.c.version_pk == passages.c.version_pk,
        quotations.c.speaker.in_(names),
        quotations.c.first_sentence <= passages.c.last_sentence,
        quotations.c.last_sentence >= passages.c.first_sentence,
    )


Key = tuple[int, int]
"""A version's key and revision: a cache entry under it never changes."""


class ArticleCache:
    """The articles used last, up to a bound on their characters together."""

    def __init__(self, max_characters: int = 8_000_000) -> None:
        self._max = max_characters
        self._held = 0
        self._articles: OrderedDict[Key, Article] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Article | None:
        """The article, or None if it is not cached."""
        with self._lock:
            article = self._articles.get(key)
            if article is not None:
                self._articles.move_to_end(key)
            return article

    def put(self, key: Key, article: Article) -> None:
        """Cache an article, evicting the least recently used."""
        with self._lock:
            if key in self._articles:
                return
            self._articles[key] = article
            self._held += len(article.text)
            while self._held > self._max and len(self._articles) > 1:
                _, gone = self._articles.popitem(last=False)
                self._held -= len(gone.text)
