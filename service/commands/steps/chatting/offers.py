"""Numbered options after an answer, chosen by typing their number."""

from collections.abc import Sequence

import click
from msgspec import Struct

from index.records import reshape
from service.commands.steps.refusal_printing import heading_of_choices
from service.commands.steps.terminal import Terminal
from service.printing import style
from service.wire.answer import Answer


class Offer(Struct, frozen=True, kw_only=True):
    """Something to choose."""

    name: str
    hint: str | None = None
    question: str | None = None
    """The question to ask; None to show the article."""
    article_id: str | None = None


def offers_of(answer: Answer) -> list[Offer]:
    """The choices in numbered order."""
    return [
        reshape(choice, Offer) for choice in answer.choices if choice.question or choice.article_id
    ]


def print_choices(terminal: Terminal, answer: Answer) -> None:
    """The numbered choices of an answer."""
    print_offers(terminal, heading_of_choices(answer), offers_of(answer))


def print_offers(
    terminal: Terminal, heading: str, offers: Sequence[Offer], *, first: int = 1
) -> None:
    """Print the numbered options below a heading."""
    if not offers:
        return
    terminal.say(heading)
    for number, offer in enumerate(offers, start=first):
        hint = f" — {offer.hint}" if offer.hint else ""
        click.echo(f"  {number}  {style(offer.name, bold=True)}{hint}")
        if offer.question and offer.question != offer.name:
            click.echo(f"     {style(offer.question, dim=True)}")
    click.echo()
