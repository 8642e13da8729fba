"""Prints a checked draft."""

import click

from service.commands.steps.terminal import Terminal, one_line, print_quoted
from service.drafts.checking import ACCUSED
from service.drafts.wording import differences, verdict
from service.printing import style
from service.wire.drafts import CheckAnswer, CheckedQuotation

_BETWEEN = " […] "


def print_check(terminal: Terminal, answer: CheckAnswer, draft: str) -> None:
    """Print each quotation with its line, verdict, differences and the original's location."""
    for checked in answer.quotations:
        _print_one(terminal, checked, draft)
    counts = {"count": len(answer.quotations), "accused": answer.accused}
    terminal.say("cli_check_summary", err=True, dim=True, **counts)
    if answer.unread:
        terminal.say("cli_check_unread", err=True, count=answer.unread)


def _print_one(terminal: Terminal, checked: CheckedQuotation, draft: str) -> None:
    line = draft.count("\n", 0, checked.spans[0].start) + 1
    claimed = checked.claimed or terminal.words("cli_check_nobody")
    colour = "red" if checked.verdict in ACCUSED else None
    said = one_line(verdict(checked, terminal.language))
    click.echo(style(f"{line:>5}  ", dim=True), nl=False)
    click.echo(style(said, bold=True, fg=colour), nl=False)
    click.echo(style(f"  {one_line(claimed)}", dim=True))
    print_quoted(_BETWEEN.join(span.text for span in checked.spans))
    for difference in differences(checked, terminal.language):
        click.echo(f"       {one_line(difference)}")
    if checked.citations:
        _print_original(terminal, checked)
    click.echo()


def _print_original(terminal: Terminal, checked: CheckedQuotation) -> None:
    first = checked.citations[0]
    places = ", ".join(f"{one.start}-{one.end}" for one in checked.citations)
    outlet, day = terminal.outlet(first.source), terminal.day(first.published)
    words = one_line(_BETWEEN.join(one.quote for one in checked.citations))
    speaker = f"{one_line(checked.speaker)}: " if checked.speaker else ""
    click.echo(style(f"       {speaker}{words}", dim=True))
    click.echo(style(f"       {outlet}, {day} ({first.article_id}:{places})", dim=True))
