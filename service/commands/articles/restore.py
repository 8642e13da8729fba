"""`dateline restore`: make an earlier version of an article current again."""

import click

from service.commands.steps import options
from service.commands.steps.context import named_collection, open_engine, settings_of
from service.commands.steps.terminal import Terminal


@click.command(name="restore")
@click.argument("article_id")
@click.argument("version")
@options.collection
@click.pass_context
def command(ctx: click.Context, article_id: str, version: str, collection: str | None) -> None:
    """Make an earlier version of an article current again.

    `dateline show` lists an article's versions; the start of a version id is enough. The previously
    current version stays readable, and neither `add` nor `import` brings it back.
    """
    settings = settings_of(ctx)
    with open_engine(settings, calibrated=False) as engine:
        chosen = named_collection(engine.library, settings, collection)
        article = engine.ingester.restore(chosen, article_id, version)
    terminal = Terminal(settings.language)
    terminal.say("cli_restored", article=article.id, version=article.version)
