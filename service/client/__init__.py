"""Dateline from Python: `Dateline`, and `AsyncDateline` with the same methods.

    with Dateline("http://127.0.0.1:8000") as dateline:
        answer = dateline.ask("When did the new bridge open?")
        print(answer.text, [citation.quote for citation in answer.citations])

        for event in dateline.stream("What did Elena Ruiz say?"):
            if isinstance(event, Part):
                print(event.text, end="")

Requests and responses are the structs of `service.wire`. Requests that the server rejects raise
`ProblemError`, other failures another `ClientError`.

Requests that change nothing are retried after 429, 503 and lost connections. A stream resumes where
it was lost.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType

import httpx2

from service.client import calls
from service.client.asking import TRIES, Asking
from service.client.calls import Call, Feed, Paged
from service.client.errors import ClientError, NotDatelineError, ProblemError, UnreachableError
from service.client.methods import Awaited, Waiting, listing, reply, streaming
from service.client.streams import Restarted, StreamEvent
from service.client.transports import TIMEOUT_SECONDS, Awaiting, Blocking, finished
from service.telling import Searched
from service.wire.streams import Part

__all__ = [
    "AsyncDateline",
    "Call",
    "ClientError",
    "Dateline",
    "Feed",
    "NotDatelineError",
    "Paged",
    "Part",
    "ProblemError",
    "Restarted",
    "Searched",
    "StreamEvent",
    "UnreachableError",
]


class _Operations:
    """What both clients can ask."""

    ask = reply(calls.ask)
    stream = streaming(calls.stream)
    ask_batch = reply(calls.ask_batch)
    search = reply(calls.search)
    context = reply(calls.context)
    check = reply(calls.check)
    suggestions = reply(calls.suggestions)
    complete = reply(calls.complete)
    alerts = reply(calls.alerts)

    articles = listing(calls.articles)
    article = reply(calls.article)
    quotes_in = reply(calls.quotes_in)
    versions = reply(calls.versions)
    embargoed = listing(calls.embargoed)
    add = reply(calls.add)
    add_many = reply(calls.add_many)
    upload = reply(calls.upload)
    replace = reply(calls.replace)
    delete = reply(calls.delete)
    restore = reply(calls.restore)
    fetch = reply(calls.fetch)

    job = reply(calls.job)
    job_documents = listing(calls.job_documents)
    cancel = reply(calls.cancel)

    people = listing(calls.people)
    quotes_by = reply(calls.quotes_by)

    collections = reply(calls.collections)
    collection = reply(calls.collection)
    create_collection = reply(calls.create_collection)
    drop_collection = reply(calls.drop_collection)
    reembed = reply(calls.reembed)

    begin = reply(calls.begin)
    conversations = reply(calls.conversations)
    conversation = reply(calls.conversation)
    turns = listing(calls.turns)
    export = reply(calls.export)
    end = reply(calls.end)

    send_feedback = reply(calls.send_feedback)
    feedback = listing(calls.feedback)
    make_token = reply(calls.make_token)


class Dateline(_Operations, Waiting):
    """A server, asked synchronously; safe to use from several threads."""

    def __init__(
        self,
        url: str,
        *,
        timeout_seconds: float = TIMEOUT_SECONDS,
        tries: int = TRIES,
        headers: Mapping[str, str] | None = None,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Prepare to ask; nothing is sent yet.

        Args:
            url: the server's address.
            timeout_seconds: for each try; in a stream, between two signs of life.
            tries: maximum number of attempts for a safe request.
            headers: sent with each request, such as `Accept-Language`.
            transport: how requests are sent; over the network by default.
            sleep: waits between tries.
        """
        blocking = Blocking(url, timeout_seconds, headers, transport, sleep)
        super().__init__(Asking(blocking, tries))

    def __enter__(self) -> "Dateline":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        finished(self._asking.close())


class AsyncDateline(_Operations, Awaited):
    """A server, asked from an event loop; the same methods, to be awaited."""

    def __init__(
        self,
        url: str,
        *,
        timeout_seconds: float = TIMEOUT_SECONDS,
        tries: int = TRIES,
        headers: Mapping[str, str] | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Prepare to ask; nothing is sent yet. Parameters as those of `Dateline`."""
        awaiting = Awaiting(url, timeout_seconds, headers, transport, sleep)
        super().__init__(Asking(awaiting, tries))

    async def __aenter__(self) -> "AsyncDateline":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._asking.close()
