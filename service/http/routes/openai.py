"""The OpenAI API: chat completions, responses and models."""

import time
from collections.abc import Iterable
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from service.access.keys import Scope
from service.channels.events import MEDIA_TYPE as EVENTS
from service.channels.openai.answering import Told, answered
from service.channels.openai.completions import ChatCompletion, chunks, completion
from service.channels.openai.models import Model, ModelList, model, models
from service.channels.openai.requests import ChatRequest, ResponsesRequest
from service.channels.openai.responses import ResponseReply, events, response
from service.http.requests.bodies import JSON
from service.http.requests.languages import accepted_language
from service.http.requests.options import ALSO, REPLIES, SCOPE, TEXT
from service.http.runtime import AnyRequest, Runtime
from service.http.streaming import HEADERS
from service.wire.fields import KnownId

_OF_CHATS = {SCOPE: Scope.ASK, REPLIES: {200: ChatCompletion}, TEXT: (EVENTS,)}
_OF_RESPONSES = {SCOPE: Scope.ASK, ALSO: (409,), REPLIES: {200: ResponseReply}, TEXT: (EVENTS,)}

ModelId = Annotated[KnownId, Meta(description="The model's name, with its slash encoded.")]


@post("/v1/chat/completions", status_code=200, tags=["OpenAI"], opt=_OF_CHATS)
async def complete_chat(
    data: JSONBody[ChatRequest], request: AnyRequest, runtime: NamedDependency[Runtime]
) -> Response[bytes]:
    """Answer the last question of a chat, in the format of OpenAI's chat completions.

    Earlier messages are the conversation; system messages are ignored. Each mark such as
    `[1]` in the text has an annotation, and `dateline` is the answer as in `/v1/ask`.
    """
    told, created = await _told(data, request, runtime), int(time.time())
    base = str(request.base_url)
    if not data.stream:
        return _one(completion(told, data.model, created, base))
    with_usage = bool(data.stream_options and data.stream_options.include_usage)
    return _many(chunks(told, data.model, created, base, with_usage=with_usage))


@post("/v1/responses", status_code=200, tags=["OpenAI"], opt=_OF_RESPONSES)
async def respond(
    data: JSONBody[ResponsesRequest], request: AnyRequest, runtime: NamedDependency[Runtime]
) -> Response[bytes]:
    """Answer a question, in the format of OpenAI's responses.

    `input` is the question, or a conversation that ends with it. With `conversation`, turns are
    stored as with `conversation_id` of `/v1/ask`; responses themselves are not stored.
    """
    told, created = await _told(data, request, runtime), int(time.time())
    base = str(request.base_url)
    if not data.stream:
        return _one(response(told, data, created, base))
    return _many(events(told, data, created, base))


@get("/v1/models", tags=["OpenAI"], opt={SCOPE: Scope.ASK})
async def list_models(runtime: NamedDependency[Runtime]) -> ModelList:
    """List the collections as models; `dateline` is the default collection."""
    return await runtime.look_up(models, runtime.engine)


@get("/v1/models/{name:str}", tags=["OpenAI"], opt={SCOPE: Scope.ASK})
async def read_model(name: FromPath[ModelId], runtime: NamedDependency[Runtime]) -> Model:
    """Return one collection as a model."""
    return await runtime.look_up(model, runtime.engine, name)


handlers = (complete_chat, respond, list_models, read_model)


async def _told(
    data: ChatRequest | ResponsesRequest, request: AnyRequest, runtime: Runtime
) -> Told:
    accepted, received = accepted_language(request), time.perf_counter()
    return await runtime.read(answered, runtime.engine, data, accepted, received)


def _one(reply: ChatCompletion | ResponseReply) -> Response[bytes]:
    return Response(msgspec.json.encode(reply), media_type=JSON)


def _many(events: Iterable[bytes]) -> Response[bytes]:
    # The answer is complete before its first word is sent: all of it is sent at once, so a
    # disconnecting client leaves no work behind.
    return Response(b"".join(events), media_type=EVENTS, headers=HEADERS)
