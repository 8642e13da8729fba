"""Progress of `dateline reembed` and `reread`: a bar on a terminal, lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from typing import TypeVar

import click

from index.reembed import Progress
from index.reread import Reread
from service.commands.steps.terminal import Terminal
from service.printing import console

_LOG_EVERY_SECONDS = 10.0

Step = TypeVar("Step", Progress, Reread)


def report(terminal: Terminal, collection: str, steps: Iterator[Step], last: Step) -> Step:
    """Report each step as it arrives; return the last one, or `last` if there is none."""
    show = _show_bar if sys.stderr.isatty() else _show_lines
    return show(terminal, collection, steps, last)


def _show_bar(terminal: Terminal, collection: str, steps: Iterator[Step], last: Step) -> Step:
    from rich.markup import escape
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Bar(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(escape(collection), total=None)
        for last in steps:
            far = escape(_how_far(terminal, collection, last))
            bar.update(task, description=far, completed=last.done, total=last.total)
    return last


def _show_lines(terminal: Terminal, collection: str, steps: Iterator[Step], last: Step) -> Step:
    said = time.monotonic()
    for last in steps:
        if time.monotonic() - said > _LOG_EVERY_SECONDS:
            said = time.monotonic()
            click.echo(_how_far(terminal, collection, last), err=True)
    return last


def _how_far(terminal: Terminal, collection: str, step: Progress | Reread) -> str:
    message = "cli_reembed" if isinstance(step, Progress) else "cli_reread"
    return terminal.words(message, collection=collection, done=step.done, total=step.total)
