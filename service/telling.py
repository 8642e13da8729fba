"""What is told of a question while it is still being answered, to whoever listens.

with listening(told):        # whoever streams
...
tell(searched)       # anywhere below
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

from msgspec import Struct


class Searched(Struct, frozen=True):
    """A question that was searched, perhaps not the last: one with other spelling may follow."""

    searched: str
    """The question, as an answer gives it back."""


@contextmanager
def listening(told: Callable[[Searched], object]) -> Generator[None]:
    """Let `told` know of what the block's work finds, in its thread."""
    token = _listener.set(told)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def silent() -> Generator[None]:
    """Tell nobody of what the block's work finds."""
    with listening(lambda _: None):
        yield


def tell(searched: Searched) -> None:
    """Tell whoever listens; else nobody."""
    told = _listener.get()
    if told is not None:
        told(searched)


_listener: ContextVar[Callable[[Searched], object] | None] = ContextVar("listener", default=None)
