"""`dateline remove`: delete articles."""

from contextlib import closing

import click

from service.commands.steps import options
from service.commands.steps.context import named_collection, open_library, settings_of
from service.commands.steps.terminal import Terminal


@click.command(name="remove")
@click.argument("article_ids", nargs=-1, required=True)
@options.collection
@click.pass_context
def command(ctx: click.Context, article_ids: tuple[str, ...], collection: str | None) -> None:
    """Delete articles with all their versions. Running servers drop them within a second."""
    settings = settings_of(ctx)
    terminal = Terminal(settings.language)
    with closing(open_library(settings)) as library:
        chosen = named_collection(library, settings, collection)
        for article_id in article_ids:
            library.remove(chosen, article_id)
            terminal.say("cli_removed", article=article_id)
