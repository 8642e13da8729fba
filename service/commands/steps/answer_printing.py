"""Prints an answer: quotes as blocks, each with its sources."""

from collections.abc import Sequence

import click

from index.records import Period
from service.commands.steps.refusal_printing import (
    heading_of_choices,
    print_choices,
    print_refusal,
)
from service.commands.steps.terminal import Terminal, print_quoted, print_source
from service.printing import style
from service.wire.answer import Answer, AnswerItem, Citation, Corrected


def print_answer(terminal: Terminal, answer: Answer) -> None:
    """Quotes as blocks, highlighted words in bold, then one line for each source."""
    if answer.corrected is not None:
        _print_correction(terminal, answer.corrected)
    if answer.period is not None and answer.citations:
        _print_period(terminal, answer.period, answer.citations)
    if not answer.answers:
        print_refusal(terminal, answer)
        return
    if answer.disagreement:
        terminal.say("page_disagreement")
    if answer.label is not None:
        click.echo(answer.label + "\n")
    if answer.sides:
        _print_sides(terminal, answer)
    else:
        _print_items(terminal, answer, answer.answers)
    print_choices(terminal, answer, heading_of_choices(answer))


def _print_correction(terminal: Terminal, corrected: Corrected) -> None:
    """What was searched instead of what was typed, and the way back."""
    question, typed = corrected.question, corrected.typed
    terminal.say("answer_corrected", dim=True, question=question, typed=typed)
    terminal.say("cli_as_typed", dim=True)


def _print_period(terminal: Terminal, period: Period, citations: list[Citation]) -> None:
    """How "this week" and the like were read, and whether anything from then answers."""
    is_then = any(period.holds(citation.published) for citation in citations)
    name = "page_period" if is_then else "page_period_other"
    terminal.say(name, dim=True, first=period.first, last=period.last)


def _print_sides(terminal: Terminal, answer: Answer) -> None:
    """What each of those compared said, one after the other, each under the name."""
    for number, side in enumerate(answer.sides):
        click.echo(style(side.name, bold=True, underline=True))
        if side.text is not None:
            click.echo(side.text + "\n")
        _print_items(terminal, answer, [item for item in answer.answers if item.side == number])


def _print_items(terminal: Terminal, answer: Answer, items: Sequence[AnswerItem]) -> None:
    citations = {citation.number: citation for citation in answer.citations}
    for item in items:
        _print_item(terminal, item, [citations[number] for number in item.citations])


def _print_item(terminal: Terminal, item: AnswerItem, citations: list[Citation]) -> None:
    if item.verdict is not None:
        terminal.say("answer_yes" if item.verdict == "yes" else "answer_no")
    if item.day is not None:
        click.echo(style(item.day, bold=True))
    if item.speaker is not None:
        cue = f" ({item.speaker.cue})" if item.speaker.cue else ""
        click.echo(style(f"{item.speaker.name}{cue}", bold=True))
    print_quoted(_marked(item, citations[0]))
    for citation in citations:
        print_source(terminal, citation)
    click.echo()


def _marked(item: AnswerItem, citation: Citation) -> str:
    """The quote, with the highlighted words in bold where there is a terminal."""
    marked = ""
    done = 0
    for highlight in item.highlights:
        start = max(done, highlight.start - citation.start)
        end = min(len(item.quote), highlight.end - citation.start)
        marked += item.quote[done:start] + style(item.quote[start:end], bold=True)
        done = end
    return marked + item.quote[done:]
