"""`dateline ask`: answer one question with quotes and their sources."""

from typing import Any

import click

from service.commands.steps import options
from service.commands.steps.context import reading, settings_of
from service.commands.steps.terminal import Terminal, print_json

_ANSWERED = "answered"


@click.command(name="ask")
@click.argument("question", nargs=-1, required=True)
@options.asking
@click.option("--explain", is_flag=True, help="With --json, show the features behind each answer.")
@options.url
@options.as_json
@click.pass_context
def command(ctx: click.Context, /, question: tuple[str, ...], **given: Any) -> None:
    """Answer a question with verbatim quotes and their sources.

    The exit status is 0 if the articles answer the question; 1 if they do not, if there is only a
    maybe, or on an error; and 2 if the command line is wrong.
    """
    from service.commands.steps.answer_printing import print_answer
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
