"""How far long work is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_EVERY_SECONDS = 10.0
_PACE_LINES = 6
"""Lines back from which the pace is measured."""


def tracked(work: Iterable[T], what: str, total: int, done: int = 0) -> Iterator[T]:
    """Yield the work; on standard error, say how far it is. `done` was done before."""
    if not total - done:
        yield from work
    elif sys.stderr.isatty():
        yield from _bar(work, what, total, done)
    else:
        yield from _lines(work, what, total, done)


def _bar(work: Iterable[T], what: str, total: int, done: int) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Left())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total, completed=done)
        for item in work:
            yield item
            progress.advance(task)


def _lines(work: Iterable[T], what: str, total: int, done: int) -> Iterator[T]:
    said = time.monotonic()
    lines: deque[tuple[float, int]] = deque(maxlen=_PACE_LINES)
    for item in work:
        yield item
        done += 1
        now = time.monotonic()
        if now - said >= _EVERY_SECONDS:
            said = now
            print(f"{what}: {done:,} of {total:,}{_left(lines, now, total, done)}", file=sys.stderr)
            lines.append((now, done))


def _left(lines: Sequence[tuple[float, int]], now: float, total: int, done: int) -> str:
    # Before the first line there may be what an earlier run did, which passes in no time.
    if not lines:
        return ""
    since, before = lines[0]
    return f", {(total - done) * (now - since) / (done - before):.0f} s left"
