"""Dateline from Python: `Dateline`, and `AsyncDateline` with the same methods.

    with Dateline("http://127.0.0.1:8000") as dateline:
        answer = dateline.ask("When did the new bridge open?")
        print(answer.text, [citation.quote for citation in answer.citations])

Requests and replies are the structs of `service.wire`. What the server refuses is a `ProblemError`:

    ClientError
    ├── ProblemError       the server's own words: .problem, .retry_after_seconds
    ├── UnreachableError   no connection, or no reply in time
    └── NotDatelineError   a reply that this version of Dateline does not give

What may safely be sent again is, after 429, 503 and lost connections: not what changes anything.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, TypeVar

import httpx2
import msgspec

from index.store.values import ArticleSummary
from service import calls
from service.calls import Call, Paged
from service.wire.answer import Answer, BatchAnswer
from service.wire.articles import ArticleAdded, ArticleIn, ArticleOut, FetchRequest, RestoreRequest
from service.wire.asking import AskRequest, BatchRequest
from service.wire.collections import CollectionDetails, CollectionOut
from service.wire.conversations import ConversationOut, NewConversation, TurnOut
from service.wire.jobs import JobDocument, JobOut
from service.wire.passages import ContextAnswer, ContextRequest, SearchAnswer, SearchRequest
from service.wire.people import PersonOut, PersonQuotes, QuoteOut
from service.wire.problems import Problem
from service.wire.suggestions import Completion, Suggestion, SuggestRequest

# A question may wait in the server's queue; a server that is there accepts a connection at once.
TIMEOUT_SECONDS = 60.0
_CONNECT_SECONDS = 10.0
TRIES = 4
_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 30.0
_RETRIED = (429, 503)
_FIRST_ERROR = 400

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741


class ClientError(Exception):
    """Whatever this client raises."""


class ProblemError(ClientError):
    """The server refused the request, and says why."""

    def __init__(self, problem: Problem, retry_after_seconds: float | None = None) -> None:
        super().__init__(f"{problem.title}: {problem.detail}")
        self.problem = problem
        self.retry_after_seconds = retry_after_seconds


class UnreachableError(ClientError):
    """There is no connection, or no reply in time."""


class NotDatelineError(ClientError):
    """The reply is not one that this version of Dateline gives."""


class Dateline:
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
            timeout_seconds: for each try.
            tries: how often a safe request is sent, at most.
            headers: sent with each request, such as `Accept-Language`.
            transport: how requests are sent; over the network by default.
            sleep: waits between tries.
        """
        self._client = httpx2.Client(
            base_url=url, timeout=_timeout(timeout_seconds), headers=headers, transport=transport
        )
        self._tries = tries
        self._sleep = sleep

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
        self._client.close()

    def send(self, call: Call[T]) -> T:
        """The reply to any call of `service.calls`.

        Raises:
            ClientError: there is none.
        """
        for number in range(1, self._tries + 1):
            try:
                response = self._client.request(**_sent(call))
            except httpx2.RequestError as exc:
                outcome: httpx2.Response | httpx2.RequestError = exc
            else:
                outcome = response
            wait = _wait(call, outcome, number, self._tries)
            if wait is None:
                return _read(call, outcome)
            self._sleep(wait)
        raise AssertionError(call)

    def each(self, paged: Paged[T, I]) -> Iterator[I]:
        """Every item of a list, each page asked for when it is needed.

        Raises:
            ClientError: a page is not given.
        """
        call: Call[T] | None = paged.first
        while call is not None:
            page = self.send(call)
            yield from paged.items(page)
            call = paged.after(page)

    def ask(self, question: str | AskRequest) -> Answer:
        """Answer one question."""
        return self.send(calls.ask(_question(question)))

    def ask_batch(self, questions: Sequence[str | AskRequest]) -> BatchAnswer:
        """Answer several questions, in order."""
        return self.send(calls.ask_batch(BatchRequest(questions=[_question(q) for q in questions])))

    def search(self, request: str | SearchRequest) -> SearchAnswer:
        """Find passages."""
        return self.send(calls.search(_search(request)))

    def context(self, request: ContextRequest) -> ContextAnswer:
        """Passages that fit a token budget, for another model."""
        return self.send(calls.context(request))

    def suggestions(self, request: SuggestRequest) -> list[Suggestion]:
        """Questions to ask next."""
        return self.send(calls.suggestions(request)).suggestions

    def complete(self, typed: str, **params: Any) -> list[Completion]:
        """What typed words may become; parameters as those of `/v1/suggest`."""
        return self.send(calls.complete(typed, params)).completions

    def articles(self, **params: Any) -> Iterator[ArticleSummary]:
        """Every article; parameters as those of `/v1/articles`."""
        return self.each(calls.articles(params))

    def article(self, id: str, **params: Any) -> ArticleOut:
        """One article; `collection`, `version`."""
        return self.send(calls.article(id, params))

    def quotes_in(self, id: str, **params: Any) -> list[QuoteOut]:
        """An article's quotations; `collection`, `version`."""
        return self.send(calls.quotes_in(id, params))

    def add(self, article: ArticleIn, **params: Any) -> ArticleAdded:
        """Add one article; `collection`, `identity`."""
        return self.send(calls.add(article, params))

    def add_many(self, articles: Sequence[ArticleIn], **params: Any) -> JobOut:
        """Add articles as a job; `collection`, `identity`."""
        return self.send(calls.add_many(articles, params))

    def delete(self, id: str, **params: Any) -> None:
        """Erase an article; `collection`."""
        self.send(calls.delete(id, params))

    def restore(self, request: RestoreRequest) -> ArticleAdded:
        """Make a replaced version current again."""
        return self.send(calls.restore(request))

    def fetch(self, request: FetchRequest) -> JobOut:
        """Fetch a page or a feed as a job."""
        return self.send(calls.fetch(request))

    def job(self, id: str) -> JobOut:
        """A job with the first of its documents."""
        return self.send(calls.job(id).first)

    def job_documents(self, id: str) -> Iterator[JobDocument]:
        """Every document of a job."""
        return self.each(calls.job(id))

    def cancel(self, id: str) -> JobOut:
        """Stop a job."""
        return self.send(calls.cancel(id))

    def people(self, **params: Any) -> Iterator[PersonOut]:
        """Who is quoted; parameters as those of `/v1/people`."""
        return self.each(calls.people(params))

    def quotes_by(self, person: str, **params: Any) -> PersonQuotes:
        """A person's quotations; parameters as those of `/v1/people/{id}/quotes`."""
        return self.send(calls.quotes_by(person, params))

    def collections(self) -> list[CollectionOut]:
        """Every collection."""
        return self.send(calls.collections())

    def collection(self, name: str) -> CollectionDetails:
        """One collection."""
        return self.send(calls.collection(name))

    def create_collection(self, name: str) -> CollectionOut:
        """Create a collection."""
        return self.send(calls.create_collection(name))

    def drop_collection(self, name: str) -> None:
        """Erase a collection."""
        self.send(calls.drop_collection(name))

    def begin(self, collection: str | None = None) -> ConversationOut:
        """Begin a conversation: ask with its id as `conversation_id`."""
        return self.send(calls.begin(NewConversation(collection=collection)))

    def turns(self, conversation: str) -> Iterator[TurnOut]:
        """Every turn of a conversation."""
        return self.each(calls.turns(conversation))

    def end(self, conversation: str) -> None:
        """Delete a conversation."""
        self.send(calls.end(conversation))


