"""NLWeb responses: one object, or messages as server-sent events.

begin-nlweb-response --> result --> summary --> end-nlweb-response
"""

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType, field, to_builtins

from service.channels.events import unnamed
from service.channels.nlweb.asking import CHATGPT_APP, Asked
from service.channels.nlweb.objects import NlwebResult, results
from service.wire.answer import Answer

VERSION = "0.55"
"""Of the protocol."""
ResponseType = Literal["Answer", "Elicitation", "Failure"]


class ReplyMeta(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """About the reply."""

    response_type: ResponseType
    version: str
    response_format: str | None = None
    decontextualized_query: str | None = None
    """The question as searched."""


class ElicitedChoice(Struct, frozen=True, kw_only=True):
    """One possible meaning of the question."""

    id: str
    text: str
    type: Literal["single_select"] = "single_select"
    options: list[str]


class NlwebElicitation(Struct, frozen=True):
    """Something to ask the asker back."""

    text: str
    questions: list[ElicitedChoice]


class TextContent(Struct, frozen=True):
    """The answer in words, for a model."""

    text: str
    type: Literal["text"] = "text"


class NlwebReply(Struct, frozen=True, kw_only=True):
    """The reply to a question."""

    meta: ReplyMeta = field(name="_meta")
    query_id: str
    results: list[NlwebResult]
    dateline: Answer
    """The answer as `/v1/ask` gives it."""
    summary: str | UnsetType = UNSET
    """The answer in words, verbatim quotes and all, if `mode` is `summarize`."""
    elicitation: NlwebElicitation | UnsetType = UNSET
    """Set if the question needs clarification."""
    content: list[TextContent] | UnsetType = UNSET
    structured_data: list[NlwebResult] | UnsetType = field(name="structuredData", default=UNSET)
    """The results once more, if `response_format` is `chatgpt_app`."""


def reply(asked: Asked, answer: Answer, base: str) -> NlwebReply:
    """The whole reply."""
    found = results(answer, base)
    is_for_app = asked.response_format == CHATGPT_APP
    return NlwebReply(
        meta=_meta(asked, answer),
        query_id=asked.query_id or answer.id,
        results=found,
        dateline=answer,
        summary=answer.text if asked.with_summary else UNSET,
        elicitation=_elicitation(answer) if _asks_back(answer) else UNSET,
        content=[TextContent(answer.text)] if is_for_app else UNSET,
        structured_data=found if is_for_app else UNSET,
    )


def events(asked: Asked, answer: Answer, base: str) -> bytes:
    """The same as server-sent events."""
    told = reply(asked, answer, base)
    return b"".join(unnamed({**one, "query_id": told.query_id}) for one in _messages(asked, told))


def _messages(asked: Asked, told: NlwebReply) -> Iterator[dict[str, Any]]:
    meta = to_builtins(told.meta)
    yield {"message_type": "begin-nlweb-response", "query": asked.query, "_meta": meta}
    yield {"message_type": "result", "content": told.results}
    if told.summary is not UNSET:
        yield {"message_type": "summary", "content": told.summary}
    if told.elicitation is not UNSET:
        yield {"message_type": "elicitation", "content": told.elicitation}
    yield {"message_type": "end-nlweb-response", "_meta": meta, "dateline": told.dateline}


def _meta(asked: Asked, answer: Answer) -> ReplyMeta:
    return ReplyMeta(
        response_type="Elicitation" if _asks_back(answer) else "Answer",
        version=VERSION,
        response_format=asked.response_format,
        decontextualized_query=answer.searched if asked.question.history else None,
    )


def _asks_back(answer: Answer) -> bool:
    return not answer.answers and any(choice.question for choice in answer.choices)


def _elicitation(answer: Answer) -> NlwebElicitation:
    options = [choice.question for choice in answer.choices if choice.question]
    question = ElicitedChoice(id=answer.reason or "", text=answer.text, options=options)
    return NlwebElicitation(answer.text, [question])
