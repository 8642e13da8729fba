"""Chat clients' own requests to a model: a title for a chat, tags, a completion.

Open WebUI quotes the chat, and shows the JSON that it wants:

    ... JSON format: { "title": "..." } ... <chat_history>USER: ... ASSISTANT: ...</chat_history>

LibreChat asks for a title and quotes the chat behind that:

    ... a title for the conversation ... User: ... AI: ...    or    ||>User: "..." ||>Response: ...

Such requests are not questions about the articles. The reply uses only words of the chat's own
questions, or is empty, as nothing is made up.
"""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from service.channels.openai.messages import AnyMessage, SystemMessage, UserMessage, text_of

_BEGINS, _ENDS = "<chat_history>", "</chat_history>"
_ROLE = re.compile(r"^(USER|ASSISTANT|SYSTEM|TOOL): ?", re.MULTILINE)
_USER = "USER"
_WANTED = re.compile(r'\{\s*"(title|tags|follow_ups|queries|prompt|text)"\s*:')
_TOOLS, _TOOL_CALLS = "Available Tools:", '"tool_calls"'
_QUOTED_USER = re.compile(r"^[^\S\n]*+(?:\|\|>)?(?:User|Message):", re.MULTILINE)
_QUOTED_REPLY = re.compile(r"^[^\S\n]*+(?:\|\|>)?(?:AI|Assistant|Response):", re.MULTILINE)
_ASKS_FOR_TITLE = re.compile(r"\btitle\b.*\bconversation\b|\bconversation\b.*\btitle\b", re.DOTALL)
_LONGEST_INSTRUCTION = 2_000
_LONGEST_TITLE = 100

_FIELDS: dict[str, Callable[[list[str]], Any]] = {
    "title": lambda asked: _title(asked[0]) if asked else "",
    "tags": lambda _: [],
    "follow_ups": lambda _: [],
    "queries": lambda asked: asked[-1:],
    "prompt": lambda asked: asked[-1] if asked else "",
    "text": lambda _: "",
}
"""The JSON values, made from the chat's questions."""


def housekeeping(messages: Sequence[AnyMessage]) -> str | None:
    """The reply to a client's own request; None if it is a user's question."""
    if any(isinstance(one, SystemMessage) and _offers_tools(text_of(one)) for one in messages):
        return json.dumps({"tool_calls": []})
    last = messages[-1]
    if not isinstance(last, UserMessage | SystemMessage):
        return None
    text = text_of(last)
    return _in_json(text) or _as_title(text)


def _offers_tools(text: str) -> bool:
    """Whether tools are described in words, of which one is to be chosen: there is none for us."""
    return text.lstrip().startswith(_TOOLS) and _TOOL_CALLS in text


def _in_json(text: str) -> str | None:
    before, begins, rest = text.partition(_BEGINS)
    history, ends, _ = rest.rpartition(_ENDS)
    wanted = _WANTED.search(before)
    if not (begins and ends and wanted):
        return None
    name = wanted[1]
    return json.dumps({name: _FIELDS[name](_questions(history))}, ensure_ascii=False)


def _questions(history: str) -> list[str]:
    """What the user said, turn by turn."""
    _, *parts = _ROLE.split(history)
    told = zip(parts[::2], parts[1::2], strict=True)
    return [words.strip() for role, words in told if role == _USER and words.strip()]


def _as_title(text: str) -> str | None:
    chat = _QUOTED_USER.search(text)
    reply = chat and _QUOTED_REPLY.search(text, chat.end())
    if chat is None or reply is None or chat.start() > _LONGEST_INSTRUCTION:
        return None
    instruction = text[: chat.start()]
    if not _ASKS_FOR_TITLE.search(instruction.lower()):
        return None
    return _title(text[chat.end() : reply.start()].strip().strip('"')) or None


def _title(question: str) -> str:
    """The question in one line; the beginning of a long one."""
    words = " ".join(question.split())
    if len(words) <= _LONGEST_TITLE:
        return words
    cut = words[:_LONGEST_TITLE]
    return (cut.rpartition(" ")[0] or cut) + "…"
