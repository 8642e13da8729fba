"""Looks up and lists conversations."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from index.errors import NotFoundError
from index.records import reshape
from index.store.conversation_table import Conversation, ConversationTable, StoredTurn
from service.conversations.recording import restore
from service.conversations.scores import without_hidden_scores
from service.wire.conversations import (
    ConversationDetails,
    ConversationList,
    ConversationOut,
    TurnOut,
)


def out(conversation: Conversation, table: ConversationTable) -> ConversationOut:
    """A conversation without its turns."""
    last = datetime.fromisoformat(conversation.last_used)
    expires = (last + timedelta(days=table.days)).isoformat(timespec="seconds")
    return reshape(conversation, ConversationOut, turn_count=conversation.turns, expires=expires)


def listed(table: ConversationTable, ids: Sequence[str]) -> ConversationList:
    """The conversations that exist, most recently used first."""
    found = []
    for id in dict.fromkeys(ids):
        with suppress(NotFoundError):
            found.append(out(table.get(id), table))
    return ConversationList(sorted(found, key=lambda one: one.last_used, reverse=True))


def details(table: ConversationTable, id: str, after: int, limit: int) -> ConversationDetails:
    """A conversation with the turns after the number `after`.

    Raises:
        NotFoundError: it does not exist, or no longer does.
    """
    conversation = table.get(id)
    turns = [turn_out(row) for row in table.turns(id, after, limit)]
    is_more = bool(turns) and turns[-1].number < conversation.turns
    return reshape(
        out(conversation, table),
        ConversationDetails,
        turns=turns,
        next=turns[-1].number if is_more else None,
    )


def turn_out(row: StoredTurn) -> TurnOut:
    """A turn as far as its articles still exist."""
    kept = restore(row)
    answer = without_hidden_scores(kept.answer)
    return TurnOut(number=kept.number, asked=kept.asked, question=kept.question, answer=answer)
