"""The table of feeds and their state."""

from typing import Any

import msgspec
from msgspec import Struct, structs
from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, select, update

from index.errors import InvalidFieldError, NotFoundError
from index.reach import reach
from index.store.database import Database
from index.store.rows import AnyRow
from index.store.schema import collections, feeds
from index.store.values import Collection

NOTHING_KNOWN = b"{}"
"""Of a feed that was never visited."""
_MOST_FEEDS = 10_000


class FeedState(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A feed's options and state. Times are ISO 8601 in UTC."""

    added: str
    minutes: int | None = None
    """Minutes between visits; None: the setting."""
    follow: bool = True
    """Whether the pages of entries without a whole text are fetched."""
    outlet: str | None = None
    """Outlet for articles without one."""
    visible_to: tuple[str, ...] | None = None
    """Labels for articles without any; None in a request: unchanged."""
    visited: str | None = None
    failures: int = 0
    """Visits that failed since one succeeded."""
    error: str | None = None
    """Why the last visit failed."""
    articles: int = 0
    """That came from it, new ones and new versions."""
    last_new: str | None = None
    """When the last of them came."""
    newest: str | None = None
    """Publication date of that article."""
    longest_gaps: dict[str, int] = {}
    """The longest gap in seconds between two arrivals, by the day on which it ended."""


class Feed(Struct, frozen=True):
    """One feed of a collection."""

    collection: Collection
    url: str
    next_at: int
    """Seconds since 1970."""
    state: FeedState


class FeedTable:
    """The feeds of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, collection: Collection, url: str, state: FeedState) -> bool:
        """Add a feed, due immediately; False if it exists and was only changed.

        Raises:
            InvalidFieldError: there are too many.
        """
        with self._database.writing() as connection:
            row = connection.execute(_feeds().where(_is(collection, url))).first()
            if row is not None:
                _change(connection, Feed(collection, url, 0, _feed(row).state), state)
                return False
            if len(connection.execute(select(feeds.c.url).limit(_MOST_FEEDS)).all()) == _MOST_FEEDS:
                raise InvalidFieldError("url", f"there are {_MOST_FEEDS:,} feeds; remove one first")
            connection.execute(
                insert(feeds).values(
                    collection_pk=collection.pk,
                    url=url,
                    next_at=0,
                    state=_encode(state),
                    known=NOTHING_KNOWN,
                )
            )
        return True

    def remove(self, collection: Collection, url: str) -> None:
        """Forget a feed; its articles stay.

        Raises:
            NotFoundError: it is not followed.
        """
        with self._database.writing() as connection:
            count = connection.execute(delete(feeds).where(_is(collection, url))).rowcount
        if not count:
            raise _unknown(collection, url)

    def get(self, collection: Collection, url: str) -> Feed:
        """One feed.

        Raises:
            NotFoundError: it is not followed.
        """
        with self._database.reading() as connection:
            row = connection.execute(_feeds().where(_is(collection, url))).first()
        if row is None:
            raise _unknown(collection, url)
        return _feed(row)

    def all(self, collection: Collection | None = None) -> list[Feed]:
        """The feeds of a collection, or of every collection in reach, by URL."""
        statement = _feeds().order_by(collections.c.name, feeds.c.url)
        if collection is not None:
            statement = statement.where(feeds.c.collection_pk == collection.pk)
        with self._database.reading() as connection:
            found = [_feed(row) for row in connection.execute(statement)]
        return [feed for feed in found if reach().covers(feed.collection.name)]

    def due(self, at: float, limit: int = 100) -> list[Feed]:
        """The feeds due at that time, longest due first."""
        statement = _feeds().where(feeds.c.next_at <= at).order_by(feeds.c.next_at).limit(limit)
        with self._database.reading() as connection:
            return [_feed(row) for row in connection.execute(statement)]

    def hasten(self, collection: Collection, url: str | None) -> int:
        """Make a feed, or all of a collection, due immediately; return how many."""
        statement = update(feeds).where(feeds.c.collection_pk == collection.pk)
        if url is not None:
            statement = statement.where(feeds.c.url == url)
        with self._database.writing() as connection:
            count = connection.execute(statement.values(next_at=0)).rowcount
        if url is not None and not count:
            raise _unknown(collection, url)
        return count

    def known(self, feed: Feed) -> bytes:
        """The data stored by the last visit."""
        statement = select(feeds.c.known).where(_is(feed.collection, feed.url))
        with self._database.reading() as connection:
            return connection.execute(statement).scalar() or NOTHING_KNOWN

    def note(self, feed: Feed, known: bytes | None = None) -> None:
        """Store a feed's state after a visit, unless it is no longer followed.

        Args:
            feed: with its new state.
            known: data for the next visit; None: unchanged.
        """
        is_it = _is(feed.collection, feed.url)
        with self._database.writing() as connection:
            row = connection.execute(_feeds().where(is_it)).first()
            if row is None:
                return
            _change(connection, feed, _feed(row).state)
            if known is not None:
                connection.execute(update(feeds).where(is_it).values(known=known))


def _change(connection: Connection, feed: Feed, wishes: FeedState) -> None:
    """Store how a feed fares, with the latest wishes about it."""
    known = feed.state.visible_to
    state = structs.replace(
        feed.state,
        minutes=wishes.minutes,
        follow=wishes.follow,
        outlet=wishes.outlet,
        # Internal articles must not become public because something else was changed.
        visible_to=known if wishes.visible_to is None else wishes.visible_to,
    )
    values = {"next_at": feed.next_at, "state": _encode(state)}
    connection.execute(update(feeds).where(_is(feed.collection, feed.url)).values(**values))


def _feeds() -> Select[*tuple[Any, ...]]:
    columns = (feeds.c.collection_pk, feeds.c.url, feeds.c.next_at, feeds.c.state)
    return select(*columns, collections.c.name, collections.c.created).join(
        collections, feeds.c.collection_pk == collections.c.pk
    )


def _is(collection: Collection, url: str) -> ColumnElement[bool]:
    return and_(feeds.c.collection_pk == collection.pk, feeds.c.url == url)


def _feed(row: AnyRow) -> Feed:
    collection = Collection(row.collection_pk, row.name, row.created)
    return Feed(collection, row.url, row.next_at, _decode(row.state))


def _unknown(collection: Collection, url: str) -> NotFoundError:
    return NotFoundError(f"feed {url}: not followed in collection {collection.name!r}")


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(FeedState).decode
