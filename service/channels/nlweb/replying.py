"""Replies of NLWeb: one object, or messages as server-sent events.

begin-nlweb-response --> result --> summary --> end-nlweb-response
"""

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from service.channels.events import unnamed
from service.channels.nlweb.asking import NlwebRequest
from service.channels.nlweb.objects import NlwebResult, results
from service.wire.answer import Answer


class NlwebReply(Struct, frozen=True, kw_only=True):
    """The reply to a question."""

    query_id: str
    results: list[NlwebResult]
    dateline: Answer
    """The answer as `/v1/ask` gives it."""
    summary: str | UnsetType = UNSET
    """The answer in words, verbatim quotes and all, if `mode` is `summarize`."""


def reply(asked: NlwebRequest, answer: Answer) -> NlwebReply:
    """The whole reply."""
    return NlwebReply(
        query_id=asked.query_id or answer.id,
        results=results(answer),
        dateline=answer,
        summary=answer.text if asked.mode == "summarize" else UNSET,
    )


def events(asked: NlwebRequest, answer: Answer) -> bytes:
    """The same as server-sent events."""
    told = reply(asked, answer)
    messages: list[dict[str, Any]] = [
        {"message_type": "begin-nlweb-response", "query": asked.query},
        {"message_type": "result", "content": told.results},
    ]
    if told.summary is not UNSET:
        messages.append({"message_type": "summary", "content": told.summary})
    messages.append({"message_type": "end-nlweb-response", "dateline": answer})
    return b"".join(unnamed({**one, "query_id": told.query_id}) for one in messages)
