"""Summary of a collection under filters: how many articles, from when, by whom.

Counted in the database, so that statements about the articles are exact.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Select, func, select

from index.records import Filters, Metadata, Period
from index.store.library import Library
from index.store.rows import matching
from index.store.schema import articles, quotations, version_authors, versions
from index.store.values import Collection
from index.text.dates.parsing import first_instant, last_instant

_metadata = msgspec.msgpack.Decoder(Metadata).decode
_DAY = 86_400


class Holdings(Struct, frozen=True, kw_only=True):
    """The current articles that some filters allow."""

    articles: int
    oldest: str | None = None
    """The oldest publication date; None if none has a date."""
    newest: str | None = None
    undated: int = 0
    """How many of them have no date."""


def holdings(library: Library, collection: Collection, filters: Filters) -> Holdings:
    """The number of articles and their date range."""
    count = _matching(collection, filters, func.count(), func.count(versions.c.published_first))
    with library.database.reading() as connection:
        row = connection.execute(count).one()
    return Holdings(
        articles=row[0],
        undated=row[0] - row[1],
        oldest=_published(library, collection, filters, versions.c.published_first.asc()),
        newest=newest(library, collection, filters),
    )


def newest(library: Library, collection: Collection, filters: Filters) -> str | None:
    """The newest publication date; None if none has a date."""
    return _published(library, collection, filters, versions.c.published_first.desc())


def has_articles_of(
    library: Library, collection: Collection, filters: Filters, period: Period
) -> bool:
    """Whether an article was published on these dates, in its local time."""
    # An article's own day may begin half a day before or after the one in UTC.
    first, last = first_instant(period.first) - _DAY, last_instant(period.last) + _DAY
    near = _matching(collection, filters, versions.c.metadata).where(
        versions.c.published_first.between(first, last)
    )
    with library.database.reading() as connection:
        days = (_metadata(row.metadata).published for row in connection.execute(near))
        return any(period.holds(day) for day in days)


def outlets(library: Library, collection: Collection, limit: int) -> list[str]:
    """The outlets with the most articles, by name."""
    return _commonest(library, collection, versions.c.source_key, _outlet, limit)


def authors(library: Library, collection: Collection, limit: int) -> list[str]:
    """The authors with the most articles, by name."""
    return _commonest(library, collection, version_authors.c.author, _author, limit)


def speakers(library: Library, collection: Collection, filters: Filters) -> list[str]:
    """The people quoted in these articles, by their fullest name in each."""
    statement = (
        _matching(collection, filters, quotations.c.speaker)
        .join(quotations, quotations.c.version_pk == versions.c.pk)
        .distinct()
    )
    with library.database.reading() as connection:
        return sorted(connection.execute(statement).scalars())


def known_ids(library: Library, collection: Collection, ids: Sequence[str]) -> set[str]:
    """Those of the given ids that exist in the collection."""
    statement = select(articles.c.id).where(
        articles.c.collection_pk == collection.pk, articles.c.id.in_(ids)
    )
    with library.database.reading() as connection:
        return set(connection.execute(statement).scalars())


def _matching(collection: Collection, filters: Filters, *columns: Any) -> Select[*tuple[Any, ...]]:
    statement = select(*columns).select_from(versions)
    if filters.article_ids:
        statement = statement.join(articles, versions.c.article_pk == articles.c.pk)
    return statement.where(*matching(collection, filters, as_of=None))


def _published(
    library: Library, collection: Collection, filters: Filters, order: Any
) -> str | None:
    dated = _matching(collection, filters, versions.c.metadata).where(
        versions.c.published_first.is_not(None)
    )
    with library.database.reading() as connection:
        row = connection.execute(dated.order_by(order).limit(1)).first()
    return None if row is None else _metadata(row.metadata).published


def _commonest(
    library: Library,
    collection: Collection,
    key: Any,
    name_in: Callable[[Metadata, str], str],
    limit: int,
) -> list[str]:
    """The commonest values of a case-folded column, each as one of its articles writes it."""
    counted = (
        select(key.label("key"), func.max(versions.c.pk).label("pk"))
        .select_from(versions)
        .where(versions.c.collection_pk == collection.pk, versions.c.current, key.is_not(None))
        .group_by(key)
        .order_by(func.count().desc(), key)
        .limit(limit)
    )
    if key.table is version_authors:
        counted = counted.join(version_authors, version_authors.c.version_pk == versions.c.pk)
    examples = counted.subquery()
    statement = select(examples.c.key, versions.c.metadata).join(
        versions, versions.c.pk == examples.c.pk
    )
    with library.database.reading() as connection:
        rows = list(connection.execute(statement))
    return sorted((name_in(_metadata(row.metadata), row.key) for row in rows), key=str.casefold)


def _outlet(metadata: Metadata, key: str) -> str:
    return metadata.outlet or key


def _author(metadata: Metadata, key: str) -> str:
    return next((name for name in metadata.authors if name.casefold() == key), key)
