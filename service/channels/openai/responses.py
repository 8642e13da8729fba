"""Responses: an answer as one object or as a series of events."""

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct, structs

from service.channels.openai.annotations import FlatCitation, annotations
from service.channels.openai.answering import Told
from service.channels.openai.requests import ResponsesRequest, TextSettings
from service.channels.openai.server_events import named, pieces
from service.wire.answer import Answer

_Status = Literal["in_progress", "completed"]


class InputDetails(Struct, frozen=True):
    """Nothing is cached."""

    cached_tokens: int = 0
    cache_write_tokens: int = 0


class OutputDetails(Struct, frozen=True):
    """Nothing is made up."""

    reasoning_tokens: int = 0


class ResponseUsage(Struct, frozen=True, kw_only=True):
    """Tokens, as a model would have used them."""

    input_tokens: int
    input_tokens_details: InputDetails = InputDetails()
    output_tokens: int
    output_tokens_details: OutputDetails = OutputDetails()
    total_tokens: int
    counted_with: str
    """A Dateline extension: tiktoken with its vocabulary."""


class AnnotatedText(Struct, frozen=True, kw_only=True):
    """The text of a response."""

    type: Literal["output_text"] = "output_text"
    text: str
    annotations: list[FlatCitation]
    logprobs: list[str] = []


class OutputMessage(Struct, frozen=True, kw_only=True):
    """The message of a response."""

    id: str
    type: Literal["message"] = "message"
    role: Literal["assistant"] = "assistant"
    status: _Status
    content: list[AnnotatedText]


class ConversationId(Struct, frozen=True):
    """The stored conversation that a response is a turn of."""

    id: str


class ResponseReply(Struct, frozen=True, kw_only=True):
    """An answer as a response."""

    id: str
    object: Literal["response"] = "response"
    created_at: int
    """In seconds since 1970."""
    completed_at: int | None = None
    status: _Status
    model: str
    output: list[OutputMessage]
    usage: ResponseUsage | None = None
    error: None = None
    incomplete_details: None = None
    instructions: str | None
    metadata: dict[str, str]
    conversation: ConversationId | None
    previous_response_id: None = None
    parallel_tool_calls: bool = False
    temperature: float | None
    top_p: float | None
    max_output_tokens: int | None
    tool_choice: Literal["none"] = "none"
    tools: list[str] = []
    text: TextSettings = TextSettings()
    truncation: Literal["disabled"] = "disabled"
    background: Literal[False] = False
    store: Literal[False] = False
    user: str | None
    dateline: Answer | None = None
    """A Dateline extension: the answer as in `/v1/ask`."""


def response(told: Told, request: ResponsesRequest, created: int, base: str) -> ResponseReply:
    """The answer as one object."""
    cited = annotations(told.answer, told.marks, base) if told.answer else []
    text = AnnotatedText(text=told.text, annotations=cited)
    return structs.replace(
        _begun(told, request, created),
        status="completed",
        completed_at=created,
        output=[_message(told, "completed", text)],
        usage=ResponseUsage(
            input_tokens=told.tokens.prompt,
            output_tokens=told.tokens.completion,
            total_tokens=told.tokens.prompt + told.tokens.completion,
            counted_with=told.tokens.counted_with,
        ),
        dateline=told.answer,
    )


def events(told: Told, request: ResponsesRequest, created: int, base: str) -> Iterator[bytes]:
    """The answer as events, numbered from 0."""
    for number, (name, fields) in enumerate(_events(told, request, created, base)):
        yield named(name, {"type": name, "sequence_number": number, **fields})


def _events(
    told: Told, request: ResponsesRequest, created: int, base: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    begun, whole = _begun(told, request, created), response(told, request, created, base)
    (message,) = whole.output
    (part,) = message.content
    at = {"output_index": 0, "item_id": message.id, "content_index": 0}
    yield "response.created", {"response": begun}
    yield "response.in_progress", {"response": begun}
    item = {"output_index": 0, "item": _message(told, "in_progress")}
    yield "response.output_item.added", item
    yield "response.content_part.added", {**at, "part": AnnotatedText(text="", annotations=[])}
    yield from _text(told, part, at)
    yield "response.output_text.done", {**at, "text": part.text, "logprobs": []}
    yield "response.content_part.done", {**at, "part": part}
    yield "response.output_item.done", {"output_index": 0, "item": message}
    yield "response.completed", {"response": whole}


def _text(
    told: Told, part: AnnotatedText, at: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The text in parts, each followed by the annotations that end in it."""
    sent, waiting = 0, list(enumerate(part.annotations))
    for piece in pieces(part.text, told.marks):
        sent += len(piece)
        yield "response.output_text.delta", {**at, "delta": piece, "logprobs": []}
        while waiting and waiting[0][1].end_index <= sent:
            number, annotation = waiting.pop(0)
            added = {**at, "annotation_index": number, "annotation": annotation}
            yield "response.output_text.annotation.added", added


def _begun(told: Told, request: ResponsesRequest, created: int) -> ResponseReply:
    conversation = told.answer.conversation_id if told.answer else None
    return ResponseReply(
        id=f"resp_{told.id}",
        created_at=created,
        status="in_progress",
        model=request.model,
        output=[],
        instructions=request.instructions,
        metadata=request.metadata or {},
        conversation=ConversationId(conversation) if conversation else None,
        temperature=request.temperature,
        top_p=request.top_p,
        max_output_tokens=request.max_output_tokens,
        user=request.user,
    )


def _message(told: Told, status: _Status, *content: AnnotatedText) -> OutputMessage:
    return OutputMessage(id=f"msg_{told.id}", status=status, content=list(content))
