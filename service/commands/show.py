"""`dateline show`: one article, with its metadata and versions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from service.commands.steps import options
from service.commands.steps.context import named_collection, open_library, settings_of
from service.commands.steps.terminal import Terminal, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.records import Article, MetaValue
    from index.store.library import VersionSummary

_LABELS = {
    "title": "cli_title",
    "url": "cli_url",
    "outlet": "cli_outlet",
    "published": "cli_published",
    "authors": "cli_authors",
    "language": "cli_language",
    "format": "cli_format",
    "origin": "cli_origin",
}


@click.command(name="show")
@click.argument("article_id")
@options.collection
@click.option("--version", metavar="SHA256", help="This version instead of the current one.")
@options.as_json
@click.pass_context
def command(
    ctx: click.Context,
    article_id: str,
    collection: str | None,
    version: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Show one article with its versions; what is not body text is dimmed."""
    settings = settings_of(ctx)
    library = open_library(settings)
    chosen = named_collection(library, settings, collection)
    article = library.article(chosen, article_id, version)
    versions = library.article_versions(chosen, article_id)
    if as_json:
        print_json({"article": article, "versions": versions})
    else:
        _print_article(Terminal(settings.language), article, versions)


def _print_article(
    terminal: Terminal, article: "Article", versions: "Sequence[VersionSummary]"
) -> None:
    lines = [*_fields(terminal, article), *_versions(terminal, versions)]
    width = max(len(label) for label, _ in lines)
    for label, value in lines:
        click.echo(f"{label:{width}}  {value}")
    click.echo()
    _print_text(article)


def _fields(terminal: Terminal, article: "Article") -> Iterator[tuple[str, str]]:
    """Labels and values; what nobody said is shown as unknown."""
    from index.records import Metadata

    for name in (*Metadata.__struct_fields__, "format", "origin"):
        if name != "meta":
            label = terminal.words(_LABELS[name]) if name in _LABELS else name
            yield label, _shown(getattr(article, name)) or terminal.words("cli_unknown")
    for name, value in article.meta.items():
        yield f"meta.{name}", _shown(value)
    for note in article.assumed:
        yield terminal.words("cli_assumed"), note


def _shown(value: "MetaValue | None") -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _versions(
    terminal: Terminal, versions: "Sequence[VersionSummary]"
) -> Iterator[tuple[str, str]]:
    for one in versions:
        name = "cli_version_superseded" if one.superseded else "cli_version_current"
        yield (
            terminal.words("cli_version"),
            terminal.words(name, version=one.version, added=one.added),
        )


def _print_text(article: "Article") -> None:
    position = 0
    for mark in article.marks:
        click.echo(article.text[position : mark.start], nl=False)
        click.secho(article.text[mark.start : mark.end], dim=True, nl=False)
        position = mark.end
    click.echo(article.text[position:])
