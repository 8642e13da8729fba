"""Streams the answer to a question as events, until its client disconnects.

    request --> work in its turn --> queue --> events --> client
                    <-- cancelled when the client has left --

Errors before the first event are ordinary problem documents; later ones are `problem` events. Work
does not wait for slow readers: it may end before its events have been read.
"""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator

import msgspec
from anyio import CancelScope, move_on_after
from litestar import Response
from litestar.response import Stream

from index.errors import NotFoundError
from index.reach import reach
from index.records import reshape
from service.channels.events import (
    KEEP_ALIVE,
    MEDIA_TYPE,
    Beginning,
    Event,
    beginning,
    encoded,
    event,
    replacing,
    told,
)
from service.conversations.conversing import Conversing
from service.http.problems import BusyError, on_error
from service.http.runtime import AnyRequest, Runtime
from service.questions.requests.parsing import language_of_reply
from service.telling import Listener, Searched, listening
from service.wire.answer import Answer
from service.wire.asking import AskRequest
from service.wire.suggestions import SuggestionList, SuggestRequest

_QUIET_SECONDS = 10.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""Headers of every event stream: neither stored nor buffered by a proxy."""

working: set[asyncio.Task[None]] = set()
"""Tasks of current and just disconnected questions: the event loop keeps no references itself."""


async def stream(
    request: AnyRequest, runtime: Runtime, asked: AskRequest, suggestions: int
) -> Response[bytes] | Stream:
    """The events of one question, or those after the one the client already has.

    Raises:
        NotFoundError: a turn of a conversation was sent too long ago to be sent again.
        DatelineError: whatever keeps the question from being searched.
    """
    last = request.headers.get("last-event-id")
    sent = runtime.streams.after(last, _identity(asked)) if last else None
    if sent is not None:
        return await _response(request, _again(sent))
    if last and asked.conversation_id is not None:
        raise NotFoundError("the stream is no longer stored; read its turn in the conversation")
    work = _Work(request, runtime, asked, suggestions)
    return await _response(request, work.events(await work.begin()))


class _Work:
    """One question under way."""

    def __init__(
        self, request: AnyRequest, runtime: Runtime, asked: AskRequest, suggestions: int
    ) -> None:
        self._request, self._runtime, self._asked = request, runtime, asked
        self._suggestions = suggestions
        self._id = uuid.uuid4().hex
        self._sent: list[bytes] = []
        self._searched: str | None = None
        self._begun, self._begun_as = Beginning(), ""
        self._scope = CancelScope()
        self._queue: asyncio.Queue[bytes | Exception | None] = asyncio.Queue()

    async def begin(self) -> bytes:
        """Start; return when there is the first event.

        Raises:
            Exception: the work failed before.
        """
        task = asyncio.create_task(self._run())
        working.add(task)
        task.add_done_callback(working.discard)
        try:
            first = await self._queue.get()
        except BaseException:
            self._scope.cancel()
            raise
        if not isinstance(first, bytes):
            raise first or RuntimeError("a stream without events")
        return first

    async def events(self, first: bytes) -> AsyncIterator[bytes]:
        """The events sent; when the client stops reading, the work stops."""
        try:
            yield first
            while True:
                found: bytes | Exception | None = KEEP_ALIVE
                with move_on_after(_QUIET_SECONDS):
                    found = await self._queue.get()
                if found is None:
                    return
                if isinstance(found, Exception):
                    problem = on_error(self._request, found).content
                    yield encoded(Event("problem", problem), self._next_id())
                    return
                yield found
        finally:
            self._scope.cancel()

    async def _run(self) -> None:
        with self._scope:
            try:
                await self._answer()
            except Exception as exc:  # noqa: BLE001
                self._queue.put_nowait(exc)

    async def _answer(self) -> None:
        loop = asyncio.get_running_loop()

        def tell(news: object) -> None:
            if isinstance(news, Searched):
                loop.call_soon_threadsafe(self._tell_searched, news)
            elif isinstance(news, Answer):
                loop.call_soon_threadsafe(self._tell_ahead, beginning(news, language))

        engine, received = self._runtime.engine, time.perf_counter()
        language = language_of_reply(self._asked, self._runtime.settings.language)
        answer = await self._runtime.read(_ask, engine.conversing, self._asked, received, tell)
        self._tell_searched(Searched(answer.searched))
        self._tell_all(answer, language)
        if self._suggestions:
            self._send(event("suggestions", await self._suggested(answer)))
        self._send(event("done", answer))
        self._runtime.streams.keep(self._id, _identity(self._asked), self._sent)
        self._queue.put_nowait(None)

    async def _suggested(self, answer: Answer) -> SuggestionList:
        """Questions to ask next; none where too many ask for them."""
        asked = reshape(
            self._asked,
            SuggestRequest,
            question=answer.searched,
            articles=list(dict.fromkeys(cited.article_id for cited in answer.citations))[:100],
            limit=self._suggestions,
        )
        try:
            found = await self._runtime.suggest(self._runtime.engine.suggester.suggest, asked)
        except BusyError:
            found = []
        return SuggestionList(found)

    def _tell_searched(self, searched: Searched) -> None:
        """Each question that is searched, once in a row: the last one is the one answered."""
        if searched.searched != self._searched:
            self._searched = searched.searched
            self._send(event("searched", searched))

    def _tell_ahead(self, begun: Beginning) -> None:
        """What is likely to be the first answer, once."""
        if begun.text and not self._begun.text:
            self._begun = begun
            for one in begun.events():
                self._begun_as = self._send(one)

    def _tell_all(self, answer: Answer, language: str) -> None:
        """The answer, or what follows its beginning if that was told rightly."""
        if not self._begun.begins(answer):
            self._send(replacing(self._begun_as))
            self._begun = Beginning()
        for one in told(answer, language, self._begun):
            self._send(one)

    def _send(self, one: Event) -> str:
        id = self._next_id()
        self._sent.append(encoded(one, id))
        self._queue.put_nowait(self._sent[-1])
        return id

    def _next_id(self) -> str:
        return f"{self._id}.{len(self._sent) + 1}"


def _ask(conversing: Conversing, asked: AskRequest, received: float, tell: Listener) -> Answer:
    with listening(tell):
        return conversing.ask(asked, received)


def _identity(asked: AskRequest) -> bytes:
    """The question, and the caller's reach."""
    return msgspec.json.encode((asked, reach()))


async def _response(request: AnyRequest, events: AsyncIterator[bytes]) -> Response[bytes] | Stream:
    # Of the length of a body in chunks, HTTP/1.0 knows nothing.
    if request.scope.get("http_version") == "1.0":
        body = b"".join([one async for one in events])
        return Response(body, media_type=MEDIA_TYPE, headers=HEADERS)
    return Stream(events, media_type=MEDIA_TYPE, headers=HEADERS)


async def _again(events: tuple[bytes, ...]) -> AsyncIterator[bytes]:
    for one in events:
        yield one
