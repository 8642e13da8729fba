"""Prints a refusal: the reason, alternatives, and the closest passages."""

from textwrap import shorten
from typing import TYPE_CHECKING

import click

from service.commands.steps.terminal import Terminal, print_quoted
from service.printing import style

if TYPE_CHECKING:
    from service.wire.answer import Answer, Choice, Nearest

_LONGEST = 300
"""Characters shown of a passage; `--json` and `dateline show` have all of them."""


def print_refusal(terminal: Terminal, answer: "Answer") -> None:
    """The reason, then the choices and the nearest passages."""
    click.echo(answer.text)
    print_choices(terminal, answer, heading_of_choices(answer))
    if answer.nearest:
        click.echo()
        terminal.say("page_nearest_note")
    for passage in answer.nearest:
        click.echo()
        _print_passage(terminal, passage)


def heading_of_choices(answer: "Answer") -> str:
    """The heading above suggested questions or articles."""
    if answer.reason is None:
        return "page_choices_others"
    if any(choice.person for choice in answer.choices):
        return "page_choices_people"
    is_asked = any(choice.question for choice in answer.choices)
    return "page_choices_meanings" if is_asked else "page_choices_articles"


def print_choices(terminal: Terminal, answer: "Answer", heading: str) -> None:
    """People to ask about, each with the question that does, or articles to read."""
    if answer.choices:
        click.echo()
        terminal.say(heading)
    for choice in answer.choices:
        click.echo(_line(choice))
        if choice.question:
            click.echo(f"    {choice.question}")


def _line(choice: "Choice") -> str:
    hint = f" — {choice.hint}" if choice.hint else ""
    place = f" ({choice.article_id})" if choice.article_id else ""
    return f"  {style(choice.name, bold=True)}{hint}{place}"


def _print_passage(terminal: Terminal, passage: "Nearest") -> None:
    if passage.about:
        terminal.say("page_about", dim=True, person=passage.about)
    # Passages may fill a screen; that they are about something else shows at once.
    print_quoted(shorten(passage.text, _LONGEST, placeholder=" …"))
    outlet, day = terminal.outlet(passage.source), terminal.day(passage.published)
    title = passage.title or terminal.words("page_untitled")
    place = f"{passage.article_id}:{passage.start}-{passage.end}"
    click.echo(style(f"  {outlet}, {day} — {title} ({place})", dim=True))
