"""Conversations and their turns, stored on the server or by the client."""

from typing import Literal

from msgspec import Struct

from service.wire.answer import Answer, AnswerItem, Citation
from service.wire.asking import HistoryQuote, HistoryTurn
from service.wire.fields import CollectionName

TranscriptFormat = Literal["jsonl", "markdown"]


class NewConversation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A conversation to create."""

    collection: CollectionName | None = None


class ConversationOut(Struct, frozen=True, kw_only=True):
    """A conversation without its turns."""

    id: str
    """Anyone who knows it can read, continue and delete the conversation: keep it secret."""
    collection: str
    created: str
    last_used: str
    expires: str
    """When it will be deleted unless used before."""
    turn_count: int
    """How many turns there have been."""
    first_turn: int
    """The number of the oldest stored turn; earlier ones were dropped."""


class TurnOut(Struct, frozen=True, kw_only=True):
    """One turn: what was asked and shown, as far as its articles still exist."""

    number: int
    asked: str
    question: str
    answer: Answer


class ConversationDetails(ConversationOut, frozen=True, kw_only=True):
    """A conversation with one page of its turns; to continue, send `next` as `after`."""

    turns: list[TurnOut]
    next: int | None


class ConversationList(Struct, frozen=True):
    """The requested conversations that exist, most recently used first."""

    conversations: list[ConversationOut]


def remembered(question: str, answer: Answer) -> HistoryTurn:
    """A turn as an entry of `history`."""
    items = cited_by(answer)
    return HistoryTurn(
        question=question,
        searched=answer.searched,
        answer_id=answer.id,
        form=answer.form,
        quotes=[remembered_quote(one, items.get(one.number)) for one in answer.citations],
    )


def remembered_quote(citation: Citation, item: AnswerItem | None) -> HistoryQuote:
    """A quote as in `history`, with the first of the answers it belongs to."""
    lit = item.highlight if item and citation.number == item.citations[0] else None
    return HistoryQuote(
        article_id=citation.article_id,
        version=citation.version,
        start=citation.start,
        end=citation.end,
        speaker=item.speaker.name if item and item.speaker else None,
        highlight=lit.text if lit else None,
    )


def cited_by(answer: Answer) -> dict[int, AnswerItem]:
    """For each citation number, the first of the answers it belongs to."""
    return {number: item for item in reversed(answer.answers) for number in item.citations}
