"""How far `dateline reembed` is: a bar on a terminal, lines elsewhere."""

import sys
import time
from collections.abc import Iterator

import click

from index.reembed import Progress
from service.commands.steps.terminal import Terminal
from service.printing import console

_LOG_EVERY_SECONDS = 10.0


def report(terminal: Terminal, collection: str, steps: Iterator[Progress]) -> int:
    """Report every step as it comes; return the number of passages."""
    show = _show_bar if sys.stderr.isatty() else _show_lines
    return show(terminal, collection, steps)


def _show_bar(terminal: Terminal, collection: str, steps: Iterator[Progress]) -> int:
    from rich.markup import escape
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    total = 0
    with Bar(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(escape(collection), total=None)
        for step in steps:
            total = step.total
            far = escape(_how_far(terminal, collection, step))
            bar.update(task, description=far, completed=step.done, total=total)
    return total


def _show_lines(terminal: Terminal, collection: str, steps: Iterator[Progress]) -> int:
    total, said = 0, time.monotonic()
    for step in steps:
        total = step.total
        if time.monotonic() - said > _LOG_EVERY_SECONDS:
            said = time.monotonic()
            click.echo(_how_far(terminal, collection, step), err=True)
    return total


def _how_far(terminal: Terminal, collection: str, step: Progress) -> str:
    return terminal.words("cli_reembed", collection=collection, done=step.done, total=step.total)
