"""`dateline ask`: one question in, quotes with their sources out."""

from typing import TYPE_CHECKING, Any

import click

from service.commands.steps import options
from service.commands.steps.context import reading, settings_of
from service.commands.steps.refusal_printing import print_choices, print_refusal
from service.commands.steps.terminal import Terminal, print_json, print_quoted, print_source
from service.printing import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.records import Period
    from service.wire import Answer, AnswerItem, Citation

_ANSWERED = "answered"


@click.command(name="ask")
@click.argument("question", nargs=-1, required=True)
@options.collection
@click.option(
    "--max-answers",
    type=click.IntRange(1, 20),
    help="At most so many answers; by default 5, of people or days 20.",
)
@options.speaker
@options.outlets
@options.author
@options.published_from
@options.published_to
@options.as_of
@options.meta
@options.min_confidence
@click.option("--explain", is_flag=True, help="With --json: show the features behind each answer.")
@options.url
@options.as_json
@click.pass_context
def command(ctx: click.Context, /, question: tuple[str, ...], **given: Any) -> None:
    """Answer a question with verbatim quotes and their sources.

    The exit status is 0 if the articles answer it, 1 if they do not or something failed, and 2 if
    the command was used wrongly.
    """
    from service.commands.steps.asking import as_request

    as_json, url = given.pop("as_json"), given.pop("url")
    request = as_request(" ".join(question), given)
    with reading(ctx, url) as archive:
        answer = archive.ask(request)
    if as_json:
        print_json(answer)
    else:
        print_answer(Terminal(settings_of(ctx).language), answer)
    ctx.exit(0 if answer.status == _ANSWERED else 1)


def print_answer(terminal: Terminal, answer: "Answer") -> None:
    """Quotes as blocks, highlighted words in bold, then one line for each source."""
    if answer.period is not None and answer.citations:
        _print_period(terminal, answer.period, answer.citations)
    if answer.status != _ANSWERED:
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
    print_choices(terminal, answer, "page_choices_others")


def _print_period(terminal: Terminal, period: "Period", citations: "list[Citation]") -> None:
    """How "this week" and the like were read, and whether anything from then answers."""
    is_then = any(period.holds(citation.published) for citation in citations)
    name = "page_period" if is_then else "page_period_other"
    terminal.say(name, dim=True, first=period.first, last=period.last)


def _print_sides(terminal: Terminal, answer: "Answer") -> None:
    """What each of those compared said, one after the other, each under the name."""
    for number, side in enumerate(answer.sides):
        click.echo(style(side.name, bold=True, underline=True))
        if side.text is not None:
            click.echo(side.text + "\n")
        _print_items(terminal, answer, [item for item in answer.answers if item.side == number])


def _print_items(terminal: Terminal, answer: "Answer", items: "Sequence[AnswerItem]") -> None:
    citations = {citation.number: citation for citation in answer.citations}
    for item in items:
        _print_item(terminal, item, [citations[number] for number in item.citations])


def _print_item(terminal: Terminal, item: "AnswerItem", citations: "list[Citation]") -> None:
    if item.verdict is not None:
        terminal.say("answer_yes")
    if item.day is not None:
        click.echo(style(item.day, bold=True))
    if item.speaker is not None:
        cue = f" ({item.speaker.cue})" if item.speaker.cue else ""
        click.echo(style(f"{item.speaker.name}{cue}", bold=True))
    print_quoted(_marked(item, citations[0]))
    for citation in citations:
        print_source(terminal, citation)
    click.echo()


def _marked(item: "AnswerItem", citation: "Citation") -> str:
    """The quote, with the highlighted words in bold where there is a terminal."""
    marked = ""
    done = 0
    for highlight in item.highlights:
        start = max(done, highlight.start - citation.start)
        end = min(len(item.quote), highlight.end - citation.start)
        marked += item.quote[done:start] + style(item.quote[start:end], bold=True)
        done = end
    return marked + item.quote[done:]
