"""`dateline config`: list every setting with its value and meaning."""

import click

from service.commands.steps import options
from service.commands.steps.context import settings_of
from service.commands.steps.terminal import Terminal, print_json
from service.settings import describe


@click.command(name="config")
@options.as_json
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:  # noqa: FBT001
    """List every setting with its value and meaning."""
    chosen = settings_of(ctx)
    settings = describe(chosen)
    if as_json:
        print_json({name: value for name, value, _ in settings})
        return
    terminal = Terminal(chosen.language)
    width = max(len(name) for name, _, _ in settings)
    for name, value, meaning in settings:
        click.echo(f"{name:{width}}  {_shown(terminal, value):24}  {meaning}")


def _shown(terminal: Terminal, value: object) -> str:
    """A value as written in the environment or the file."""
    if value is None or value in ("", ()):
        return terminal.words("cli_not_set")
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
