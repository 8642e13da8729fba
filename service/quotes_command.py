"""`dateline quotes`: quotations on a terminal, as JSON, as CSV."""

import csv
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click
import msgspec

from service.engine import Engine
from service.quoting import find_person, list_people, quotes_of_article, quotes_of_person
from service.wire import AskFilters, PeopleList, PersonQuotes, QuoteOut, checked

_HEADER = (
    *("speaker", "quote", "form", "confidence", "cue", "source"),
    *("article", "outlet", "published", "start", "end"),
)
_BAR = "│ "


def show_quotes(
    engine: Engine,
    *,
    collection: str | None,
    person: str | None,
    about: str | None,
    article_id: str | None,
    published_from: str | None,
    published_to: str | None,
    limit: int,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Print what was asked for.

    Raises:
        NotFoundError: there is no such collection, person or article.
        InvalidFieldError: a date that is none.
    """
    named = engine.collection(collection)
    opened = engine.catalogue.get(named.name)
    if article_id is not None:
        article = engine.library.article(named, article_id)
        found = quotes_of_article(opened, article)
        about_it = (article.id, article.source, article.published)
        _print(found, [_row(quote, *about_it) for quote in found], as_csv=as_csv, as_json=as_json)
        return
    if person is None:
        _print_people(list_people(opened, limit=limit), as_csv=as_csv, as_json=as_json)
        return
    fields = {"published_from": published_from, "published_to": published_to}
    spoken = quotes_of_person(
        engine,
        opened,
        find_person(opened, person),
        about=about,
        filters=checked(AskFilters, fields),
        limit=limit,
    )
    _print(spoken, list(_rows(spoken)), as_csv=as_csv, as_json=as_json)


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
        quote.cue.text if quote.cue else "",
        quote.source.text if quote.source else "",
        article,
        outlet or "",
        published or "",
        quote.content[0].start,
        quote.content[-1].end,
    )
    return dict(zip(_HEADER, values, strict=True))


def _print(value: object, rows: Sequence[dict[str, Any]], *, as_csv: bool, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
    elif as_csv:
        _print_csv(_HEADER, rows)
    else:
        for row in rows:
            _print_row(row)
        click.secho(f"{len(rows):,} quotations", dim=True, err=True)


def _print_row(row: dict[str, Any]) -> None:
    click.secho(row["speaker"] or row["source"] or "speaker unknown", bold=True, nl=False)
    click.secho(f"  {row['cue']}  {row['form']}, {row['confidence']:.2f}", dim=True)
    for line in str(row["quote"]).splitlines():
        if line.strip():
            click.echo(click.style(_BAR, fg="cyan") + line)
    date = str(row["published"])[:10] or "date unknown"
    outlet = row["outlet"] or "outlet unknown"
    place = f"{row['article']}:{row['start']}-{row['end']}"
    click.secho(f"  {outlet}, {date} ({place})\n", dim=True)


def _print_people(found: PeopleList, *, as_csv: bool, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
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
    if as_csv:
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
