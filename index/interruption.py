"""Lets long-running work check between steps whether it should stop.

    with interruptible(check):   # whoever starts it: a request, a job, a background loop
        ...
            go_on()              # anywhere below: raises what `check` raises

Writes are transactional, so work may stop at any such point. Without a check, as on the command
line, it continues.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


class Stopped(BaseException):
    """The work is not wanted any more.

    Like KeyboardInterrupt it is no Exception: nothing that forgives a broken document or a hostile
    file may swallow it.
    """


@contextmanager
def interruptible(check: Callable[[], object]) -> Generator[None]:
    """Call `check` between the steps of the block's work, in this thread or task.

    Outer checks are still called, first.
    """
    outer = _check.get()

    def both() -> None:
        if outer is not None:
            outer()
        check()

    token = _check.set(both)
    try:
        yield
    finally:
        _check.reset(token)


def go_on() -> None:
    """Return if the work should continue; otherwise raise."""
    check = _check.get()
    if check is not None:
        check()


def steps(items: Iterable[T]) -> Iterator[T]:
    """The items; taking each is a step of the work."""
    for item in items:
        go_on()
        yield item


_check: ContextVar[Callable[[], None] | None] = ContextVar("interruption", default=None)
