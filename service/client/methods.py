"""Calls as methods; `service.client.calls` describes each of them.

The blocking client has them as functions, the async client as coroutines with the same parameters.
On the class itself, they are the descriptions, which is what `help` shows.
"""

from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar, overload

from service.client.asking import Asking
from service.client.calls import Call, Paged
from service.client.streams import StreamEvent
from service.client.transports import finished, one_by_one
from service.wire.answer import Answer

P = ParamSpec("P")
T = TypeVar("T")
I = TypeVar("I")  # noqa: E741
Described = TypeVar("Described")
Given = TypeVar("Given")
Awaitable = TypeVar("Awaitable")


class Waiting:
    """Waits for each reply."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def send(self, call: Call[T]) -> T:
        """The reply to a call, or a ClientError."""
        return finished(self._asking.send(call))

    def each(self, paged: Paged[T, I]) -> Generator[I, None, None]:
        """Every item of a list, each page asked for when it is needed."""
        return one_by_one(self._asking.each(paged))

    def told(self, call: Call[Answer]) -> Generator[StreamEvent, None, None]:
        """What is told while a question is answered."""
        return one_by_one(self._asking.stream(call))


class Awaited:
    """Is awaited."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def send(self, call: Call[T]) -> T:
        """The reply to a call, or a ClientError."""
        return await self._asking.send(call)

    def each(self, paged: Paged[T, I]) -> AsyncGenerator[I, None]:
        """Every item of a list, each page asked for when it is needed."""
        return self._asking.each(paged)

    def told(self, call: Call[Answer]) -> AsyncGenerator[StreamEvent, None]:
        """What is told while a question is answered."""
        return self._asking.stream(call)


class Method(Generic[P, Described, Given, Awaitable]):
    """A call as a method of both clients."""

    def __init__(self, describe: Callable[P, Described], how: str) -> None:
        self._describe = describe
        self._how = how

    @overload
    def __get__(self, client: None, kind: type) -> Callable[P, Described]: ...
    @overload
    def __get__(self, client: Waiting, kind: type) -> Callable[P, Given]: ...
    @overload
    def __get__(self, client: Awaited, kind: type) -> Callable[P, Awaitable]: ...
    def __get__(self, client: Waiting | Awaited | None, kind: type) -> Callable[P, Any]:
        if client is None:
            return self._describe
        send = getattr(client, self._how)

        @wraps(self._describe)
        def asked(*args: P.args, **kwargs: P.kwargs) -> Any:
            return send(self._describe(*args, **kwargs))

        return asked


def reply(describe: Callable[P, Call[T]]) -> Method[P, Call[T], T, Coroutine[Any, Any, T]]:
    """A method that gives one reply."""
    return Method(describe, "send")


def listing(
    describe: Callable[P, Paged[T, I]],
) -> Method[P, Paged[T, I], Generator[I, None, None], AsyncGenerator[I, None]]:
    """A method that gives all items of a list."""
    return Method(describe, "each")


def streaming(
    describe: Callable[P, Call[Answer]],
) -> Method[P, Call[Answer], Generator[StreamEvent, None, None], AsyncGenerator[StreamEvent, None]]:
    """A method that yields the events of an answer."""
    return Method(describe, "told")
