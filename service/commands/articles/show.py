"""`dateline show`: show one article with its metadata and versions."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from index.errors import NotFoundError
from service.commands.steps import options
from service.commands.steps.context import reading, settings_of
from service.commands.steps.terminal import Terminal, one_line, print_json
from service.printing import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.records import MetaValue
    from index.store.values import VersionSummary
    from service.commands.steps.archives import ShownArticle
    from service.commands.steps.context import Archive
    from service.wire.articles import ArticleOut

# As in `u-80da0b25a7ad5ce4f842:1206-1297`.
_PLACE = re.compile(r"(?P<id>.+):\d+-\d+")
_LABELS = {
    "title": "cli_title",
    "url": "cli_url",
    "outlet": "cli_outlet",
    "published": "cli_published",
    "modified": "cli_modified",
    "authors": "cli_authors",
    "language": "cli_language",
    "format": "cli_format",
}


@click.command(name="show")
@click.argument("article_id")
@options.collection
@click.option("--version", metavar="SHA256", help="Show this version instead of the current one.")
@options.url
@options.as_json
@click.pass_context
def command(
    ctx: click.Context,
    article_id: str,
    collection: str | None,
    version: str | None,
    url: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Show one article with its versions. Text that is not part of the body is dimmed."""
    with reading(ctx, url) as archive:
        shown = _found(archive, collection, article_id, version)
        origin = archive.origin(collection, shown.article.id, version)
    if as_json:
        print_json(shown)
    else:
        _print_article(Terminal(settings_of(ctx).language), shown, origin)


def _found(
    archive: "Archive", collection: str | None, article_id: str, version: str | None
) -> "ShownArticle":
    """The article with that id, or with the id in a location printed by `search`."""
    try:
        return archive.show(collection, article_id, version)
    except NotFoundError:
        place = _PLACE.fullmatch(article_id)
        if place is None:
            raise
    return archive.show(collection, place["id"], version)


def _print_article(terminal: Terminal, shown: "ShownArticle", origin: str | None) -> None:
    lines = [*_fields(terminal, shown.article), *_versions(terminal, shown.versions)]
    if origin is not None:
        lines.append((terminal.words("cli_origin"), origin))
    width = max(len(label) for label, _ in lines)
    for label, value in lines:
        click.echo(f"{label:{width}}  {one_line(value)}")
    click.echo()
    _print_text(shown.article)


def _fields(terminal: Terminal, article: "ArticleOut") -> Iterator[tuple[str, str]]:
    """Labels and values; missing values are shown as unknown."""
    for name, label in _LABELS.items():
        yield terminal.words(label), _shown(getattr(article, name)) or terminal.words("cli_unknown")
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


def _print_text(article: "ArticleOut") -> None:
    position = 0
    for start, end, _ in article.marks:
        click.echo(article.text[position:start], nl=False)
        click.echo(style(article.text[start:end], dim=True), nl=False)
        position = end
    click.echo(article.text[position:])
