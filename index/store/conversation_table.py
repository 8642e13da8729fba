"""The conversation tables: questions, and what was shown for them.

What a turn showed of an article is stored separately, in parts that refer to the article and are
deleted with it in the same transaction. So conversations never outlive deleted articles. A
conversation started by callers with restricted access belongs to them alone, and anything they can
no longer see is left out.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from index.errors import CrossedTurnsError, NotFoundError
from index.reach import may_see, reach
from index.records import reshape
from index.store.database import Database
from index.store.rows import AnyRow
from index.store.schema import (
    articles,
    collections,
    conversations,
    turn_parts,
    turns,
    version_labels,
    versions,
)
from index.store.values import Collection
from index.store.views.mirroring import encode_labels
from index.store.writing import now
from index.text.hashes import pack, unpack

MOST_TURNS = 500
"""Maximum number of turns per conversation; the oldest are dropped."""
_SECRET_BYTES = 24


class Conversation(Struct, frozen=True, kw_only=True):
    """One conversation."""

    id: str
    collection: str
    created: str
    last_used: str
    turns: int
    """How many there have been."""

    @property
    def first_turn(self) -> int:
        """The number of the oldest stored turn."""
        return max(1, self.turns - MOST_TURNS + 1)


class Part(Struct, frozen=True, kw_only=True):
    """Something that a turn showed, as JSON."""

    kind: str
    place: int
    value: str
    article_id: str | None = None
    """The article whose words it contains; None if it contains none."""


class StoredTurn(Struct, frozen=True, kw_only=True):
    """One turn."""

    number: int
    asked: str
    """When, ISO 8601 in UTC."""
    frame: str
    """The part without article text, as JSON."""
    text: str | None
    """Dateline's own sentences; None once an article of the turn has been deleted."""
    parts: Sequence[Part]
    """The parts whose articles still exist."""


# What every turn reads and writes. Built once: building a statement takes longer than executing it.
_USABLE = (
    select(conversations, collections.c.name.label("collection"))
    .join(collections, conversations.c.collection_pk == collections.c.pk)
    .where(
        conversations.c.id == bindparam("id"),
        conversations.c.last_used > bindparam("oldest"),
    )
)
_TURNS = (
    select(turns)
    .where(turns.c.conversation_id == bindparam("id"), turns.c.number > bindparam("after"))
    .order_by(turns.c.number)
    .limit(bindparam("limit"))
)
_PARTS = (
    select(turn_parts)
    .where(
        turn_parts.c.conversation_id == bindparam("id"),
        turn_parts.c.turn.between(bindparam("first"), bindparam("last")),
    )
    .order_by(turn_parts.c.turn, turn_parts.c.kind, turn_parts.c.place)
)
_KNOWN = (
    select(articles.c.id, articles.c.pk)
    .join(conversations, conversations.c.collection_pk == articles.c.collection_pk)
    .where(
        conversations.c.id == bindparam("id"),
        articles.c.id.in_(bindparam("wanted", expanding=True)),
    )
)
_COUNT = update(conversations).where(
    conversations.c.id == bindparam("of"), conversations.c.turns == bindparam("before")
)
_NEW_TURN, _NEW_PART = insert(turns), insert(turn_parts)


class ConversationTable:
    """The conversations of one data folder."""

    def __init__(self, database: Database, days: int) -> None:
        """Keep conversations for `days` days after they were last used; 0: never."""
        self.days = days
        self._database = database

    def create(self, collection: Collection) -> Conversation:
        """Start a conversation about a collection. Durable when this returns."""
        id, today = f"conv_{secrets.token_urlsafe(_SECRET_BYTES)}", now()
        with self._database.writing() as connection:
            connection.execute(
                insert(conversations).values(
                    id=id,
                    collection_pk=collection.home,
                    owner=_owner(),
                    created=today,
                    last_used=today,
                    turns=0,
                )
            )
        return Conversation(
            id=id, collection=collection.name, created=today, last_used=today, turns=0
        )

    def get(self, id: str) -> Conversation:
        """One conversation.

        Raises:
            NotFoundError: it does not exist, or no longer does: callers cannot tell which.
        """
        with self._database.reading() as connection:
            return self._get(connection, id)

    def turns(self, id: str, after: int, limit: int) -> list[StoredTurn]:
        """The turns with a number over `after`, oldest first."""
        with self._database.reading() as connection:
            return _turns(connection, id, after, limit)

    def latest(self, id: str, limit: int) -> tuple[Conversation, list[StoredTurn]]:
        """One conversation with its last turns, oldest first.

        Raises:
            NotFoundError: it does not exist, or no longer does.
        """
        with self._database.reading() as connection:
            conversation = self._get(connection, id)
            return conversation, _turns(connection, id, conversation.turns - limit, limit)

    def add(self, conversation: Conversation, turn: StoredTurn) -> None:
        """Add a turn after those in `conversation`. Durable when this returns.

        Raises:
            CrossedTurnsError: another turn was added in the meantime, here or by another process.
            NotFoundError: the conversation was deleted in the meantime.
        """
        with self._database.writing() as connection:
            _count_turn(connection, conversation, turn)
            known = _known_articles(connection, conversation.id, turn)
            is_whole = known.keys() >= {part.article_id for part in turn.parts} - {None}
            values = {
                "conversation_id": conversation.id,
                "number": turn.number,
                "asked": turn.asked,
                "frame": pack(turn.frame),
                "text": pack(turn.text or "") if is_whole else None,
            }
            connection.execute(_NEW_TURN, values)
            _insert_parts(connection, conversation.id, turn, known)
            _drop_oldest(connection, conversation.id, turn.number)

    def delete(self, id: str) -> None:
        """Delete a conversation with all its turns.

        Raises:
            NotFoundError: it does not exist, or no longer does.
        """
        self.get(id)
        with self._database.writing() as connection:
            connection.execute(delete(conversations).where(conversations.c.id == id))

    def delete_unused(self) -> int:
        """Delete conversations unused for too long; return how many."""
        unused = conversations.c.last_used <= self._oldest()
        with self._database.reading() as connection:
            found = connection.execute(select(conversations.c.id).where(unused).limit(1)).first()
        # They cannot be read any more in any case: a full disk is not to be complained about here.
        if found is None or self._database.read_only:
            return 0
        with self._database.writing() as connection:
            return connection.execute(delete(conversations).where(unused)).rowcount

    def _get(self, connection: Connection, id: str) -> Conversation:
        row = connection.execute(_USABLE, {"id": id, "oldest": self._oldest()}).first()
        if row is None or not reach().covers(row.collection) or not _is_theirs(row.owner):
            raise _not_found(id)
        return reshape(row, Conversation)

    def _oldest(self) -> str:
        """What was last used then is too old."""
        return (datetime.now(UTC) - timedelta(days=self.days)).isoformat(timespec="seconds")


