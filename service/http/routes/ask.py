"""Questions, searches, and passages as context for another model."""

import time
from collections.abc import Sequence
from functools import partial
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State
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
from service.http.runtime import Runtime
from service.http.streaming import stream
from service.lookups.passages import find
from service.wire.answer import Answer, BatchAnswer
from service.wire.asking import AskRequest, BatchRequest
from service.wire.fields import SuggestionCount, checked
from service.wire.passages import ContextAnswer, ContextRequest, SearchAnswer, SearchRequest

_OF_ONE = {SCOPE: Scope.ASK, PAGES: True, ALSO: (409,), REPLIES: {200: Answer}, TEXT: (EVENTS,)}
_OF_BATCHES = {SCOPE: Scope.ASK, MOST_BYTES: 16 << 20, ALSO: (409,)}

AnyRequest = Request[Any, Any, State]


@post("/v1/ask", status_code=200, tags=["Questions"], opt=_OF_ONE)
async def ask(
    data: JSONBody[AskRequest],
    request: AnyRequest,
    runtime: NamedDependency[Runtime],
    suggestions: FromQuery[SuggestionCount] = 0,
) -> Response[bytes] | Stream:
    """Answer one question with verbatim, cited quotes, or say why the articles do not answer it.

    Articles that say the same, in names, numbers, days, negations, modal verbs and tense, are one
    answer with several citations. Articles that contradict each other on the question are answers
    of their own, newest first, with `disagreement` true on each of them and on the whole.

    With `conversation_id` or `history`, the question is answered by what it means after the turns
    before it: `searched` is the question that was answered, `resolved` what its words stand for.
    Questions of one conversation are asked one after another: of two at the same time, the one that
    is answered last is refused (409, `crossed-turns`) and leaves no trace.

    What Dateline says in its own words is in `language`, else in the language of a question that is
    not English, else in the best of the header `Accept-Language` that Dateline speaks.

    With `Accept: text/event-stream`, the reply is a stream of events, each with JSON. `searched` is
    a question that was searched, the last of them the one that is answered; `citation` comes before
    the text that uses it; `answer` is a part of the text, with the answers that end in it; `done`
    is the whole answer. A `provisional` `answer` was told before everything was read: the text goes
    on from there, unless an `answer` that `replaces` it says that all told so far is void. If all
    goes wrong on the way, `problem` ends the stream. A client that lost its connection sends the id
    of the last event it has as `Last-Event-ID`, and gets what followed if that is still kept; else
    the question is answered anew, unless it is of a conversation (404).
    """
    return await _replied(request, runtime, data, suggestions)


@get("/v1/ask", tags=["Questions"], opt={**_OF_ONE, QUERY: AskedByLink})
async def ask_by_address(
    request: AnyRequest, runtime: NamedDependency[Runtime]
) -> Response[bytes] | Stream:
    """Answer one question that stands alone; the same as a link, as `EventSource` needs one."""
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
    """Answer up to 1,000 questions, in order; their languages are chosen as those of one are.

    Questions of one conversation are its next turns, in the order in which they stand here. If one
    of them is refused, the others may have been recorded.
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
    """Find passages; the same search as a link."""
    wanted = checked(SearchRequest, fields_of(query_of(request, SearchedByLink)))
    return await runtime.read(find, runtime.engine, wanted)


@post("/v1/context", status_code=200, tags=["Search"], opt={SCOPE: Scope.READ})
async def context(
    data: JSONBody[ContextRequest], runtime: NamedDependency[Runtime]
) -> ContextAnswer:
    """The best passages that fit a token budget, each with its citation, for another model.

    `format` is the shape in which they are sent on: plain text, Markdown, the output of a tool, or
    `search_result` blocks. Each of `passages` says where its sentences stand, with their sha256.
    """
    return await runtime.read(context_for, runtime.engine, data)


handlers = (ask, ask_by_address, ask_batch, search, search_by_address, context)


Numbered = list[tuple[int, AskRequest]]


def _in_turns(questions: Sequence[AskRequest]) -> list[Numbered]:
    """The questions, numbered, those of one conversation together and each other one by itself."""
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
    """The answer, as events if the client wants them rather than JSON."""
    wanted = in_accepted_language(request, asked, runtime.settings.language)
    is_stream = request.accept.best_match([JSON, EVENTS]) == EVENTS
    if is_stream and request.method != HttpMethod.HEAD:
        return await stream(request, runtime, wanted, suggestions)
    answer = await runtime.read(runtime.engine.conversing.ask, wanted, time.perf_counter())
    return Response(msgspec.json.encode(answer), media_type=JSON)
