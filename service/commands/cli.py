"""The command line: `dateline COMMAND`. Each command imports only what it needs."""

import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from index.errors import DatelineError
from service.settings import Settings, describe, load

if TYPE_CHECKING:
    from index.store.library import Library
    from index.store.values import Collection
    from service.engine import Engine

T = TypeVar("T", bound=Callable[..., Any])

_INTERRUPTED = 130
_COMMANDS = "dateline.commands"


class _Group(click.Group):
    """Turns our errors into one line on standard error, and an exit status of 1.

    Packages that stand above this one add their commands through the entry points of
    `_COMMANDS`, so that nothing here imports them.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Our commands and the added ones, by name."""
        return sorted([*super().list_commands(ctx), *entry_points(group=_COMMANDS).names])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        for entry in entry_points(group=_COMMANDS, name=cmd_name):
            return cast("click.Command", entry.load())
        return None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except DatelineError as exc:
            raise click.ClickException(str(exc)) from exc
        except KeyboardInterrupt:
            click.echo("interrupted: what was reported is stored; run it again to go on", err=True)
            raise click.exceptions.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            # The reader of our output went away (`| head`): nothing is wrong.
            sys.stderr.close()
            raise click.exceptions.Exit(0) from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", metavar="FOLDER", help="Data folder (default: DATELINE_DATA).")
@click.option("--config", metavar="FILE", help="TOML file with settings.")
@click.version_option(package_name="dateline", prog_name="dateline")
@click.pass_context
def main(ctx: click.Context, data: str | None, config: str | None) -> None:
    """Answers questions about news in the news's own words, with citations."""
    ctx.obj = {"data": data, "config": config}


def _collection_option(command: T) -> T:
    option = click.option("--collection", "-c", metavar="NAME", help="Collection to use.")
    return option(command)


def _json_option(command: T) -> T:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


