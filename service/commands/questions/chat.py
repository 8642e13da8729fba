"""`dateline chat`: a conversation with the articles."""

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from index.errors import DatelineError
from service.commands.steps import options
from service.commands.steps.context import reading, settings_of
from service.commands.steps.terminal import Terminal, one_line

if TYPE_CHECKING:
    from service.commands.steps.chatting.lines import PipedLines, TypedLines
    from service.commands.steps.chatting.talk import Talk
    from service.settings import Settings
    from service.wire.answer import Answer


@click.command(name="chat")
@options.asking
@click.option("--no-history", is_flag=True, help="Do not save the input history.")
@options.url
@click.option("--json", "as_json", is_flag=True, help="Print each answer as one line of JSON.")
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Ask questions one after another; each may refer to earlier ones.

    Shows how each question was understood: whom "she" refers to, and what was searched. Type /help
    for commands. The conversation is deleted when the chat ends.

    Questions can also be piped in, one per line. The exit status is then 0 if all of them are
    answered, and 1 if any is not, or only with a maybe; at a terminal it is 0.
    """
    from service.commands.steps.asking import as_request
    from service.commands.steps.chatting.talk import Talk

    no_history, as_json, url = (given.pop(name) for name in ("no_history", "as_json", "url"))
    settings = settings_of(ctx)
    terminal = Terminal(settings.language)
    printer = _print_json if as_json else partial(_print, terminal)
    is_typed = sys.stdin.isatty() and sys.stdout.isatty() and not as_json
    with reading(ctx, url) as archive:
        talk = Talk(
            terminal,
            archive,
            lambda question: as_request(question, given),
            printer,
            # Finding them takes time, and only who sees them can choose one.
            suggests=is_typed,
            is_for_programs=as_json,
        )
        try:
            if is_typed:
                terminal.say("cli_chat_welcome", dim=True)
            _listen(
                talk,
                _lines(settings, is_typed=is_typed, no_history=no_history),
                terminal,
                is_typed=is_typed,
            )
        finally:
            talk.close()
    ctx.exit(0 if is_typed or talk.is_answered else 1)


def _lines(settings: "Settings", *, is_typed: bool, no_history: bool) -> "PipedLines | TypedLines":
    from service.commands.steps.chatting.lines import PipedLines, TypedLines, history_file

    if not is_typed:
        return PipedLines()
    is_kept = settings.chat_history and not no_history
    return TypedLines(history_file() if is_kept else None)


def _listen(
    talk: "Talk", lines: "PipedLines | TypedLines", terminal: Terminal, *, is_typed: bool
) -> None:
    """Handle every line; report an error and continue with the next line."""
    while True:
        try:
            line = lines.read()
            if line is None or not talk.take(line):
                return
        except DatelineError as exc:
            click.ClickException(one_line(str(exc))).show()
        except KeyboardInterrupt:
            if not is_typed:
                raise
            terminal.say("cli_chat_interrupted", err=True)


def _print(terminal: Terminal, question: str, answer: "Answer") -> None:
    from msgspec import structs

    from service.commands.steps.answer_printing import print_answer
    from service.commands.steps.chatting.offers import print_choices
    from service.commands.steps.chatting.understanding import print_understood

    print_understood(terminal, question, answer)
    # Choices are numbered here, so that they can be chosen.
    print_answer(terminal, structs.replace(answer, choices=[]))
    if not answer.answers:
        click.echo()
    print_choices(terminal, answer)


def _print_json(question: str, answer: "Answer") -> None:
    import msgspec

    del question
    click.echo(msgspec.json.encode(answer).decode())
