"""Sends calls, with retries where safe: shared by both transports."""

import random
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from types import NoneType
from typing import Any, TypeVar

import httpx2
import msgspec
from httpx2 import ServerSentEvent

from service.client.calls import Call, Feed, Paged
from service.client.errors import NotDatelineError, ProblemError, UnreachableError
from service.client.streams import StreamEvent, Told
from service.client.transports import Request, Transport
from service.wire.answer import Answer
from service.wire.problems import Problem

TRIES = 4
_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 30.0
_RETRIED = (429, 503)
_FIRST_ERROR = 400
_EVENTS = "text/event-stream"

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741
Outcome = httpx2.Response | httpx2.RequestError


class Asking:
    """Asks one server."""

    def __init__(self, transport: Transport, tries: int) -> None:
        self._transport = transport
        self._tries = tries

    async def send(self, call: Call[T]) -> T:
        """The reply.

        Raises:
            ClientError: there is none.
        """
        number = 0
        while True:
            number += 1
            try:
                outcome: Outcome = await self._transport.send(_request(call), is_stream=False)
            except httpx2.RequestError as exc:
                outcome = exc
            if not await self._is_next(outcome, number, is_safe=call.is_safe):
                return _reply(call, outcome)

    async def each(self, paged: Paged[T, I]) -> AsyncGenerator[I]:
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

    async def stream(self, call: Call[Answer]) -> AsyncGenerator[StreamEvent]:
        """The events of an answer; a lost connection is resumed.

        Raises:
            ClientError: there is no answer.
        """
        told = Told()
        for number in count(1):
            try:
                async with aclosing(self._events(call, told.last_id)) as events:
                    async for one in events:
                        for event in told.take(one):
                            yield event
                            if isinstance(event, Answer):
                                return
                outcome: Outcome = httpx2.ReadError("the stream ended before the answer")
            except httpx2.RequestError as exc:
                outcome = exc
            except _RefusedError as exc:
                outcome = exc.response
            except msgspec.DecodeError as exc:
                raise _unknown(call, "an event") from exc
            # Events of a turn that are no longer stored cannot be repeated: the server refuses.
            is_safe = call.is_safe or bool(told.last_id)
            if not await self._is_next(outcome, number, is_safe=is_safe):
                # A response that is not a stream may still be the complete answer.
                yield _reply(call, outcome)
                return

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def _events(self, call: Call[Answer], last_id: str) -> AsyncGenerator[ServerSentEvent]:
        request = _request(call, {"Last-Event-ID": last_id} if last_id else {})
        response = await self._transport.send(request, is_stream=True)
        try:
            if not response.headers.get("content-type", "").startswith(_EVENTS):
                await self._transport.read(response)
                raise _RefusedError(response)
            async with aclosing(self._transport.events(response)) as events:
                async for event in events:
                    yield event
        finally:
            await self._transport.leave(response)

    async def _is_next(self, outcome: Outcome, number: int, *, is_safe: bool) -> bool:
        """Whether it is to be sent again; if so, that is due now."""
        wait = _wait(outcome, number) if is_safe and number < self._tries else None
        if wait is not None:
            await self._transport.pause(wait)
        return wait is not None


class _RefusedError(Exception):
    """A reply that is no stream."""

    def __init__(self, response: httpx2.Response) -> None:
        super().__init__(response.status_code)
        self.response = response


def _request(call: Call[Any], headers: dict[str, str] | None = None) -> Request:
    """What the HTTP library is given."""
    return {
        "method": call.method,
        "url": call.address,
        "params": call.params,
        "headers": {**call.headers, **(headers or {})},
        **({} if call.body is None else {"json": call.body}),
        **({"files": [("files", one) for one in call.files.items()]} if call.files else {}),
    }


def _wait(outcome: Outcome, number: int) -> float | None:
    """Seconds until the next try; None if there is to be none."""
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


def _reply(call: Call[T], outcome: Outcome) -> T:
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
        reply: T = _content(call, outcome)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise _unknown(call, f"status {outcome.status_code} and a reply") from exc
    return reply


def _content(call: Call[Any], response: httpx2.Response) -> Any:
    kind: object = call.reply
    if kind is NoneType:
        return None
    if kind is str:
        return response.text
    if kind is Feed:
        return Feed(response.text, response.headers.get("etag", ""))
    return msgspec.json.decode(response.content, type=call.reply)


def _unknown(call: Call[Any], what: str) -> NotDatelineError:
    return NotDatelineError(
        f"{call.method} {call.address}: {what} that is not one of this version of Dateline; check "
        "the address"
    )
