"""`dateline quotes`: list who is quoted, and their quotations."""

from typing import TYPE_CHECKING, Any

import click

from service.commands.steps import options
from service.commands.steps.context import reading, settings_of
from service.commands.steps.terminal import Terminal

if TYPE_CHECKING:
    from service.commands.steps.quotation_listing import Style


@click.command(name="quotes")
@options.collection
@click.option("--by", "person", metavar="NAME", help="This person's quotations.")
@click.option("--about", metavar="TOPIC", help="With --by: those closest to this topic first.")
@click.option("--article", "article_id", metavar="ID", help="All quotations of this article.")
@options.published_from
@options.published_to
@options.limit(20, 100_000, "quotations")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@options.url
@options.as_json
@click.pass_context
def command(
    ctx: click.Context,
    /,
    url: str | None,
    as_csv: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    **given: Any,
) -> None:
    """Show who is quoted, or the quotations of a person or an article."""
    from service.commands.steps.archives import WantedQuotes
    from service.commands.steps.quotation_listing import Listing

    _check(given)
    collection, article_id = given["collection"], given.pop("article_id")
    style: Style = "json" if as_json else "csv" if as_csv else "text"
    listing = Listing(Terminal(settings_of(ctx).language), style)
    with reading(ctx, url) as archive:
        if article_id is not None:
            listing.print_quotes(*archive.quotes_in(collection, article_id))
        elif given["person"] is not None:
            listing.print_spoken(archive.quotes_by(WantedQuotes(**given)))
        else:
            listing.print_people(archive.people(collection, given["limit"]))


def _check(given: dict[str, Any]) -> None:
    if given["person"] and given["article_id"]:
        raise click.UsageError("--by and --article cannot be used together")
    if given["about"] is not None and not given["person"]:
        raise click.UsageError("--about needs --by")
