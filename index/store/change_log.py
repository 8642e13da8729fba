"""The change log: changes to each collection's passages, followed by the search indexes."""

from datetime import UTC, datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, select

from index.store.database import Database
from index.store.schema import articles, changes, collections, passages, versions
from index.store.values import Change, Collection

# Asked at every question; see `index.store.library`.
_LAST = select(func.max(changes.c.seq)).where(changes.c.collection_pk == bindparam("collection"))


class LogEntry(Struct, frozen=True):
    """One change to the passages of one version."""

    seq: int
    kind: Change
    version_pk: int
    first_passage: int
    last_passage: int


class ChangeLog:
    """The log of one library, and the passages it speaks of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def position(self, collection: Collection) -> int:
        """Sequence number of the collection's last change; 0 if there is none."""
        with self._database.reading() as connection:
            last = connection.execute(_LAST, {"collection": collection.pk}).scalar()
        return int(last or 0)

    def positions(self) -> dict[int, int]:
        """Sequence number of the last change of each collection, by its key."""
        # One look into the index for each collection; grouped, the whole log would be read.
        last = select(func.max(changes.c.seq)).where(changes.c.collection_pk == collections.c.pk)
        statement = select(collections.c.pk, last.scalar_subquery())
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return {pk: int(seq) for pk, seq in rows if seq is not None}

    def ordinal(self, collection: Collection, seq: int) -> int:
        """A position as shown to a view: the number of its own changes up to then.

        The sequence number itself would reveal how much changed out of sight.
        """
        if collection.of is None:
            return seq
        until = changes.c.seq <= seq
        statement = select(func.count()).where(changes.c.collection_pk == collection.pk, until)
        with self._database.reading() as connection:
            return int(connection.execute(statement).scalar_one())

    def at_ordinal(self, collection: Collection, ordinal: int) -> int:
        """The sequence number for a result of `ordinal`; 0 before the first change."""
        if collection.of is None or not ordinal:
            return ordinal
        mine = select(changes.c.seq).where(changes.c.collection_pk == collection.pk)
        statement = mine.order_by(changes.c.seq).offset(ordinal - 1).limit(1)
        with self._database.reading() as connection:
            return int(connection.execute(statement).scalar() or 0)

    def entries(self, collection: Collection, after: int, limit: int = 5000) -> list[LogEntry]:
        """The collection's changes with a sequence number over `after`, in order."""
        statement = (
            select(changes)
            .where(changes.c.collection_pk == collection.pk, changes.c.seq > after)
            .order_by(changes.c.seq)
            .limit(limit)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return [
            LogEntry(row.seq, Change(row.kind), row.version_pk, row.first_passage, row.last_passage)
            for row in rows
        ]

    def has_removed(self, collection: Collection, after: int) -> bool:
        """Whether a version was removed or replaced after that position."""
        statement = (
            select(changes.c.seq)
            .where(changes.c.collection_pk == collection.pk, changes.c.seq > after)
            .where(changes.c.kind == Change.REMOVE)
            .limit(1)
        )
        with self._database.reading() as connection:
            return connection.execute(statement).first() is not None

    def added_after(self, collection: Collection, after: int) -> set[tuple[str, str]]:
        """Ids and versions of the current articles whose first change came after `after`."""
        first = (
            select(changes.c.version_pk)
            .where(changes.c.collection_pk == collection.pk, changes.c.kind == Change.ADD)
            .group_by(changes.c.version_pk)
            .having(func.min(changes.c.seq) > after)
        )
        statement = (
            select(articles.c.id, versions.c.sha256)
            .join(versions, versions.c.article_pk == articles.c.pk)
            .where(versions.c.current, versions.c.pk.in_(first))
        )
        with self._database.reading() as connection:
            return {(row.id, row.sha256) for row in connection.execute(statement)}

    def position_at(self, at: float) -> int:
        """Sequence number of the last change until that time, in seconds since 1970."""
        moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
        timed = select(func.max(changes.c.seq)).where(changes.c.at <= at)
        # Changes of an older Dateline have no times, but what they added has one.
        untimed = (
            select(func.max(changes.c.seq))
            .join(versions, versions.c.pk == changes.c.version_pk)
            .where(changes.c.at.is_(None), versions.c.added <= moment)
        )
        with self._database.reading() as connection:
            return max(connection.execute(one).scalar() or 0 for one in (timed, untimed))

    def versions_at(self, collection: Collection, seq: int) -> dict[str, str]:
        """The versions current after a change, by article id.

        Articles deleted since are excluded, and those without a passage have their current version,
        as the log does not know them.
        """
        of_collection = changes.c.collection_pk == collection.pk
        last = (
            select(func.max(changes.c.seq))
            .where(of_collection, changes.c.seq <= seq)
            .group_by(changes.c.version_pk)
        )
        there = select(changes.c.version_pk).where(
            changes.c.seq.in_(last), changes.c.kind == Change.ADD
        )
        logged = select(changes.c.version_pk).where(of_collection)
        statement = (
            select(articles.c.id, versions.c.sha256)
            .join(versions, versions.c.article_pk == articles.c.pk)
            .where(
                versions.c.collection_pk == collection.pk,
                versions.c.pk.in_(there) | (versions.c.current & versions.c.pk.not_in(logged)),
            )
        )
        with self._database.reading() as connection:
            return {row.id: row.sha256 for row in connection.execute(statement)}

    def count_and_position(self, collection: Collection) -> tuple[int, int]:
        """Number of living passages and the log's position, both at one moment."""
        position = select(func.max(changes.c.seq)).where(changes.c.collection_pk == collection.pk)
        with self._database.reading() as connection:
            at = int(connection.execute(position).scalar() or 0)
            return _count_passages(connection, collection.pk), at

    def count_passages(self, collection: Collection) -> int:
        """Number of passages that can be found now."""
        with self._database.reading() as connection:
            return _count_passages(connection, collection.pk)


def _count_passages(connection: Connection, collection_pk: int) -> int:
    statement = (
        select(func.count())
        .select_from(passages)
        .join(versions, passages.c.version_pk == versions.c.pk)
        .where(versions.c.collection_pk == collection_pk)
    )
    return int(connection.execute(statement).scalar_one())
