"""`dateline stats`: statistics on the questions asked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from service.commands.steps import options
from service.commands.steps.context import open_library, settings_of
from service.commands.steps.terminal import Terminal, print_json

if TYPE_CHECKING:
    from service.settings import Settings
    from service.wire.statistics import Statistics


@click.command(name="stats")
@options.collection
@click.option(
    "--days", type=click.IntRange(1, 3_650), default=7, show_default=True, help="Days to include."
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000),
    default=10,
    show_default=True,
    help="Maximum number of questions per list.",
)
@options.as_json
@click.pass_context
def command(
    ctx: click.Context,
    /,
    collection: str | None,
    days: int,
    limit: int,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Show which questions are asked most, remain unanswered, are slow, or are rated as bad.

    Servers keep questions only if the setting `statistics_days` is set.
    """
    settings = settings_of(ctx)
    found = _counted(settings, collection, days, limit)
    if as_json:
        print_json(found)
        return
    _print(Terminal(settings.language), found)


def _counted(settings: "Settings", collection: str | None, days: int, limit: int) -> "Statistics":
    from datetime import UTC, datetime, timedelta

    from index.store.feedback_table import FeedbackTable
    from service.feedback.asked_questions import AskedQuestions
    from service.feedback.counting import WantedStatistics, count

    library = open_library(settings)
    kept = settings.statistics_days
    asked = AskedQuestions(settings.folder, kept) if kept else None
    try:
        wanted = WantedStatistics(
            since=datetime.now(UTC) - timedelta(days=days),
            collections=(library.collection(collection).name,) if collection else (),
            limit=limit,
        )
        return count(asked, FeedbackTable(library.database, settings.feedback_days), wanted)
    finally:
        if asked is not None:
            asked.close()
        library.close()


def _print(terminal: Terminal, found: "Statistics") -> None:
    if not found.kept_days:
        terminal.say("cli_stats_off", err=True)
    else:
        answered = found.statuses.get("answered", 0)
        terminal.say("cli_stats_questions", count=found.questions, answered=answered)
        if found.milliseconds is not None:
            took = found.milliseconds
            terminal.say("cli_stats_took", half=round(took.p50), most=round(took.p95))
    _print_list(terminal, "cli_stats_top", [(one.asked, one.question) for one in found.top])
    _print_list(
        terminal, "cli_stats_unanswered", [(one.asked, one.question) for one in found.unanswered]
    )
    slow = [(round(one.milliseconds), one.question) for one in found.slow]
    _print_list(terminal, "cli_stats_slow", slow)
    rated = [(one.down, one.question) for one in found.badly_rated]
    _print_list(terminal, "cli_stats_badly_rated", rated)


def _print_list(terminal: Terminal, heading: str, lines: Sequence[tuple[int, str]]) -> None:
    if not lines:
        return
    click.echo()
    terminal.say(heading)
    width = max(len(str(number)) for number, _ in lines)
    for number, question in lines:
        click.echo(terminal.fitted(f"  {number:{width}}  {question}"))
