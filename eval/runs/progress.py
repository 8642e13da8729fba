"""How far long work is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

_EVERY_SECONDS = 10.0


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
    before, start = done, time.monotonic()
    said = start
    for item in work:
        yield item
        done += 1
        now = time.monotonic()
        if now - said >= _EVERY_SECONDS:
            said = now
            left = (total - done) * (now - start) / (done - before)
            # The first of many says nothing of the pace: work comes in batches.
            pace = f", {left:.0f} s left" if done - before > 1 else ""
            print(f"{what}: {done:,} of {total:,}{pace}", file=sys.stderr)
