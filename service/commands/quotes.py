"""`dateline quotes`: quotations on a terminal, as JSON, as CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from index.people.registry import People
from index.records import Filters
from index.store.library import Library
from service.commands.printing import print_block, print_json
from service.lookups.quotations import (
    find_person,
    list_people,
    newest_quotes,
    quotes_about,
    quotes_of_article,
)
from service.wire import PeopleList, PersonQuotes, QuoteOut

if TYPE_CHECKING:
    from service.engine import Engine

_HEADER = (
    *("speaker", "quote", "form", "confidence", "cue", "source"),
    *("article", "outlet", "published", "start", "end"),
)


class Wanted(Struct, frozen=True, kw_only=True):
    """What the options ask for."""

    collection: str
    person: str | None
    about: str | None
    article_id: str | None
    filters: Filters
    limit: int
    as_csv: bool
    as_json: bool


def show_quotes(library: Library, open_engine: Callable[[], Engine], wanted: Wanted) -> None:
    """Print people, or quotations of a person or an article.

    Only a topic needs the engine, with its models and indexes.

    Raises:
        NotFoundError: there is no such collection, person or article.
    """
    collection = library.collection(wanted.collection)
    registry = People(library, collection).registry()
    if wanted.article_id is not None:
        article = library.article(collection, wanted.article_id)
        found = quotes_of_article(article, registry)
        rows = [_row(quote, article.id, article.outlet, article.published) for quote in found]
        _print(found, rows, wanted)
    elif wanted.person is None:
        _print_people(list_people(registry, limit=wanted.limit), wanted)
    else:
        person = find_person(registry, wanted.person)
        filters, limit = wanted.filters, wanted.limit
        if wanted.about is None:
            spoken = newest_quotes(library, collection, registry, person, filters, limit)
        else:
            engine = open_engine()
            try:
                opened = engine.catalogue.get(collection.name)
                spoken = quotes_about(engine, opened, person, wanted.about, filters, limit)
            finally:
                engine.close()
        _print(spoken, list(_rows(spoken)), wanted)


def _rows(spoken: PersonQuotes) -> Iterator[dict[str, Any]]:
    for item in spoken.quotes:
        cited = item.citation
        yield _row(item.quote, cited.article_id, cited.source, cited.published)


def _row(
    quote: QuoteOut, article: str, outlet: str | None, published: str | None
) -> dict[str, Any]:
    values = (
        quote.speaker.name if quote.speaker else "",
        " […] ".join(part.text for part in quote.content),
        quote.form,
        quote.confidence,
        " … ".join(span.text for span in quote.cue),
        " … ".join(span.text for span in quote.source),
        article,
        outlet or "",
        published or "",
        quote.content[0].start,
        quote.content[-1].end,
    )
    return dict(zip(_HEADER, values, strict=True))


def _print(value: object, rows: Sequence[dict[str, Any]], wanted: Wanted) -> None:
    if wanted.as_json:
        print_json(value)
    elif wanted.as_csv:
        _print_csv(_HEADER, rows)
    else:
        for row in rows:
            _print_row(row)
        click.secho(f"{len(rows):,} quotations", dim=True, err=True)


def _print_row(row: dict[str, Any]) -> None:
    click.secho(row["speaker"] or row["source"] or "speaker unknown", bold=True, nl=False)
    click.secho(f"  {row['cue']}  {row['form']}, {row['confidence']:.2f}", dim=True)
    print_block(str(row["quote"]))
    date = str(row["published"])[:10] or "date unknown"
    outlet = row["outlet"] or "outlet unknown"
    place = f"{row['article']}:{row['start']}-{row['end']}"
    click.secho(f"  {outlet}, {date} ({place})\n", dim=True)


def _print_people(found: PeopleList, wanted: Wanted) -> None:
    if wanted.as_json:
        print_json(found)
        return
    rows = [
        {
            "name": p.name,
            "quotes": p.quotes,
            "articles": p.articles,
            "aliases": "; ".join(p.aliases),
        }
        for p in found.people
    ]
    if wanted.as_csv:
        _print_csv(("name", "quotes", "articles", "aliases"), rows)
        return
    for row in rows:
        click.echo(f"{row['quotes']:>6} in {row['articles']:>5}  {row['name']:30.30}  ", nl=False)
        click.secho(f"{row['aliases']:.60}", dim=True)
    click.secho(f"{len(rows):,} of {found.total:,} people", dim=True, err=True)


def _print_csv(header: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    writer = csv.DictWriter(sys.stdout, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
