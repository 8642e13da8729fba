"""`dateline list`: one line per article."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from service.commands.steps import options
from service.commands.steps.context import reading, settings_of
from service.commands.steps.terminal import Terminal, print_json

if TYPE_CHECKING:
    from index.store.values import ArticleSummary
    from service.wire.articles import HeldArticle

_DAY = 12


@click.command(name="list")
@options.collection
@click.option("--source", metavar="NAME", help="Only this outlet.")
@options.meta
@options.limit(50, 100_000, "articles")
@click.option("--after", metavar="ID", help="Continue after this article.")
@click.option("--embargoed", is_flag=True, help="List articles under embargo instead.")
@options.url
@options.as_json
@click.pass_context
def command(
    ctx: click.Context,
    /,
    url: str | None,
    as_json: bool,  # noqa: FBT001
    embargoed: bool,  # noqa: FBT001
    **given: Any,
) -> None:
    """List articles, newest first."""
    from service.commands.steps.archives import WantedArticles

    if embargoed and (given["source"] or given["meta"]):
        raise click.UsageError("--embargoed cannot be used together with --source or --meta")
    with reading(ctx, url) as archive:
        wanted = WantedArticles(**given)
        found = archive.embargoed(wanted) if embargoed else archive.newest(wanted)
    if as_json:
        print_json(found.articles)
        return
    terminal = Terminal(settings_of(ctx).language)
    _print_lines(terminal, found.articles)
    if found.next is None:
        terminal.say("cli_listed_all", err=True, dim=True, total=found.total)
        return
    shown = len(found.articles)
    terminal.say("cli_listed", err=True, dim=True, shown=shown, total=found.total, last=found.next)


def _print_lines(
    terminal: Terminal, articles: Sequence["ArticleSummary"] | Sequence["HeldArticle"]
) -> None:
    width = max((len(article.id) for article in articles), default=0)
    for article in articles:
        day, outlet = _when(terminal, article), terminal.outlet(article.outlet)
        title = article.title or terminal.words("page_untitled")
        click.echo(terminal.fitted(f"{article.id:{width}}  {day:{_DAY}}  {title} ({outlet})"))


def _when(terminal: Terminal, article: "ArticleSummary | HeldArticle") -> str:
    """The publication date, or the end of the embargo."""
    is_held = not hasattr(article, "version")
    return article.embargoed_until or "" if is_held else terminal.day(article.published)
