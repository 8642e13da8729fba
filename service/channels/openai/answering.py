"""Answers a chat: the work shared by both endpoints."""

from collections.abc import Sequence
from uuid import uuid4

from msgspec import Struct, structs

from index.errors import ContradictionError
from service.answers.writing.rendering import Mark, rendered
from service.channels.openai.housekeeping import housekeeping
from service.channels.openai.messages import (
    AnyMessage,
    Turn,
    UserMessage,
    asked,
    history_turn,
    text_of,
)
from service.channels.openai.models import collection_of
from service.channels.openai.recalling import recalled
from service.channels.openai.requests import AskOptions, ChatRequest, ResponsesRequest
from service.engine import Engine
from service.lookups.tokens import count_tokens
from service.questions.requests.parsing import language_of_reply
from service.wire.answer import Answer
from service.wire.asking import AskRequest, HistoryTurn
from service.wire.passages import Encoding

_ENCODING: Encoding = "o200k_base"
# What OpenAI counts for the frame of each message, and for the reply that begins.
_FRAME, _REPLY = 3, 3


class Tokens(Struct, frozen=True):
    """How long everything was."""

    prompt: int
    completion: int
    counted_with: str


class Told(Struct, frozen=True):
    """The reply, in any format."""

    id: str
    text: str
    marks: tuple[Mark, ...]
    tokens: Tokens
    answer: Answer | None
    """None for a client's own request, such as a title."""


def answered(
    engine: Engine, request: ChatRequest | ResponsesRequest, accepted: str | None, received: float
) -> Told:
    """Answer the last question of a chat, or a client's own request.

    Raises:
        UnknownModelError: no such model.
        InvalidFieldError: the question is empty or too long, or an option is invalid.
        ContradictionError: a stored conversation and earlier messages.
    """
    messages, field = _messages(request)
    told = [text_of(message) for message in messages]
    if isinstance(request, ResponsesRequest) and request.instructions:
        told.append(request.instructions)
    own = housekeeping(messages)
    if own is not None:
        collection_of(engine, request.model)
        return Told(uuid4().hex, own, (), _counted(told, own), None)
    question = _question(engine, request, *asked(messages, field))
    language = language_of_reply(question, engine.settings.language, accepted)
    question = structs.replace(question, language=language)
    answer = engine.conversing.ask(question, received)
    tokens = _counted(told, answer.text)
    return Told(answer.id, answer.text, rendered(answer, language).marks, tokens, answer)


def _messages(request: ChatRequest | ResponsesRequest) -> tuple[Sequence[AnyMessage], str]:
    if isinstance(request, ChatRequest):
        return request.messages, "messages"
    if isinstance(request.input, str):
        return [UserMessage(content=request.input)], "input"
    return request.input, "input"


def _question(
    engine: Engine, request: ChatRequest | ResponsesRequest, question: str, turns: list[Turn]
) -> AskRequest:
    collection = collection_of(engine, request.model)
    conversation = _conversation(engine, request, turns)
    options = request.dateline or AskOptions()
    return AskRequest(
        question=question,
        collection=collection,
        conversation_id=conversation,
        history=_history(engine, collection, turns) if turns else None,
        **structs.asdict(options),
    )


def _conversation(
    engine: Engine, request: ChatRequest | ResponsesRequest, turns: list[Turn]
) -> str | None:
    given = request.conversation if isinstance(request, ResponsesRequest) else None
    id = given if isinstance(given, str) or given is None else given.id
    if id is not None and turns:
        engine.conversing.table.latest(id, 1)
        raise ContradictionError(
            "input: earlier messages contradict `conversation`, whose turns are stored; send one "
            "of them"
        )
    return id


def _history(engine: Engine, collection: str | None, turns: list[Turn]) -> list[HistoryTurn]:
    """The turns, the last one with its quotes even if the client kept only its text."""
    told = [history_turn(turn) for turn in turns]
    if not told[-1].quotes:
        opened = engine.catalogue.get(collection or engine.settings.collection)
        quotes = [q for reply in turns[-1].replies for q in recalled(text_of(reply), opened)]
        told[-1] = structs.replace(told[-1], quotes=quotes)
    return told


def _counted(told: Sequence[str], reply: str) -> Tokens:
    # In one call: thousands of messages would otherwise need one each.
    prompt = count_tokens("\n".join(told), _ENCODING) + _FRAME * len(told) + _REPLY
    return Tokens(prompt, count_tokens(reply, _ENCODING), f"tiktoken {_ENCODING}")
