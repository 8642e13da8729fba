"""Exports a conversation: JSON lines for programs, Markdown for people."""

from collections.abc import Iterable, Iterator

import msgspec

from index.store.conversation_table import ConversationTable
from service.conversations.keeping import turn_out
from service.wire.conversations import TranscriptFormat, TurnOut

_AT_ONCE = 50


def transcript(table: ConversationTable, id: str, format: TranscriptFormat) -> str:
    """All stored turns as shown; what has been deleted since is left out.

    Raises:
        NotFoundError: it does not exist, or no longer does.
    """
    known = table.get(id)
    turns = _turns(table, id)
    if format == "jsonl":
        return in_json_lines(turns)
    title = f"# {known.collection}, {known.created[:10]}"
    return "\n\n".join([title, *map(in_markdown, turns)]) + "\n"


def in_json_lines(turns: Iterable[TurnOut]) -> str:
    """A line for each turn."""
    return "".join(f"{msgspec.json.encode(turn).decode()}\n" for turn in turns)


def in_markdown(turn: TurnOut) -> str:
    """The question, its interpretation if different, and the answer."""
    parts = [f"## {turn.number}. {' '.join(turn.question.split())}"]
    if turn.answer.searched != turn.question:
        parts.append(f"*→ {turn.answer.searched}*")
    return "\n\n".join([*parts, turn.answer.text])


def _turns(table: ConversationTable, id: str) -> Iterator[TurnOut]:
    after = 0
    while page := table.turns(id, after, _AT_ONCE):
        yield from map(turn_out, page)
        after = page[-1].number