class AsyncDateline:
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
        """Prepare to ask; nothing is sent yet.

        Args:
            url: the server's address.
            timeout_seconds: for each try.
            tries: how often a safe request is sent, at most.
            headers: sent with each request, such as `Accept-Language`.
            transport: how requests are sent; over the network by default.
            sleep: waits between tries.
        """
        self._client = httpx2.AsyncClient(
            base_url=url, timeout=_timeout(timeout_seconds), headers=headers, transport=transport
        )
        self._tries = tries
        self._sleep = sleep

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
        await self._client.aclose()

    async def send(self, call: Call[T]) -> T:
        """The reply to any call of `service.calls`.

        Raises:
            ClientError: there is none.
        """
        for number in range(1, self._tries + 1):
            try:
                response = await self._client.request(**_sent(call))
            except httpx2.RequestError as exc:
                outcome: httpx2.Response | httpx2.RequestError = exc
            else:
                outcome = response
            wait = _wait(call, outcome, number, self._tries)
            if wait is None:
                return _read(call, outcome)
            await self._sleep(wait)
        raise AssertionError(call)

    async def each(self, paged: Paged[T, I]) -> AsyncIterator[I]:
        """Every item of a list, each page asked for when it is needed.

        Raises:
            ClientError: a page is not given.
        """
        call: Call[T] | None = paged.first
        while call is not None:
            page = await self.send(call)
            for item in paged.items(page):
                yield item
            call = paged.after(page)

    async def ask(self, question: str | AskRequest) -> Answer:
        """Answer one question."""
        return await self.send(calls.ask(_question(question)))

    async def ask_batch(self, questions: Sequence[str | AskRequest]) -> BatchAnswer:
        """Answer several questions, in order."""
        return await self.send(
            calls.ask_batch(BatchRequest(questions=[_question(q) for q in questions]))
        )

    async def search(self, request: str | SearchRequest) -> SearchAnswer:
        """Find passages."""
        return await self.send(calls.search(_search(request)))

    async def context(self, request: ContextRequest) -> ContextAnswer:
        """Passages that fit a token budget, for another model."""
        return await self.send(calls.context(request))

    async def suggestions(self, request: SuggestRequest) -> list[Suggestion]:
        """Questions to ask next."""
        return (await self.send(calls.suggestions(request))).suggestions

    async def complete(self, typed: str, **params: Any) -> list[Completion]:
        """What typed words may become; parameters as those of `/v1/suggest`."""
        return (await self.send(calls.complete(typed, params))).completions

    def articles(self, **params: Any) -> AsyncIterator[ArticleSummary]:
        """Every article; parameters as those of `/v1/articles`."""
        return self.each(calls.articles(params))

    async def article(self, id: str, **params: Any) -> ArticleOut:
        """One article; `collection`, `version`."""
        return await self.send(calls.article(id, params))

    async def quotes_in(self, id: str, **params: Any) -> list[QuoteOut]:
        """An article's quotations; `collection`, `version`."""
        return await self.send(calls.quotes_in(id, params))

    async def add(self, article: ArticleIn, **params: Any) -> ArticleAdded:
        """Add one article; `collection`, `identity`."""
        return await self.send(calls.add(article, params))

    async def add_many(self, articles: Sequence[ArticleIn], **params: Any) -> JobOut:
        """Add articles as a job; `collection`, `identity`."""
        return await self.send(calls.add_many(articles, params))

    async def delete(self, id: str, **params: Any) -> None:
        """Erase an article; `collection`."""
        await self.send(calls.delete(id, params))

    async def restore(self, request: RestoreRequest) -> ArticleAdded:
        """Make a replaced version current again."""
        return await self.send(calls.restore(request))

    async def fetch(self, request: FetchRequest) -> JobOut:
        """Fetch a page or a feed as a job."""
        return await self.send(calls.fetch(request))

    async def job(self, id: str) -> JobOut:
        """A job with the first of its documents."""
        return await self.send(calls.job(id).first)

    def job_documents(self, id: str) -> AsyncIterator[JobDocument]:
        """Every document of a job."""
        return self.each(calls.job(id))

    async def cancel(self, id: str) -> JobOut:
        """Stop a job."""
        return await self.send(calls.cancel(id))

    def people(self, **params: Any) -> AsyncIterator[PersonOut]:
        """Who is quoted; parameters as those of `/v1/people`."""
        return self.each(calls.people(params))

    async def quotes_by(self, person: str, **params: Any) -> PersonQuotes:
        """A person's quotations; parameters as those of `/v1/people/{id}/quotes`."""
        return await self.send(calls.quotes_by(person, params))

    async def collections(self) -> list[CollectionOut]:
        """Every collection."""
        return await self.send(calls.collections())

    async def collection(self, name: str) -> CollectionDetails:
        """One collection."""
        return await self.send(calls.collection(name))

    async def create_collection(self, name: str) -> CollectionOut:
        """Create a collection."""
        return await self.send(calls.create_collection(name))

    async def drop_collection(self, name: str) -> None:
        """Erase a collection."""
        await self.send(calls.drop_collection(name))

    async def begin(self, collection: str | None = None) -> ConversationOut:
        """Begin a conversation: ask with its id as `conversation_id`."""
        return await self.send(calls.begin(NewConversation(collection=collection)))

    def turns(self, conversation: str) -> AsyncIterator[TurnOut]:
        """Every turn of a conversation."""
        return self.each(calls.turns(conversation))

    async def end(self, conversation: str) -> None:
        """Delete a conversation."""
        await self.send(calls.end(conversation))


