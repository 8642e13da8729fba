"""`dateline add`: add articles, showing progress and a summary."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.commands.steps import options
from service.commands.steps.context import open_engine, rule_of, settings_of
from service.commands.steps.terminal import Terminal
from service.settings import Settings

if TYPE_CHECKING:
    from index.records import Document, Rejected


@click.command(name="add")
@click.argument("places", nargs=-1, required=True, metavar="PATH|URL|FEED|-...")
@options.collection
@click.option("--follow", is_flag=True, help="Fetch articles that a feed only summarises.")
@click.option("--source", metavar="NAME", help="Outlet for articles without one.")
@options.visible_to
@click.option(
    "--ray",
    metavar="ADDRESS",
    help="Prepare articles on this Ray cluster (HOST:PORT).",
)
@options.rule
@options.as_json
@click.pass_context
def command(
    ctx: click.Context,
    places: tuple[str, ...],
    collection: str | None,
    follow: bool,  # noqa: FBT001
    source: str | None,
    labels: tuple[str, ...],
    ray: str | None,
    replace: bool,  # noqa: FBT001
    keep: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Add articles: files, folders, archives, pages, feeds, or - for standard input.

    Formats: plain text, Markdown, HTML, e-mail, PDF, Word (.docx), OpenDocument (.odt) and RTF;
    CSV, JSON lines and arrays, JSON from the Guardian, the New York Times, NewsAPI, WordPress,
    news-please and ninjs; RSS, Atom, WordPress exports, NewsML and NITF; web archives (.warc,
    .arc); all of them also in .gz and .zip. Withheld or canceled items are not added, and articles
    under embargo appear when it ends.

    An article replaces another only if both come from the same outlet or place, have the same id,
    URL or path, and their texts are plausibly two versions of one story. Otherwise both are kept.
    """
    from index.outcomes import Status
    from service.commands.steps.cluster import prepared_by
    from service.commands.steps.progress import report, summarise
    from service.following.completing import completed

    rule = rule_of(replace=replace, keep=keep)
    settings = settings_of(ctx)
    terminal = Terminal(settings.language)
    with open_engine(settings, calibrated=False, create=True) as engine:
        chosen = engine.library.create_collection(collection or settings.collection)
        found = _documents(places, settings, follow=follow)
        documents = (completed(one, source, labels, "on the command line") for one in found)
        # Sources are read ahead of the report: a broken one must not hide what was stored.
        outcomes = engine.ingester.add(chosen, documents, rule)
        with prepared_by(ray, engine, chosen):
            counts = report(terminal, outcomes, _sizes(places), as_json=as_json)
        engine.settle(chosen)
    summarise(terminal, counts, as_json=as_json)
    ctx.exit(1 if counts[Status.REJECTED] else 0)


def _documents(
    places: Iterable[str], settings: Settings, *, follow: bool
) -> "Iterator[Document | Rejected]":
    from index.files.bounded import Bounds
    from index.formats import read_paths
    from index.web.articles import FeedCache, read_url
    from service.engine import fetch_policy

    bounds = Bounds(total_bytes=settings.max_archive_bytes)
    cache = FeedCache(settings.folder / "feeds.json")
    for place in places:
        if place.startswith(("http://", "https://")):
            yield from read_url(place, fetch_policy(settings), cache, follow=follow)
        else:
            yield from read_paths([Path(place)], bounds)


def _sizes(places: Iterable[str]) -> dict[str, int]:
    """Sizes in bytes of all local files to be read, by path."""
    sizes: dict[str, int] = {}
    for place in map(Path, places):
        files = place.rglob("*") if place.is_dir() else [place]
        sizes |= {str(file): file.stat().st_size for file in files if file.is_file()}
    return sizes
