"""Transports: blocking, and for an event loop.

Replies are handled by coroutines, written once. Those of `Blocking` never wait for an event loop,
so a single step runs each of them to its end.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator, Mapping
from typing import Any, TypeVar

import httpx2
from httpx2 import EventSource, ServerSentEvent

# A question may wait in the server's queue, but a running server accepts connections at once.
TIMEOUT_SECONDS = 60.0
_CONNECT_SECONDS = 10.0
_LARGEST_EVENT = 16 << 20

T = TypeVar("T")
Request = Mapping[str, Any]
"""The HTTP library's type for request content."""


class Blocking:
    """Waits for each reply."""

    def __init__(
        self,
        url: str,
        timeout_seconds: float = TIMEOUT_SECONDS,
        headers: Mapping[str, str] | None = None,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        timeout = _timeout(timeout_seconds)
        self._client = httpx2.Client(
            base_url=url, timeout=timeout, headers=headers, transport=transport
        )
        self._sleep = sleep

    async def send(self, request: Request, *, is_stream: bool) -> httpx2.Response:
        """The reply; of a stream, its head only."""
        return self._client.send(self._client.build_request(**request), stream=is_stream)

    async def read(self, response: httpx2.Response) -> None:
        """Read the rest."""
        response.read()

    async def events(self, response: httpx2.Response) -> AsyncGenerator[ServerSentEvent]:
        """What a stream tells."""
        for event in EventSource(response, _LARGEST_EVENT):
            yield event

    async def leave(self, response: httpx2.Response) -> None:
        """Close the connection of a stream."""
        response.close()

    async def pause(self, seconds: float) -> None:
        """Wait."""
        self._sleep(seconds)

    async def close(self) -> None:
        """Close all connections."""
        self._client.close()


class Awaiting:
    """The asynchronous transport."""

    def __init__(
        self,
        url: str,
        timeout_seconds: float = TIMEOUT_SECONDS,
        headers: Mapping[str, str] | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        timeout = _timeout(timeout_seconds)
        self._client = httpx2.AsyncClient(
            base_url=url, timeout=timeout, headers=headers, transport=transport
        )
        self._sleep = sleep

    async def send(self, request: Request, *, is_stream: bool) -> httpx2.Response:
        """The reply; of a stream, its head only."""
        return await self._client.send(self._client.build_request(**request), stream=is_stream)

    async def read(self, response: httpx2.Response) -> None:
        """Read the rest."""
        await response.aread()

    async def events(self, response: httpx2.Response) -> AsyncGenerator[ServerSentEvent]:
        """What a stream tells."""
        async for event in EventSource(response, _LARGEST_EVENT):
            yield event

    async def leave(self, response: httpx2.Response) -> None:
        """Close the connection of a stream."""
        await response.aclose()

    async def pause(self, seconds: float) -> None:
        """Wait."""
        await self._sleep(seconds)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()


Transport = Blocking | Awaiting


def finished(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that never waits for an event loop."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    raise AssertionError("a blocking transport waited for an event loop")


def one_by_one(items: AsyncGenerator[T]) -> Generator[T]:
    """All values of such a generator."""
    try:
        while True:
            try:
                yield finished(items.__anext__())
            except StopAsyncIteration:
                return
    finally:
        finished(items.aclose())


def _timeout(seconds: float) -> httpx2.Timeout:
    return httpx2.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))
