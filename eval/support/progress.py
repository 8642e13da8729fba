"""Progress of long work: a bar on a terminal, an occasional line elsewhere."""

import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from service.printing import console

T = TypeVar("T")

_EVERY_SECONDS = 10.0
_PACE_LINES = 6
"""The pace is measured over this many of the last lines."""


def with_progress(
    work: Iterable[T],
    what: str,
    total: int,
    done: int = 0,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[T]:
    """Yield the work, and report progress on standard error.

    `total` includes earlier work, `done`.
    """
    if not total - done:
        yield from work
    elif sys.stderr.isatty():
        yield from _bar(work, what, total, done)
    else:
        yield from _lines(work, what, total, done, clock)


def _bar(work: Iterable[T], what: str, total: int, done: int) -> Iterator[T]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Left())
    with Progress(*columns, console=console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total, completed=done)
        for item in work:
            yield item
            progress.advance(task)


def _lines(
    work: Iterable[T], what: str, total: int, done: int, clock: Callable[[], float]
) -> Iterator[T]:
    last_line = clock()
    lines: deque[tuple[float, int]] = deque(maxlen=_PACE_LINES)
    for item in work:
        yield item
        done += 1
        now = clock()
        if now - last_line >= _EVERY_SECONDS:
            last_line = now
            print(f"{what}: {done:,} of {total:,}{_left(lines, now, total, done)}", file=sys.stderr)
            lines.append((now, done))


def _left(lines: Sequence[tuple[float, int]], now: float, total: int, done: int) -> str:
    # Before the first line there may be items of an earlier run, which take no time.
    if not lines:
        return ""
    since, before = lines[0]
    return f", {(total - done) * (now - since) / (done - before):.0f} s left"
