"""How a question was understood, and why it got its answer or its refusal."""

from collections.abc import Iterator
from textwrap import shorten

import click

from service.commands.steps.terminal import Terminal
from service.printing import style
from service.wire.answer import Answer, Resolved
from service.wire.asking import AskRequest
from service.wire.conversations import TurnOut

_LONGEST_QUOTE = 60


def print_understood(terminal: Terminal, question: str, answer: Answer) -> None:
    """Print how the question was understood, unless that is obvious."""
    lines = [_in_words(terminal, one) for one in answer.resolved]
    # A correction says so itself.
    if answer.corrected is None and answer.searched.strip() != question.strip():
        lines.append(f"{terminal.words('page_searched')} {answer.searched}")
    if answer.answers:
        # The text of a refusal starts with them.
        lines.extend(answer.notes)
    for line in lines:
        click.echo(style(line, dim=True))
    if lines:
        click.echo()


def print_why(terminal: Terminal, turn: TurnOut, request: AskRequest) -> None:
    """Everything that led to an answer: words, search, days, filters, and how sure it is."""
    answer = turn.answer
    click.echo(style(turn.question, bold=True))
    for one in answer.resolved:
        click.echo(_in_words(terminal, one))
    click.echo(f"{terminal.words('page_searched')} {answer.searched}")
    if answer.period is not None:
        terminal.say("page_period", first=answer.period.first, last=answer.period.last)
    for name, value in _filters(request):
        terminal.say("cli_chat_filter", field=name, value=value)
    for line in [*answer.notes, *_confidences(terminal, answer)]:
        click.echo(line)
    if answer.reason is not None:
        click.echo(answer.label if answer.answers else answer.text)


def _in_words(terminal: Terminal, one: Resolved) -> str:
    name = "cli_chat_resolved" if one.words else "cli_chat_resolved_unsaid"
    return terminal.words(name, words=one.words, meaning=one.meaning, turn=one.turn)


def _filters(request: AskRequest) -> Iterator[tuple[str, str]]:
    """The filters of the chat's options, by their names."""
    for name in request.filters.__struct_fields__:
        value = getattr(request.filters, name)
        if value is not None:
            yield name, ", ".join(value) if isinstance(value, list) else str(value)
    if request.as_of is not None:
        yield "as_of", request.as_of


def _confidences(terminal: Terminal, answer: Answer) -> Iterator[str]:
    for item in answer.answers:
        numbers = "".join(f"[{number}]" for number in item.citations)
        sure = terminal.words("page_confidence_of", percent=round(100 * item.confidence))
        quote = shorten(item.quote, _LONGEST_QUOTE, placeholder=" …")
        disputed = f" {terminal.words('page_disputed')}." if item.disagreement else ""
        yield f"{numbers} {sure}.{disputed} {style(quote, dim=True)}"
