"""`dateline config`: every setting, its value and its meaning."""

import click

from service.commands.steps import options
from service.commands.steps.context import settings_of
from service.commands.steps.terminal import print_json
from service.settings import describe


@click.command(name="config")
@options.as_json
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:  # noqa: FBT001
    """List every setting with its value and meaning."""
    settings = describe(settings_of(ctx))
    if as_json:
        print_json({name: value for name, value, _ in settings})
        return
    width = max(len(name) for name, _, _ in settings)
    for name, value, meaning in settings:
        click.echo(f"{name:{width}}  {value:24}  {meaning}")
