"""NLWeb: a question to the site, by address or as JSON."""

import time
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, QueryParameter
from msgspec import Meta

from service.channels.events import MEDIA_TYPE as EVENTS
from service.channels.nlweb.asking import (
    Mode,
    NlwebRequest,
    QueryId,
    Site,
    Standalone,
    as_question,
    previous,
)
from service.channels.nlweb.replying import NlwebReply, events, reply
from service.http.requests.bodies import JSON
from service.http.requests.languages import in_accepted_language
from service.http.requests.options import ALSO, REPLIES, TEXT
from service.http.runtime import Runtime
from service.wire.checking import checked
from service.wire.fields import QuestionText

_OPTIONS = {ALSO: (409,), REPLIES: {200: NlwebReply}, TEXT: (EVENTS,)}

AnyRequest = Request[Any, Any, State]
Previous = Annotated[
    str,
    Meta(
        max_length=50_000,
        description="The questions before, oldest first: a JSON list, or with commas between them.",
    ),
]
Streaming = Annotated[
    Literal["1", "0", "true", "false"],
    Meta(description="Whether to reply with server-sent events rather than JSON."),
]


@get("/nlweb/ask", tags=["Channels"], opt=_OPTIONS)
async def nlweb_ask_by_address(
    request: AnyRequest,
    runtime: NamedDependency[Runtime],
    asked: Annotated[QuestionText, QueryParameter(name="query")],
    prev: FromQuery[Previous | None] = None,
    decontextualized_query: FromQuery[Standalone | None] = None,
    site: FromQuery[Site | None] = None,
    mode: FromQuery[Mode] = "list",
    streaming: FromQuery[Streaming] = "true",
    query_id: FromQuery[QueryId | None] = None,
) -> Response[bytes]:
    """Answer as NLWeb does; the same question as a link."""
    fields = {
        "query": asked,
        "prev": previous(prev),
        "decontextualized_query": decontextualized_query,
        "site": site,
        "mode": mode,
        "streaming": streaming in ("1", "true"),
        "query_id": query_id,
    }
    return await _replied(request, runtime, checked(NlwebRequest, fields))


@post("/nlweb/ask", status_code=200, tags=["Channels"], opt=_OPTIONS)
async def nlweb_ask(
    data: JSONBody[NlwebRequest], request: AnyRequest, runtime: NamedDependency[Runtime]
) -> Response[bytes]:
    """Answer as NLWeb does: articles as `NewsArticle`s, with the `Quotation`s that answer.

    Every quotation is verbatim and carries its citation. Without an answer there are no results,
    and `summary` says why.
    """
    return await _replied(request, runtime, data)


handlers = (nlweb_ask_by_address, nlweb_ask)


async def _replied(request: AnyRequest, runtime: Runtime, asked: NlwebRequest) -> Response[bytes]:
    question = as_question(asked)
    wanted = in_accepted_language(request, question, runtime.settings.language)
    answer = await runtime.read(runtime.engine.conversing.ask, wanted, time.perf_counter())
    if asked.streaming:
        return Response(events(asked, answer), media_type=EVENTS)
    return Response(msgspec.json.encode(reply(asked, answer)), media_type=JSON)
