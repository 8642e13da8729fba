"""NLWeb: a question by GET or as JSON."""

import time

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import structs

from prompts import languages
from service.access.keys import Scope
from service.channels.events import MEDIA_TYPE as EVENTS
from service.channels.nlweb.asking import Asked, asked
from service.channels.nlweb.replying import NlwebReply, events, reply
from service.channels.nlweb.requests import NlwebLink, NlwebRequest
from service.http.requests.bodies import JSON
from service.http.requests.languages import accepted_language, preferred_language
from service.http.requests.options import ALSO, QUERY, REPLIES, SCOPE, TEXT
from service.http.requests.queries import query_of
from service.http.runtime import AnyRequest, Runtime
from service.questions.requests.parsing import language_of_reply

_OPTIONS = {SCOPE: Scope.ASK, ALSO: (409,), REPLIES: {200: NlwebReply}, TEXT: (EVENTS,)}


@get("/nlweb/ask", tags=["Channels"], opt={**_OPTIONS, QUERY: NlwebLink})
async def nlweb_ask_by_address(
    request: AnyRequest, runtime: NamedDependency[Runtime]
) -> Response[bytes]:
    """Answer in the NLWeb protocol by GET, as links need."""
    return await _replied(request, runtime, asked(query_of(request, NlwebLink)))


@post("/nlweb/ask", status_code=200, tags=["Channels"], opt=_OPTIONS)
async def nlweb_ask(
    data: JSONBody[NlwebRequest], request: AnyRequest, runtime: NamedDependency[Runtime]
) -> Response[bytes]:
    """Answer in the NLWeb protocol: `NewsArticle`s with the `Quotation`s that answer.

    Every quotation is verbatim and has its citation. Without an answer there are no results, and
    `summary` gives the reason. The body is flat, as in early NLWeb versions, or has the sections
    `query`, `context`, `prefer` and `meta`, as in 0.54 and later.
    """
    return await _replied(request, runtime, asked(data))


handlers = (nlweb_ask_by_address, nlweb_ask)


async def _replied(request: AnyRequest, runtime: Runtime, wanted: Asked) -> Response[bytes]:
    accepted = preferred_language(wanted.accepts or "", languages()) or accepted_language(request)
    language = language_of_reply(wanted.question, runtime.settings.language, accepted)
    question = structs.replace(wanted.question, language=language)
    answer = await runtime.read(runtime.engine.conversing.ask, question, time.perf_counter())
    base = str(request.base_url)
    if wanted.is_streamed:
        return Response(events(wanted, answer, base), media_type=EVENTS)
    return Response(msgspec.json.encode(reply(wanted, answer, base)), media_type=JSON)
