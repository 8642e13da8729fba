"""Timing of a question's stages, measured around the steps.

with Stopwatch().running() as watch:   # the front door
...                                # functions marked @timed("search") count themselves
watch.total()
"""

import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from index.interruption import go_on

P = ParamSpec("P")
T = TypeVar("T")


class Stopwatch:
    """Milliseconds spent in each stage of one question."""

    def __init__(self, received: float | None = None) -> None:
        """Start now, or at `received` on the clock of `time.perf_counter`.

        The time since `received` counts as the stage "wait".
        """
        self.milliseconds: dict[str, float] = {}
        self.start = time.perf_counter()
        if received is not None:
            self.start = received
            self.milliseconds["wait"] = _since(received)

    @contextmanager
    def running(self) -> Generator["Stopwatch"]:
        """Collect what functions marked with `timed` take in this thread or task."""
        token = _running.set(self)
        try:
            yield self
        finally:
            _running.reset(token)

    @contextmanager
    def stage(self, name: str) -> Generator[None]:
        """Count the block's time under `name`."""
        start = time.perf_counter()
        try:
            with _tracing.span(name):
                yield
        finally:
            self.milliseconds[name] = self.milliseconds.get(name, 0.0) + _since(start)

    def total(self) -> dict[str, float]:
        """All stages, and the whole since the start."""
        return {**self.milliseconds, "total": _since(self.start)}


class _Tracing:
    """A span per stage; nothing unless tracing is enabled."""

    span: Callable[[str], AbstractContextManager[object]] = nullcontext


_tracing = _Tracing()


def trace_with(span: Callable[[str], AbstractContextManager[object]]) -> None:
    """Trace each stage of this process as a span from now on; `nullcontext` ends that."""
    _tracing.span = span


_running: ContextVar[Stopwatch | None] = ContextVar("running stopwatch", default=None)


def timed(stage: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark a function as a stage: its time is counted by the running stopwatch.

    The stage is skipped if nobody waits for the result any more.
    """

    def decorate(step: Callable[P, T]) -> Callable[P, T]:
        @wraps(step)
        def timed_step(*args: P.args, **kwargs: P.kwargs) -> T:
            go_on()
            watch = _running.get()
            if watch is None:
                return step(*args, **kwargs)
            with watch.stage(stage):
                return step(*args, **kwargs)

        return timed_step

    return decorate


def _since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 3)
