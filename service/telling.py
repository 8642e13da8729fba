"""Progress events while a question is being answered.

    with listening(told):                # whoever streams
        ...
        with changing(Candidates, made_into_an_answer):
            ...
            tell(candidates)             # anywhere below

Without listeners, nothing is sent, and data made only for them is not computed.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")
Listener = Callable[[object], object]


class Searched(Struct, frozen=True):
    """A question that was searched, perhaps not the last: one with other spelling may follow."""

    searched: str
    """The question, as an answer gives it back."""


@contextmanager
def listening(told: Listener) -> Generator[None]:
    """Call `told` with what the block's work finds, in its thread."""
    token = _listener.set(told)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def silent() -> Generator[None]:
    """Suppress events within the block."""
    token = _listener.set(None)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def changing(
    kind: type[T], change: Callable[[T], object | None], *, once: bool = False
) -> Generator[None]:
    """Events of this kind from the block are transformed by `change`.

    Events that become None are dropped. With `once`, only the first one passes.
    """
    outer = _listener.get()
    if outer is None:
        yield
        return
    is_told = False

    def told(news: object) -> None:
        nonlocal is_told
        if not isinstance(news, kind):
            outer(news)
        elif not (once and is_told) and (changed := change(news)) is not None:
            is_told = True
            outer(changed)

    with listening(told):
        yield


def is_heard() -> bool:
    """Whether there is a listener."""
    return _listener.get() is not None


def tell(news: object) -> None:
    """Send an event to the listener, if any."""
    told = _listener.get()
    if told is not None:
        told(news)


_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def untold(_: object) -> None:
    """For `changing`: drop events, since something better may follow."""
