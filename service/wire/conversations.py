"""Conversations that are kept, and their turns."""

from typing import Literal

from msgspec import Struct

from service.wire.answer import Answer
from service.wire.fields import CollectionName

TranscriptFormat = Literal["jsonl", "markdown"]


class NewConversation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A conversation to begin."""

    collection: CollectionName | None = None


class ConversationOut(Struct, frozen=True, kw_only=True):
    """A conversation without its turns."""

    id: str
    """Whoever knows it can read, continue and delete the conversation: keep it secret."""
    collection: str
    created: str
    last_used: str
    expires: str
    """When it is deleted unless it is used before."""
    turn_count: int
    """How many turns there have been."""
    first_turn: int
    """The number of the oldest turn that is kept; those before it were dropped."""


class TurnOut(Struct, frozen=True, kw_only=True):
    """One turn: what was asked and what was shown, as far as its articles still exist."""

    number: int
    asked: str
    question: str
    answer: Answer


class ConversationDetails(ConversationOut, frozen=True, kw_only=True):
    """A conversation with one page of its turns; to continue, send `next` as `after`."""

    turns: list[TurnOut]
    next: int | None


class ConversationList(Struct, frozen=True):
    """Those of the conversations asked about that exist, the last used first."""

    conversations: list[ConversationOut]
