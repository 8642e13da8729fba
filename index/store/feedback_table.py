"""The tables of readers' feedback.

Only the positions of an answer's words are stored: the words are read from the version that was
quoted, so an answer can be judged after its article has changed, and nothing remains of a deleted
article.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)

from index.errors import NotFoundError
from index.records import reshape
from index.store.database import Database
from index.store.schema import articles, collections, feedback, feedback_citations
from index.store.values import Collection
from index.store.writing import now
from index.text.hashes import pack, unpack

MOST_KEPT = 50_000
_ID_BYTES = 9


class CitedPlace(Struct, frozen=True, kw_only=True):
    """The position of a citation's words."""

    number: int
    article_id: str
    version: str
    start: int
    end: int


class NewFeedback(Struct, frozen=True, kw_only=True):
    """Feedback to store."""

    verdict: str
    reasons: Sequence[str]
    verified: bool
    to_desk: bool
    about: str
    """The part without article text, as JSON."""
    citations: Sequence[CitedPlace]


class StoredFeedback(NewFeedback, frozen=True, kw_only=True):
    """Stored feedback; of `citations`, those whose articles still exist."""

    id: str
    collection: str
    created: str
    handled: str | None
    cited: int
    """How many citations there were."""


class Wanted(Struct, frozen=True, kw_only=True):
    """Feedback filters."""

    collections: tuple[str, ...] = ()
    """Empty: of all."""
    verdict: str | None = None
    reason: str | None = None
    handled: bool | None = None
    to_desk: bool | None = None
    since: str | None = None
    until: str | None = None
    limit: int = 100
    after: str | None = None
    """Continue after this id."""


class FeedbackTable:
    """The feedback of one data folder."""

    def __init__(self, database: Database, days: int) -> None:
        """Keep feedback for `days` days."""
        self.days = days
        self._database = database

    def add(self, collection: Collection, given: NewFeedback) -> str:
        """Keep feedback; its id. Durable when this returns."""
        id = f"fb_{secrets.token_urlsafe(_ID_BYTES)}"
        with self._database.writing() as connection:
            connection.execute(
                insert(feedback).values(
                    id=id,
                    collection_pk=collection.home,
                    created=now(),
                    verdict=given.verdict,
                    reasons=msgspec.json.encode(given.reasons).decode(),
                    verified=given.verified,
                    to_desk=given.to_desk,
                    about=pack(given.about),
                    citations=len(given.citations),
                )
            )
            _insert_citations(connection, collection.home, id, given.citations)
            _drop_least_useful(connection)
        return id

    def list(self, wanted: Wanted) -> list[StoredFeedback]:
        """List feedback, newest first.

        Raises:
            NotFoundError: `after` does not exist.
        """
        with self._database.reading() as connection:
            rows = connection.execute(self._chosen(connection, wanted)).all()
            places = _citations(connection, [row.id for row in rows])
        return [
            reshape(
                row,
                StoredFeedback,
                reasons=msgspec.json.decode(row.reasons, type=list[str]),
                about=unpack(row.about),
                citations=places.get(row.id, ()),
                cited=row.citations,
            )
            for row in rows
        ]

    def handle(self, ids: Sequence[str], *, handled: bool) -> int:
        """Mark feedback as handled, or as new again; how many of the ids there are."""
        with self._database.writing() as connection:
            done = connection.execute(
                update(feedback)
                .where(feedback.c.id.in_(ids))
                .values(handled=now() if handled else None)
            )
            return done.rowcount

    def delete(self, ids: Sequence[str]) -> int:
        """Delete feedback; how many of the ids there were."""
        with self._database.writing() as connection:
            done = connection.execute(delete(feedback).where(feedback.c.id.in_(ids)))
            return done.rowcount

    def delete_old(self) -> int:
        """Delete expired feedback; return how much."""
        old = feedback.c.created <= self._oldest()
        with self._database.reading() as connection:
            found = connection.execute(select(feedback.c.id).where(old).limit(1)).first()
        if found is None or self._database.read_only:
            return 0
        with self._database.writing() as connection:
            return connection.execute(delete(feedback).where(old)).rowcount

    def _chosen(self, connection: Connection, wanted: Wanted) -> Select[tuple[object, ...]]:
        statement = (
            select(feedback, collections.c.name.label("collection"))
            .join(collections, feedback.c.collection_pk == collections.c.pk)
            .where(feedback.c.created > self._oldest())
            .order_by(feedback.c.created.desc(), feedback.c.id.desc())
            .limit(wanted.limit)
        )
        if wanted.collections:
            statement = statement.where(collections.c.name.in_(wanted.collections))
        if wanted.verdict is not None:
            statement = statement.where(feedback.c.verdict == wanted.verdict)
        if wanted.reason is not None:
            statement = statement.where(feedback.c.reasons.contains(f'"{wanted.reason}"'))
        if wanted.to_desk is not None:
            statement = statement.where(feedback.c.to_desk == wanted.to_desk)
        if wanted.handled is not None:
            is_new = feedback.c.handled.is_(None)
            statement = statement.where(~is_new if wanted.handled else is_new)
        if wanted.since is not None:
            statement = statement.where(feedback.c.created >= wanted.since)
        if wanted.until is not None:
            statement = statement.where(feedback.c.created <= wanted.until)
        if wanted.after is not None:
            statement = statement.where(_is_before(connection, wanted.after))
        return statement

    def _oldest(self) -> str:
        return (datetime.now(UTC) - timedelta(days=self.days)).isoformat(timespec="seconds")


def _is_before(connection: Connection, id: str) -> ColumnElement[bool]:
    row = connection.execute(select(feedback.c.created).where(feedback.c.id == id)).first()
    if row is None:
        raise NotFoundError(f"feedback {id!r}: not found")
    return tuple_(feedback.c.created, feedback.c.id) < tuple_(literal(row.created), literal(id))


def _insert_citations(
    connection: Connection, collection_pk: int, id: str, places: Sequence[CitedPlace]
) -> None:
    """Add those whose articles exist."""
    wanted = {place.article_id for place in places}
    statement = select(articles.c.id, articles.c.pk).where(
        articles.c.collection_pk == collection_pk, articles.c.id.in_(wanted)
    )
    known = {row.id: row.pk for row in connection.execute(statement)}
    rows = [
        {
            "feedback_id": id,
            "number": place.number,
            "article_pk": known[place.article_id],
            "version": place.version,
            "start": place.start,
            "end": place.end,
        }
        for place in places
        if place.article_id in known
    ]
    if rows:
        connection.execute(insert(feedback_citations), rows)


def _citations(connection: Connection, ids: Sequence[str]) -> Mapping[str, list[CitedPlace]]:
    statement = (
        select(feedback_citations, articles.c.id.label("article_id"))
        .join(articles, feedback_citations.c.article_pk == articles.c.pk)
        .where(feedback_citations.c.feedback_id.in_(ids))
        .order_by(feedback_citations.c.number)
    )
    found: dict[str, list[CitedPlace]] = {}
    for row in connection.execute(statement):
        found.setdefault(row.feedback_id, []).append(reshape(row, CitedPlace))
    return found


def _drop_least_useful(connection: Connection) -> None:
    """Make room: unverified feedback goes first, then what was handled, then the oldest."""
    count = connection.execute(select(func.count()).select_from(feedback)).scalar_one()
    if count > MOST_KEPT:
        first = (
            select(feedback.c.id)
            .order_by(feedback.c.verified, feedback.c.handled.is_(None), feedback.c.created)
            .limit(count - MOST_KEPT)
        )
        connection.execute(delete(feedback).where(feedback.c.id.in_(first)))