def _question(question: str | AskRequest) -> AskRequest:
    return AskRequest(question=question) if isinstance(question, str) else question


def _search(request: str | SearchRequest) -> SearchRequest:
    return SearchRequest(question=request) if isinstance(request, str) else request


def _timeout(seconds: float) -> httpx2.Timeout:
    return httpx2.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))


def _sent(call: Call[Any]) -> dict[str, Any]:
    """What the HTTP library is given."""
    sent = {"method": call.method, "url": call.address, "params": call.params}
    return sent if call.body is None else {**sent, "json": call.body}


def _wait(
    call: Call[Any], outcome: httpx2.Response | httpx2.RequestError, number: int, tries: int
) -> float | None:
    """Seconds until the next try; None if there is to be none."""
    if not call.is_safe or number >= tries:
        return None
    # Full jitter: those who were refused together must not come back together.
    backoff: float = random.uniform(0.5, 1) * _FIRST_WAIT_SECONDS * 2.0 ** (number - 1)  # noqa: S311
    if isinstance(outcome, httpx2.RequestError):
        return backoff
    if outcome.status_code not in _RETRIED:
        return None
    asked = _retry_after(outcome)
    if asked is not None and asked > _LONGEST_WAIT_SECONDS:
        return None
    return min(max(backoff, asked or 0), _LONGEST_WAIT_SECONDS)


def _retry_after(response: httpx2.Response) -> float | None:
    """`Retry-After` comes as seconds or as a date."""
    given = str(response.headers.get("retry-after", "")).strip()
    if given.isascii() and given.isdigit():
        return float(given)
    try:
        until: datetime = parsedate_to_datetime(given)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _read(call: Call[T], outcome: httpx2.Response | httpx2.RequestError) -> T:
    """The reply.

    Raises:
        ClientError: there is none.
    """
    if isinstance(outcome, httpx2.RequestError):
        reason = str(outcome) or type(outcome).__name__
        raise UnreachableError(f"{call.method} {call.address}: {reason}") from outcome
    try:
        if outcome.status_code >= _FIRST_ERROR:
            problem = msgspec.json.decode(outcome.content, type=Problem)
            raise ProblemError(problem, _retry_after(outcome))
        content = outcome.content if call.reply is not None else b"null"
        reply: T = msgspec.json.decode(content, type=call.reply)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise NotDatelineError(
            f"{call.method} {call.address}: status {outcome.status_code} and a reply that is not "
            "one of this version of Dateline; check the address"
        ) from exc
    return reply
