"""`dateline feedback`: manage readers' feedback on answers."""

from typing import TYPE_CHECKING, Any

import click

from service.commands.steps import options
from service.commands.steps.context import open_library, settings_of
from service.commands.steps.terminal import Terminal, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.store.feedback_table import FeedbackTable, Wanted
    from index.store.library import Library
    from service.wire.feedback import FeedbackOut

_REASONS = ("wrong_speaker", "wrong_passage", "not_an_answer", "out_of_date", "altered", "other")
_PAGE = 1_000
_ALL = 1_000_000


@click.command(name="feedback")
@options.collection
@click.option("--reason", type=click.Choice(_REASONS), help="Only with this reason.")
@click.option("--verdict", type=click.Choice(["up", "down"]), help="Only with this verdict.")
@click.option(
    "--status", type=click.Choice(["new", "handled"]), help="Only new, or only handled feedback."
)
@click.option("--desk", is_flag=True, help="Only errors reported to the desk.")
@click.option("--from", "since", metavar="DATE", help="Only from this date on.")
@click.option(
    "--limit", type=click.IntRange(1, _ALL), help="Maximum number; for tables, 50 by default."
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "jsonl"]),
    default="table",
    show_default=True,
    help="Output format: for people, for programs, or one JSON object per line.",
)
@options.as_json
@click.option(
    "--handle", "done", multiple=True, metavar="ID", help="Mark as handled; may be repeated."
)
@click.option(
    "--reopen", "again", multiple=True, metavar="ID", help="Mark as new again; may be repeated."
)
@click.option("--delete", "gone", multiple=True, metavar="ID", help="Delete; may be repeated.")
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """List, export, mark and delete readers' feedback on answers, newest first."""
    from index.store.feedback_table import FeedbackTable

    settings = settings_of(ctx)
    library = open_library(settings)
    try:
        table = FeedbackTable(library.database, settings.feedback_days)
        terminal = Terminal(settings.language)
        if given["done"] or given["again"] or given["gone"]:
            _change(terminal, table, given["done"], given["again"], given["gone"])
            return
        style = "json" if given["as_json"] else given["style"]
        _print(terminal, _found(library, table, _wanted(given, style)), style)
    finally:
        library.close()


def _change(
    terminal: Terminal,
    table: "FeedbackTable",
    done: tuple[str, ...],
    again: tuple[str, ...],
    gone: tuple[str, ...],
) -> None:
    changed = table.handle(done, handled=True) if done else 0
    changed += table.handle(again, handled=False) if again else 0
    changed += table.delete(gone) if gone else 0
    terminal.say("cli_feedback_changed", count=changed)
    if changed < len(set(done)) + len(set(again)) + len(set(gone)):
        raise click.ClickException("some of these ids do not exist; the others were changed")


def _wanted(given: dict[str, Any], style: str) -> "Wanted":
    from index.store.feedback_table import Wanted
    from service.feedback.listing import since

    status = given["status"]
    return Wanted(
        collections=(given["collection"],) if given["collection"] else (),
        verdict=given["verdict"],
        reason=given["reason"],
        handled=None if status is None else status == "handled",
        to_desk=True if given["desk"] else None,
        since=since(given["since"]),
        limit=given["limit"] or (50 if style == "table" else _ALL),
    )


def _found(library: "Library", table: "FeedbackTable", wanted: "Wanted") -> "Iterator[FeedbackOut]":
    """The requested number, read page by page."""
    from msgspec import structs

    from service.feedback.listing import listed

    left, after = wanted.limit, None
    while left > 0:
        page = listed(library, table, structs.replace(wanted, limit=min(left, _PAGE), after=after))
        yield from page.feedback
        left, after = left - len(page.feedback), page.next
        if after is None:
            return


def _print(terminal: Terminal, found: "Iterator[FeedbackOut]", style: str) -> None:
    import msgspec

    if style == "json":
        print_json(list(found))
    elif style == "jsonl":
        for one in found:
            click.echo(msgspec.json.encode(one).decode())
    else:
        count = 0
        for one in found:
            _print_one(terminal, one)
            count += 1
        terminal.say("cli_feedback_listed", err=True, dim=True, count=count)


def _print_one(terminal: Terminal, one: "FeedbackOut") -> None:
    """Print a summary line, the question, and the note if there is one."""
    told = [
        one.id,
        terminal.day(one.created),
        one.collection,
        "cli_feedback_up" if one.verdict == "up" else "cli_feedback_down",
        ", ".join(one.reasons),
        "cli_feedback_desk" if one.to_desk else "",
        "" if one.verified else "cli_feedback_unverified",
        "cli_feedback_handled" if one.state == "handled" else "",
    ]
    words = [terminal.words(part) if part.startswith("cli_") else part for part in told if part]
    click.echo(terminal.fitted("  ".join(words)))
    for line in filter(None, (one.asked.searched or one.asked.question, one.note)):
        click.echo(terminal.fitted(f"    {line}"))
