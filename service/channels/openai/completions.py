"""Chat completions: an answer as one object or as chunks."""

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType, structs

from service.channels.events import unnamed
from service.channels.openai.annotations import Annotation, annotations, nested
from service.channels.openai.answering import Tokens, Told
from service.channels.openai.server_events import DONE, pieces
from service.wire.answer import Answer


class Usage(Struct, frozen=True, kw_only=True):
    """Tokens, as a model would have used them."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    counted_with: str
    """A Dateline extension: tiktoken with its vocabulary."""


class ChatMessage(Struct, frozen=True, kw_only=True):
    """The reply."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]


class ChatChoice(Struct, frozen=True, kw_only=True):
    """The only one."""

    index: Literal[0] = 0
    message: ChatMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class ChatCompletion(Struct, frozen=True, kw_only=True):
    """An answer as the reply of a chat."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    """In seconds since 1970."""
    model: str
    choices: list[ChatChoice]
    usage: Usage
    dateline: Answer | None
    """A Dateline extension: the answer as in `/v1/ask`; null for clients' own requests, such as a
    title."""


class _Delta(Struct, frozen=True, kw_only=True, omit_defaults=True):
    role: str | None = None
    content: str | None = None
    annotations: list[Annotation] = []


class _ChunkChoice(Struct, frozen=True, kw_only=True):
    index: int = 0
    delta: _Delta
    logprobs: None = None
    finish_reason: Literal["stop"] | None = None


class _Chunk(Struct, frozen=True, kw_only=True):
    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str
    choices: list[_ChunkChoice]
    usage: Usage | UnsetType | None = UNSET
    dateline: Answer | UnsetType = UNSET


def completion(told: Told, model: str, created: int, base: str) -> ChatCompletion:
    """The answer as one object."""
    message = ChatMessage(content=told.text, annotations=_annotated(told, base))
    return ChatCompletion(
        id=_id(told),
        created=created,
        model=model,
        choices=[ChatChoice(message=message)],
        usage=_usage(told.tokens),
        dateline=told.answer,
    )


def chunks(told: Told, model: str, created: int, base: str, *, with_usage: bool) -> Iterator[bytes]:
    """The answer as events: who speaks, the text, its annotations, and why it ends.

    The usage comes last, if the client asked for it.
    """
    frame = _Chunk(
        id=_id(told),
        created=created,
        model=model,
        choices=[],
        usage=None if with_usage else UNSET,
    )

    def chunk(*choices: _ChunkChoice, **fields: Any) -> bytes:
        return unnamed(structs.replace(frame, choices=list(choices), **fields))

    yield chunk(_said(role="assistant", content=""))
    for piece in pieces(told.text, told.marks):
        yield chunk(_said(content=piece))
    annotated = _annotated(told, base)
    if annotated:
        yield chunk(_said(annotations=annotated))
    yield chunk(_ChunkChoice(delta=_Delta(), finish_reason="stop"), dateline=told.answer or UNSET)
    if with_usage:
        yield chunk(usage=_usage(told.tokens))
    yield DONE


def _said(**fields: Any) -> _ChunkChoice:
    return _ChunkChoice(delta=_Delta(**fields))


def _annotated(told: Told, base: str) -> list[Annotation]:
    if told.answer is None:
        return []
    return [nested(one) for one in annotations(told.answer, told.marks, base)]


def _id(told: Told) -> str:
    return f"chatcmpl-{told.id}"


def _usage(tokens: Tokens) -> Usage:
    return Usage(
        prompt_tokens=tokens.prompt,
        completion_tokens=tokens.completion,
        total_tokens=tokens.prompt + tokens.completion,
        counted_with=tokens.counted_with,
    )
