"""Progress of `dateline add`: a bar on a terminal, lines elsewhere, JSON for programs."""

import sys
import time
from collections import Counter
from collections.abc import Iterable

import click
import msgspec

from index.outcomes import Outcome, Status
from service.commands.steps.terminal import Terminal
from service.printing import console

_LOG_EVERY_SECONDS = 10.0
_MINUTE = 60.0


class Tally(Counter[Status]):
    """How many outcomes there were of each status, and how many were of superseded versions."""

    superseded = 0

    def count(self, outcome: Outcome) -> None:
        """Count one."""
        self[outcome.status] += 1
        self.superseded += outcome.status is Status.UNCHANGED and outcome.reason is not None


def report(
    terminal: Terminal, outcomes: Iterable[Outcome], sizes: dict[str, int], *, as_json: bool
) -> Tally:
    """Report each outcome as it arrives; return the count per status."""
    if as_json:
        return _report_json(outcomes)
    if sys.stderr.isatty():
        return _report_bar(terminal, outcomes, sizes)
    return _report_lines(terminal, outcomes)


def kept_beside(terminal: Terminal, outcome: Outcome) -> str:
    """The new id of an article that did not replace another, and the reason."""
    return terminal.words(
        "cli_kept_beside",
        origin=outcome.origin,
        article=outcome.article_id,
        reason=outcome.reason,
    )


def summarise(terminal: Terminal, counts: Tally, *, as_json: bool) -> None:
    """Print a summary line; with JSON output, to standard error."""
    if not counts:
        terminal.say("cli_no_articles_found", err=as_json)
        return
    words = terminal.words("cli_summary", **{status.value: counts[status] for status in Status})
    click.echo(words, err=as_json)
    if counts[Status.EMBARGOED]:
        terminal.say("cli_embargoed", err=True, dim=True, count=counts[Status.EMBARGOED])
    if counts.superseded:
        terminal.say("cli_superseded", err=True, dim=True, count=counts.superseded)


class _BytesDone:
    """Counts the bytes of finished files, derived from where outcomes come from."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self._sizes = sizes
        self._current = ""
        self.done = 0

    def saw(self, origin: str) -> None:
        """An outcome came from this place: the file before it is finished."""
        file = origin if origin in self._sizes else origin.split(", line")[0]
        if file != self._current:
            self.done += self._sizes.get(self._current, 0)
            self._current = file


def _report_json(outcomes: Iterable[Outcome]) -> Tally:
    counts = Tally()
    for outcome in outcomes:
        counts.count(outcome)
        click.echo(msgspec.json.encode(outcome).decode())
    return counts


def _report_bar(terminal: Terminal, outcomes: Iterable[Outcome], sizes: dict[str, int]) -> Tally:
    """A bar with the count, the rate and the time left; rejections stay above it as lines.

    The time left follows from the bytes of whole files: it is unknown inside a single large one.
    """
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    counts = Tally()
    start = time.monotonic()
    bytes_done = _BytesDone(sizes)
    columns = (BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as progress:
        reading = escape(terminal.words("cli_reading"))
        task = progress.add_task(reading, total=sum(sizes.values()) or None)
        for outcome in outcomes:
            counts.count(outcome)
            if notice := _notice(terminal, outcome):
                progress.console.print(f"[red]{escape(notice)}[/]")
            bytes_done.saw(outcome.origin)
            far = escape(_how_far(terminal, "cli_progress_left", counts, start))
            progress.update(task, description=far, completed=bytes_done.done)
    return counts


def _report_lines(terminal: Terminal, outcomes: Iterable[Outcome]) -> Tally:
    counts = Tally()
    start = said = time.monotonic()
    for outcome in outcomes:
        counts.count(outcome)
        if notice := _notice(terminal, outcome):
            click.echo(notice, err=True)
        if time.monotonic() - said > _LOG_EVERY_SECONDS:
            said = time.monotonic()
            click.echo(_how_far(terminal, "cli_progress", counts, start), err=True)
    return counts


def _notice(terminal: Terminal, outcome: Outcome) -> str | None:
    """What to say of one document; most need no words."""
    if outcome.status is Status.REJECTED:
        return terminal.words("cli_rejected", origin=outcome.origin, reason=outcome.reason)
    is_beside = outcome.status is Status.ADDED and outcome.reason is not None
    return kept_beside(terminal, outcome) if is_beside else None


def _how_far(terminal: Terminal, name: str, counts: Tally, start: float) -> str:
    done = counts.total()
    rate = round(_MINUTE * done / max(1e-9, time.monotonic() - start))
    return terminal.words(name, done=done, rate=rate)