@main.command()
@click.argument("places", nargs=-1, required=True, metavar="PATH|URL|FEED|-...")
@_collection_option
@click.option("--follow", is_flag=True, help="Fetch the articles that a feed only summarises.")
@click.option("--source", metavar="NAME", help="Outlet of articles that name none.")
@_json_option
@click.pass_context
def add(
    ctx: click.Context,
    places: tuple[str, ...],
    collection: str | None,
    follow: bool,  # noqa: FBT001
    source: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Add articles: files, folders, archives, pages, feeds, or - for standard input."""
    from service.commands.add import add_places

    settings = _settings(ctx)
    failed = add_places(settings, places, collection, follow=follow, source=source, as_json=as_json)
    ctx.exit(1 if failed else 0)


@main.command()
@click.argument("question", nargs=-1, required=True)
@_collection_option
@click.option("--max-answers", default=5, show_default=True, type=click.IntRange(1, 20))
@click.option("--speaker", metavar="NAME", help="Only this person's words.")
@click.option("--source", multiple=True, metavar="NAME", help="Only this outlet; repeatable.")
@click.option("--author", multiple=True, metavar="NAME", help="Only this author; repeatable.")
@click.option("--from", "published_from", metavar="DATE", help="Published on that day or later.")
@click.option("--to", "published_to", metavar="DATE", help="Published on that day or earlier.")
@click.option("--as-of", metavar="DATE", help="Only what was published until then.")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), help="Only answers at least as probable."
)
@click.option("--explain", is_flag=True, help="Show the features behind each answer.")
@_json_option
@click.pass_context
def ask(ctx: click.Context, /, question: tuple[str, ...], **options: Any) -> None:
    """Answer a question with verbatim, cited quotes."""
    from service.commands.printing import print_answer
    from service.wire import AskRequest, checked

    as_json = options.pop("as_json")
    filters = {
        "source": list(options.pop("source")) or None,
        "author": list(options.pop("author")) or None,
        "speaker": options.pop("speaker"),
        "published_from": options.pop("published_from"),
        "published_to": options.pop("published_to"),
    }
    request = checked(AskRequest, {"question": " ".join(question), "filters": filters, **options})
    engine = _engine(ctx)
    try:
        answer = engine.answerer.answer(request)
    finally:
        engine.close()
    print_answer(answer, as_json=as_json)


@main.command()
@click.argument("question", nargs=-1, required=True)
@_collection_option
@click.option("--limit", "-k", default=10, show_default=True, type=click.IntRange(1, 100))
@click.option("--source", multiple=True, metavar="NAME", help="Only this outlet; repeatable.")
@click.option("--from", "published_from", metavar="DATE", help="Published on that day or later.")
@click.option("--to", "published_to", metavar="DATE", help="Published on that day or earlier.")
@click.option("--as-of", metavar="DATE", help="Only what was published until then.")
@_json_option
@click.pass_context
def search(ctx: click.Context, /, question: tuple[str, ...], **options: Any) -> None:
    """Find passages, with the scores of each stage."""
    from service.commands.printing import print_found
    from service.lookups.passages import find
    from service.wire import SearchRequest, checked

    as_json = options.pop("as_json")
    filters = {
        "source": list(options.pop("source")) or None,
        "published_from": options.pop("published_from"),
        "published_to": options.pop("published_to"),
    }
    request = checked(
        SearchRequest, {"question": " ".join(question), "filters": filters, **options}
    )
    engine = _engine(ctx, calibrated=False)
    try:
        found = find(engine, request)
    finally:
        engine.close()
    print_found(found, as_json=as_json)


@main.command()
@_collection_option
@click.option("--by", "person", metavar="NAME", help="This person's quotations.")
@click.option("--about", metavar="TOPIC", help="On this topic, the most relevant first.")
@click.option("--article", "article_id", metavar="ID", help="Every quotation of this article.")
@click.option("--from", "published_from", metavar="DATE", help="Published on that day or later.")
@click.option("--to", "published_to", metavar="DATE", help="Published on that day or earlier.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@_json_option
@click.pass_context
def quotes(ctx: click.Context, /, **options: Any) -> None:
    """Show who is quoted, or a person's or an article's quotations."""
    from index.records import Filters
    from index.text.dates import checked_date
    from service.commands.quotes import Wanted, show_quotes

    if options["person"] and options["article_id"]:
        raise click.UsageError("--by and --article exclude each other")
    if options["about"] is not None and not options["person"]:
        raise click.UsageError("--about needs --by")
    settings = _settings(ctx)
    library = _library(settings)
    options["collection"] = _collection(library, settings, options["collection"]).name
    filters = Filters(
        published_from=checked_date("--from", options.pop("published_from")),
        published_to=checked_date("--to", options.pop("published_to")),
    )
    show_quotes(library, lambda: _engine(ctx, calibrated=False), Wanted(filters=filters, **options))


@main.command(name="list")
@_collection_option
@click.option("--source", metavar="NAME", help="Only this outlet.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--after", metavar="ID", help="Go on after this id.")
@_json_option
@click.pass_context
def list_(
    ctx: click.Context,
    collection: str | None,
    source: str | None,
    limit: int,
    after: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """List articles."""
    from index.records import Filters
    from service.commands.printing import print_articles

    settings = _settings(ctx)
    library = _library(settings)
    opened = _collection(library, settings, collection)
    filters = Filters(outlet=(source,) if source else ())
    found = library.list_articles(opened, filters, limit=limit, after=after)
    print_articles(found, library.count_articles(opened.name), as_json=as_json)


@main.command()
@click.argument("article_id")
@_collection_option
@click.option("--version", metavar="SHA256", help="This version instead of the current one.")
@_json_option
@click.pass_context
def show(
    ctx: click.Context,
    article_id: str,
    collection: str | None,
    version: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Show one article with its versions; what is not body text is dimmed."""
    from service.commands.printing import print_article

    settings = _settings(ctx)
    library = _library(settings)
    opened = _collection(library, settings, collection)
    article = library.article(opened, article_id, version)
    print_article(article, library.article_versions(opened, article_id), as_json=as_json)


@main.command()
@click.argument("article_ids", nargs=-1, required=True)
@_collection_option
@click.pass_context
def remove(ctx: click.Context, article_ids: tuple[str, ...], collection: str | None) -> None:
    """Erase articles with all their versions. Serving processes forget them within a second."""
    settings = _settings(ctx)
    library = _library(settings)
    opened = _collection(library, settings, collection)
    for article_id in article_ids:
        library.remove(opened, article_id)
        click.echo(f"removed {article_id}")


@main.command()
@click.option("--host", metavar="ADDRESS", help="Address to serve on (default: loopback).")
@click.option("--port", type=int, help="Port (default: 8000).")
@click.option("--workers", type=int, help="Serving processes (default: 1).")
@click.option("--demo", is_flag=True, default=None, help="Index the demo articles if empty.")
@click.pass_context
def serve(ctx: click.Context, /, **options: Any) -> None:
    """Serve the page and the HTTP API."""
    from service.http.serving import serve as run

    run(_settings(ctx, **options))


@main.command()
@click.option("--repair", is_flag=True, help="Rebuild what is damaged.")
@_json_option
@click.pass_context
def doctor(ctx: click.Context, repair: bool, as_json: bool) -> None:  # noqa: FBT001
    """Verify everything: the law, counts, checksums, log positions, the model."""
    from service.commands.doctor import examine
    from service.commands.printing import print_findings

    findings = examine(_settings(ctx), repair=repair)
    print_findings(findings, as_json=as_json)
    ctx.exit(1 if any(finding.problem for finding in findings) else 0)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="-")
@_collection_option
@click.pass_context
def export(ctx: click.Context, file: Path, collection: str | None) -> None:
    """Write a collection as JSON lines, every version of every article."""
    from service.commands.export_import import export_collection

    settings = _settings(ctx)
    library = _library(settings)
    count = export_collection(library, collection or settings.collection, file)
    click.echo(f"exported {count} versions", err=True)


@main.command(name="import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="-")
@_collection_option
@click.pass_context
def import_(ctx: click.Context, file: Path, collection: str | None) -> None:
    """Read a collection that `export` wrote."""
    from service.commands.export_import import import_collection

    engine = _engine(ctx, calibrated=False)
    try:
        count = import_collection(engine, collection or engine.settings.collection, file)
    finally:
        engine.close()
    click.echo(f"imported {count} versions", err=True)


@main.command()
@_json_option
@click.pass_context
def config(ctx: click.Context, as_json: bool) -> None:  # noqa: FBT001
    """List every setting with its value and meaning."""
    from service.commands.printing import print_settings

    print_settings(describe(_settings(ctx)), as_json=as_json)


def _settings(ctx: click.Context, **given: Any) -> Settings:
    return load(**ctx.obj, **given)


def _library(settings: Settings) -> "Library":
    from index.store.library import Library

    return Library(settings.database)


def _collection(library: "Library", settings: Settings, name: str | None) -> "Collection":
    """The named collection; the default one is there from the start."""
    if name is None:
        return library.create_collection(settings.collection)
    return library.collection(name)


def _engine(ctx: click.Context, *, calibrated: bool = True) -> "Engine":
    from service.engine import Engine

    return Engine(_settings(ctx), calibrated=calibrated)
