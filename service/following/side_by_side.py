"""Runs several step-by-step jobs concurrently, so that a slow one delays no other."""

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from itertools import islice
from typing import TypeVar

from index.interruption import go_on

T = TypeVar("T")

_LOOK_SECONDS = 0.2


def side_by_side(lines: Iterable[Iterator[T]], at_once: int) -> Iterator[T]:
    """Yield the results of all jobs as they arrive.

    A job continues only once its last result has been taken, so at most `at_once` steps are
    pending. A consumer that stops waits until running steps end.
    """
    waiting = iter(lines)
    running: dict[Future[list[T]], Iterator[T]] = {}
    with ThreadPoolExecutor(at_once, "side-by-side") as pool:

        def advance(line: Iterator[T]) -> None:
            step = copy_context().run
            running[pool.submit(step, lambda: list(islice(line, 1)))] = line

        for line in islice(waiting, at_once):
            advance(line)
        while running:
            done, _ = wait(running, _LOOK_SECONDS, FIRST_COMPLETED)
            go_on()
            for future in done:
                line = running.pop(future)
                if found := future.result():
                    yield from found
                    advance(line)
                elif (other := next(waiting, None)) is not None:
                    advance(other)
