"""Lists and counts articles by date, page by page."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from index.errors import NotFoundError
from index.records import Filters
from index.store.database import Database
from index.store.rows import SUMMARY_COLUMNS, AnyRow, decode_metadata, matching, summary_of
from index.store.schema import articles, versions
from index.store.values import ArticleSummary, Collection

_published = versions.c.published_first


class Listing:
    """The articles of a library, the newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(
        self, collection: Collection, filters: Filters, *, limit: int, after: str | None = None
    ) -> list[ArticleSummary]:
        """Summaries of current versions, those without a date last, starting after the id `after`.

        Raises:
            NotFoundError: there is no article `after`.
        """
        statement = (
            _matching(collection, filters, *SUMMARY_COLUMNS)
            .order_by(_published.desc().nulls_last(), articles.c.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            if after is not None:
                statement = statement.where(_follows(_row(connection, collection, after)))
            return [summary_of(row) for row in connection.execute(statement)]

    def count(self, collection: Collection, filters: Filters) -> int:
        """How many articles match the filters."""
        with self._database.reading() as connection:
            statement = _matching(collection, filters, func.count())
            return int(connection.execute(statement).scalar_one())

    def outlets(self, collection: Collection, limit: int) -> list[tuple[str, int]]:
        """The outlets with most articles, each as its newest version names it, and how many."""
        count = func.count()
        columns = (versions.c.source_key, count.label("held"), func.max(versions.c.pk).label("pk"))
        counted = (
            _matching(collection, Filters(), *columns)
            .where(versions.c.source_key.is_not(None))
            .group_by(versions.c.source_key)
            .order_by(count.desc(), versions.c.source_key)
            .limit(limit)
            .subquery()
        )
        statement = (
            select(versions.c.metadata, counted.c.held)
            .join(counted, counted.c.pk == versions.c.pk)
            .order_by(counted.c.held.desc(), counted.c.source_key)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return [(decode_metadata(row.metadata).outlet or "", row.held) for row in rows]


def _matching(collection: Collection, filters: Filters, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(versions)
        .join(articles, versions.c.article_pk == articles.c.pk)
        .where(*matching(collection, filters, as_of=None))
    )


def _row(connection: Connection, collection: Collection, id: str) -> AnyRow:
    only = Filters(article_ids=(id,))
    row = connection.execute(_matching(collection, only, articles.c.id, _published)).first()
    if row is None:
        raise NotFoundError(f"article {id!r}: not found in collection {collection.name!r}")
    return row


def _follows(row: AnyRow) -> ColumnElement[bool]:
    """Comes after that row, in the order of `newest`."""
    later_id = articles.c.id > row.id
    if row.published_first is None:
        return and_(_published.is_(None), later_id)
    same_day = and_(_published == row.published_first, later_id)
    return or_(_published < row.published_first, _published.is_(None), same_day)
