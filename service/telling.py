"""Progress events while a question is being answered.

    with listening(told):                # whoever streams
        ...
        with changing(Candidates, made_into_an_answer):
            ...
            tell(candidates)             # anywhere below

Where nobody listens, nothing is told: what is made for listeners alone is not made then.
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
    """Let `told` know of what the block's work finds, in its thread."""
    token = _listener.set(told)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def silent() -> Generator[None]:
    """Tell nobody of what the block's work finds."""
    token = _listener.set(None)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def changing(
    kind: type[T], change: Callable[[T], object | None], *, once: bool = False
) -> Generator[None]:
    """Whatever of this kind the block tells is told as what `change` makes of it.

    What becomes None is not told at all. With `once`, only the first of its kind goes on.
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
    """Whether anybody listens."""
    return _listener.get() is not None


def tell(news: object) -> None:
    """Tell whoever listens; else nobody."""
    told = _listener.get()
    if told is not None:
        told(news)


_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def untold(_: object) -> None:
    """For `changing`: this is not told, since what follows may yet be better."""