def _owner() -> str | None:
    """Whose a conversation is: of those with the same labels, and of who sees every article."""
    labels = reach().labels
    return None if labels is None else encode_labels(labels)


def _is_theirs(owner: str | None) -> bool:
    return reach().labels is None or owner == _owner()


def _not_found(id: str) -> NotFoundError:
    return NotFoundError(f"conversation {id!r}: not found")


def _count_turn(connection: Connection, conversation: Conversation, turn: StoredTurn) -> None:
    values = {"of": conversation.id, "before": turn.number - 1}
    values |= {"turns": turn.number, "last_used": turn.asked}
    if connection.execute(_COUNT, values).rowcount:
        return
    mine = conversations.c.id == conversation.id
    if connection.execute(select(conversations.c.id).where(mine)).first() is None:
        raise _not_found(conversation.id)
    raise CrossedTurnsError(
        f"conversation_id: another question in this conversation was answered at the same "
        f"time as this one, turn {turn.number}; nothing was recorded: ask again"
    )


def _known_articles(connection: Connection, id: str, turn: StoredTurn) -> dict[str, int]:
    """The keys of the articles that a turn shows; they may have been deleted meanwhile."""
    wanted = {part.article_id for part in turn.parts if part.article_id is not None}
    rows = connection.execute(_KNOWN, {"id": id, "wanted": list(wanted)})
    return {row.id: row.pk for row in rows}


def _insert_parts(
    connection: Connection, id: str, turn: StoredTurn, known: Mapping[str, int]
) -> None:
    """Add what was shown of articles that exist."""
    rows = [
        {
            "conversation_id": id,
            "turn": turn.number,
            "kind": part.kind,
            "place": part.place,
            "article_pk": None if part.article_id is None else known[part.article_id],
            "value": pack(part.value),
        }
        for part in turn.parts
        if part.article_id is None or part.article_id in known
    ]
    if rows:
        connection.execute(_NEW_PART, rows)


def _drop_oldest(connection: Connection, id: str, newest: int) -> None:
    if newest > MOST_TURNS:
        old = (turns.c.conversation_id == id) & (turns.c.number <= newest - MOST_TURNS)
        connection.execute(delete(turns).where(old))


def _turns(connection: Connection, id: str, after: int, limit: int) -> list[StoredTurn]:
    rows = connection.execute(_TURNS, {"id": id, "after": after, "limit": limit}).all()
    parts = _parts(connection, id, after, rows[-1].number) if rows else {}
    return [
        StoredTurn(
            number=row.number,
            asked=row.asked,
            frame=unpack(row.frame),
            text=_text(row, parts.get(row.number, ())),
            parts=[part for part in parts.get(row.number, ()) if part is not None],
        )
        for row in rows
    ]


def _text(row: AnyRow, parts: Sequence[Part | None]) -> str | None:
    """Our own sentences, unless they may repeat what is not to be seen any more."""
    return None if row.text is None or None in parts else unpack(row.text)


def _parts(connection: Connection, id: str, after: int, last: int) -> dict[int, list[Part | None]]:
    """What the turns from `after` (exclusive) to `last` showed, in order.

    None stands for what whoever asks does not see any more.
    """
    rows = connection.execute(_PARTS, {"id": id, "first": after + 1, "last": last}).all()
    hidden = _hidden(connection, {row.article_pk for row in rows} - {None})
    found: dict[int, list[Part | None]] = {}
    for row in rows:
        part = Part(kind=row.kind, place=row.place, value=unpack(row.value))
        found.setdefault(row.turn, []).append(None if row.article_pk in hidden else part)
    return found


def _hidden(connection: Connection, article_pks: set[int]) -> set[int]:
    """Those of the articles that have labels now, and none of whoever asks."""
    mine = reach().labels
    if mine is None or not article_pks:
        return set()
    statement = (
        select(versions.c.article_pk, version_labels.c.label)
        .join(version_labels, version_labels.c.version_pk == versions.c.pk)
        .where(versions.c.article_pk.in_(article_pks), versions.c.current)
    )
    labels: dict[int, set[str]] = {}
    for row in connection.execute(statement):
        labels.setdefault(row.article_pk, set()).add(row.label)
    return {pk for pk, some in labels.items() if not may_see(mine, some)}
