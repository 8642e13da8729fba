"""`dateline list`: a line for each article."""

from typing import TYPE_CHECKING

import click

from service.commands.steps import options
from service.commands.steps.context import named_collection, open_library, settings_of
from service.commands.steps.terminal import Terminal, print_json

if TYPE_CHECKING:
    from index.store.values import ArticleSummary

_WIDE = 60


@click.command(name="list")
@options.collection
@click.option("--source", metavar="NAME", help="Only this outlet.")
@options.meta
@click.option(
    "--limit",
    default=50,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help="At most so many articles.",
)
@click.option("--after", metavar="ID", help="Continue after this article.")
@options.as_json
@click.pass_context
def command(
    ctx: click.Context,
    collection: str | None,
    source: str | None,
    meta: tuple[str, ...],
    limit: int,
    after: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """List articles."""
    from index.records import Filters
    from service.questions.field_conditions import condition_of, conditions_in_words

    settings = settings_of(ctx)
    library = open_library(settings)
    chosen = named_collection(library, settings, collection)
    filters = Filters(
        outlet=(source,) if source else (),
        meta=condition_of(conditions_in_words(meta), "--meta"),
    )
    found = library.list_articles(chosen, filters, limit=limit, after=after)
    if as_json:
        print_json(found)
        return
    terminal = Terminal(settings.language)
    for article in found:
        _print_line(terminal, article)
    total = library.count_articles(chosen.name)
    terminal.say("cli_listed", err=True, dim=True, shown=len(found), total=total)


def _print_line(terminal: Terminal, article: "ArticleSummary") -> None:
    title = article.title or terminal.words("page_untitled")
    day = terminal.day(article.published)
    click.echo(f"{article.id:24}  {day:12}  {article.outlet or '':20.20}  {title:.{_WIDE}}")
