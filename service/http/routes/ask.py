"""Questions, searches, and context for other models."""

import time
from collections.abc import Sequence
from functools import partial

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.enums import HttpMethod
from litestar.params import FromQuery, JSONBody
from litestar.response import Stream

from service.access.keys import Scope
from service.channels.blocks import context_for
from service.channels.events import MEDIA_TYPE as EVENTS
from service.engine import Engine
from service.http.requests.bodies import JSON
from service.http.requests.languages import in_accepted_language
from service.http.requests.options import ALSO, MOST_BYTES, PAGES, QUERY, REPLIES, SCOPE, TEXT
from service.http.requests.queries import AskedByLink, SearchedByLink, fields_of, query_of
from service.http.runtime import AnyRequest, Runtime
from service.http.streaming import stream
from service.lookups.passages import find
from service.wire.answer import Answer, BatchAnswer
from service.wire.asking import AskRequest, BatchRequest
from service.wire.fields import SuggestionCount, checked
from service.wire.passages import ContextAnswer, ContextRequest, SearchAnswer, SearchRequest

_OF_ONE = {SCOPE: Scope.ASK, PAGES: True, ALSO: (409,), REPLIES: {200: Answer}, TEXT: (EVENTS,)}
_OF_BATCHES = {SCOPE: Scope.ASK, MOST_BYTES: 16 << 20, ALSO: (409,)}


@post("/v1/ask", status_code=200, tags=["Questions"], opt=_OF_ONE)
async def ask(
    data: JSONBody[AskRequest],
    request: AnyRequest,
    runtime: NamedDependency[Runtime],
    suggestions: FromQuery[SuggestionCount] = 0,
) -> Response[bytes] | Stream:
    """Answer one question with verbatim, cited quotes, or explain why the articles don't answer it.

    Articles that agree in names, numbers, dates, negations, modal verbs and tense form one answer
    with several citations. Articles that contradict each other become separate answers, newest
    first, with `disagreement` true on each of them and on the response.

    With `conversation_id` or `history`, the question is interpreted in the context of the earlier
    turns: `searched` is the question that was answered, `resolved` what its words refer to.
    Questions in a conversation must be asked one at a time: of two concurrent ones, the one that
    finishes last is rejected (409, `crossed-turns`) and leaves no trace.

    Dateline's own words are in `language`, if given; otherwise in the language of a question that
    is not English; otherwise in the best supported language of `Accept-Language`.

    With `Accept: text/event-stream`, the response is a stream of events with JSON data. `searched`
    is a question that was searched; the last one is the one answered. `citation` comes before the
    text that uses it. `answer` is a part of the text, with the answers completed in it. `done` is
    the whole answer. A `provisional` `answer` is sent before everything has been read: the text
    continues from there, unless an `answer` that `replaces` it makes everything so far void. An
    error midway ends the stream with `problem`. After a lost connection, send the id of the last
    event as `Last-Event-ID` to get the following events if they are still stored; otherwise the
    question is answered again, unless it belongs to a conversation (404).
    """
    return await _replied(request, runtime, data, suggestions)


@get("/v1/ask", tags=["Questions"], opt={**_OF_ONE, QUERY: AskedByLink})
async def ask_by_address(
    request: AnyRequest, runtime: NamedDependency[Runtime]
) -> Response[bytes] | Stream:
    """Answer one stand-alone question by GET, as links and `EventSource` need."""
    linked = query_of(request, AskedByLink)
    asked = checked(AskRequest, fields_of(linked))
    return await _replied(request, runtime, asked, linked.suggestions)


@post(
    "/v1/ask/batch",
    status_code=200,
    tags=["Questions"],
    opt=_OF_BATCHES,
)
async def ask_batch(
    data: JSONBody[BatchRequest], request: AnyRequest, runtime: NamedDependency[Runtime]
) -> BatchAnswer:
    """Answer up to 1,000 questions, in order, each with its language chosen as in `/v1/ask`.

    Questions of the same conversation become its next turns, in the given order. If one of them is
    rejected, others may already have been recorded.
    """
    wanted = [
        in_accepted_language(request, question, runtime.settings.language)
        for question in data.questions
    ]
    answered = await runtime.read_all(partial(_ask_in_order, runtime.engine), _in_turns(wanted))
    by_number = {number: answer for some in answered for number, answer in some}
    return BatchAnswer([by_number[number] for number in range(len(wanted))])


@post("/v1/search", status_code=200, tags=["Search"], opt={SCOPE: Scope.READ})
async def search(data: JSONBody[SearchRequest], runtime: NamedDependency[Runtime]) -> SearchAnswer:
    """Find passages, with the scores of each stage."""
    return await runtime.read(find, runtime.engine, data)


@get("/v1/search", tags=["Search"], opt={SCOPE: Scope.READ, QUERY: SearchedByLink})
async def search_by_address(request: AnyRequest, runtime: NamedDependency[Runtime]) -> SearchAnswer:
    """Find passages by GET, as links need."""
    wanted = checked(SearchRequest, fields_of(query_of(request, SearchedByLink)))
    return await runtime.read(find, runtime.engine, wanted)


@post("/v1/context", status_code=200, tags=["Search"], opt={SCOPE: Scope.READ})
async def context(
    data: JSONBody[ContextRequest], runtime: NamedDependency[Runtime]
) -> ContextAnswer:
    """Pack the best passages into a token budget, each with its citation, for another model.

    `format` is the output format: plain text, Markdown, the output of a tool, or `search_result`
    blocks. Each of the `passages` lists its sentences with their offsets and sha256.
    """
    return await runtime.read(context_for, runtime.engine, data)


handlers = (ask, ask_by_address, ask_batch, search, search_by_address, context)


Numbered = list[tuple[int, AskRequest]]


def _in_turns(questions: Sequence[AskRequest]) -> list[Numbered]:
    """The numbered questions, grouped by conversation; stand-alone questions are groups of one."""
    groups: dict[object, Numbered] = {}
    for number, question in enumerate(questions):
        group = number if question.conversation_id is None else question.conversation_id
        groups.setdefault(group, []).append((number, question))
    return list(groups.values())


def _ask_in_order(engine: Engine, questions: Numbered) -> list[tuple[int, Answer]]:
    return [(number, engine.conversing.ask(question)) for number, question in questions]


async def _replied(
    request: AnyRequest, runtime: Runtime, asked: AskRequest, suggestions: int
) -> Response[bytes] | Stream:
    """The answer, as events if the client asked for them, otherwise as JSON."""
    wanted = in_accepted_language(request, asked, runtime.settings.language)
    is_stream = request.accept.best_match([JSON, EVENTS]) == EVENTS
    if is_stream and request.method != HttpMethod.HEAD:
        return await stream(request, runtime, wanted, suggestions)
    answer = await runtime.read(runtime.engine.conversing.ask, wanted, time.perf_counter())
    return Response(msgspec.json.encode(answer), media_type=JSON)
