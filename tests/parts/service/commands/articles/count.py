"""`dateline count`: how many articles a collection has."""

import click

from service.commands.steps import options
from service.commands.steps.context import named_collection, open_library, settings_of
from service.commands.steps.terminal import Terminal


@click.command(name="count")
@options.collection
@click.pass_context
def command(ctx: click.Context, collection: str | None) -> None:
    """Count articles."""
    settings = settings_of(ctx)
    library = open_library(settings)
    chosen = named_collection(library, settings, collection)
    articles = library.count_articles(chosen.name)
    Terminal(settings.language).say("page_articles_other", count=articles)
