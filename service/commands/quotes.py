"""`dateline quotes`: who is quoted, and with what."""

from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from service.commands.steps import options
from service.commands.steps.context import named_collection, open_engine, open_library, settings_of
from service.commands.steps.terminal import Terminal
from service.settings import Settings

if TYPE_CHECKING:
    from index.store.library import Library
    from index.store.values import Collection
    from service.commands.steps.quotation_listing import Listing, Style
    from service.wire import PersonQuotes


class _Wanted(Struct, frozen=True, kw_only=True):
    """What the options ask for."""

    person: str | None
    about: str | None
    article_id: str | None
    published_from: str | None
    published_to: str | None
    limit: int


@click.command(name="quotes")
@options.collection
@click.option("--by", "person", metavar="NAME", help="This person's quotations.")
@click.option("--about", metavar="TOPIC", help="With --by: on this topic, most relevant first.")
@click.option("--article", "article_id", metavar="ID", help="All quotations of this article.")
@options.published_from
@options.published_to
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help="At most so many quotations.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@options.as_json
@click.pass_context
def command(
    ctx: click.Context,
    /,
    collection: str | None,
    as_csv: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    **given: Any,
) -> None:
    """Show who is quoted, or the quotations of a person or an article."""
    from service.commands.steps.quotation_listing import Listing

    wanted = _Wanted(**given)
    _check(wanted)
    settings = settings_of(ctx)
    library = open_library(settings)
    chosen = named_collection(library, settings, collection)
    style: Style = "json" if as_json else "csv" if as_csv else "text"
    listing = Listing(Terminal(settings.language), style)
    if wanted.article_id is not None:
        _list_article(listing, library, chosen, wanted.article_id)
    elif wanted.person is not None:
        listing.print_spoken(_spoken(settings, library, chosen, wanted))
    else:
        _list_people(listing, library, chosen, wanted.limit)


def _check(wanted: _Wanted) -> None:
    if wanted.person and wanted.article_id:
        raise click.UsageError("--by and --article cannot be used together")
    if wanted.about is not None and not wanted.person:
        raise click.UsageError("--about needs --by")


def _list_article(listing: "Listing", library: "Library", chosen: "Collection", id: str) -> None:
    from index.people.registry import People
    from service.lookups.quotations import quotes_of_article

    article = library.article(chosen, id)
    quotes = quotes_of_article(article, People(library, chosen).registry())
    listing.print_quotes(article, quotes)


def _list_people(listing: "Listing", library: "Library", chosen: "Collection", limit: int) -> None:
    from index.people.registry import People
    from service.lookups.quotations import list_people

    listing.print_people(list_people(People(library, chosen).registry(), limit=limit))


def _spoken(
    settings: Settings, library: "Library", chosen: "Collection", wanted: _Wanted
) -> "PersonQuotes":
    """A person's quotations; only a topic needs the engine, with its models and indexes."""
    from index.people.registry import People
    from index.records import Filters
    from index.text.dates import checked_date
    from service.lookups.quotations import find_person, newest_quotes, quotes_about

    filters = Filters(
        published_from=checked_date("--from", wanted.published_from),
        published_to=checked_date("--to", wanted.published_to),
    )
    registry = People(library, chosen).registry()
    person = find_person(registry, wanted.person or "")
    if wanted.about is None:
        return newest_quotes(library, chosen, registry, person, filters, wanted.limit)
    with open_engine(settings, calibrated=False) as engine:
        opened = engine.catalogue.get(chosen.name)
        return quotes_about(engine, opened, person, wanted.about, filters, wanted.limit)
