"""Quotations and people as text, CSV or JSON."""

import csv
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

import click

from service.commands.steps.terminal import Terminal, print_json, print_quoted
from service.printing import style
from service.wire.articles import ArticleOut
from service.wire.people import PeopleList, PersonQuotes, QuoteOut

Style: TypeAlias = Literal["text", "csv", "json"]
Row: TypeAlias = dict[str, Any]

_COLUMNS = (
    *("speaker", "quote", "form", "confidence", "cue", "source"),
    *("article", "outlet", "published", "start", "end"),
)
_FORMS = {
    "direct": "cli_form_direct",
    "mixed": "cli_form_mixed",
    "indirect": "cli_form_indirect",
}
_PEOPLE = {
    "quotes": "cli_column_quotations",
    "articles": "cli_column_articles",
    "name": "cli_column_person",
    "aliases": "cli_column_aliases",
}
_ALIASES_WIDTH = 60


class Listing:
    """Prints in one style."""

    def __init__(self, terminal: Terminal, style: Style) -> None:
        self._terminal = terminal
        self._style = style

    def print_quotes(self, article: ArticleOut, quotes: Sequence[QuoteOut]) -> None:
        """The quotations of one article."""
        rows = [_row(quote, article.id, article.outlet, article.published) for quote in quotes]
        self._print(quotes, rows)

    def print_spoken(self, spoken: PersonQuotes) -> None:
        """The quotations of one person."""
        cited = [(item.quote, item.citation) for item in spoken.quotes]
        rows = [_row(quote, at.article_id, at.source, at.published) for quote, at in cited]
        self._print(spoken, rows)

    def print_people(self, found: PeopleList) -> None:
        """People, with how often and in how many articles they are quoted."""
        rows = [
            {
                "name": person.name,
                "quotes": person.quotes,
                "articles": person.articles,
                "aliases": "; ".join(person.aliases),
            }
            for person in found.people
        ]
        if self._style == "json":
            print_json(found)
        elif self._style == "csv":
            _print_csv(("name", "quotes", "articles", "aliases"), rows)
        else:
            self._print_table(rows)
            shown = {"shown": len(rows), "total": found.total}
            self._terminal.say("cli_people", err=True, dim=True, **shown)

    def _print(self, value: object, rows: Sequence[Row]) -> None:
        if self._style == "json":
            print_json(value)
        elif self._style == "csv":
            _print_csv(_COLUMNS, rows)
        else:
            for row in rows:
                self._print_quote(row)
            self._terminal.say("cli_quotations", err=True, dim=True, count=len(rows))

    def _print_quote(self, row: Row) -> None:
        terminal = self._terminal
        speaker = row["speaker"] or row["source"] or terminal.words("page_quotes_unknown")
        form = terminal.words(_FORMS[row["form"]])
        outlet, day = terminal.outlet(row["outlet"]), terminal.day(row["published"])
        place = f"{row['article']}:{row['start']}-{row['end']}"
        click.echo(style(speaker, bold=True), nl=False)
        click.echo(style(f"  {row['cue']}  {form}, {row['confidence']:.2f}", dim=True))
        print_quoted(str(row["quote"]))
        click.echo(style(f"  {outlet}, {day} ({place})\n", dim=True))

    def _print_table(self, rows: Sequence[Row]) -> None:
        heading: Row = {key: self._terminal.words(name) for key, name in _PEOPLE.items()}
        widths = {key: max(len(str(row[key])) for row in (heading, *rows)) for key in _PEOPLE}
        click.echo(style(self._terminal.fitted(_table_line(heading, widths)), dim=True))
        for row in rows:
            click.echo(self._terminal.fitted(_table_line(row, widths)))


def _table_line(row: Row, widths: Mapping[str, int]) -> str:
    numbers = "  ".join(f"{row[key]:>{widths[key]}}" for key in ("quotes", "articles"))
    return f"{numbers}  {row['name']:{widths['name']}}  {row['aliases']:.{_ALIASES_WIDTH}}".rstrip()


def _row(quote: QuoteOut, article: str, outlet: str | None, published: str | None) -> Row:
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
    return dict(zip(_COLUMNS, values, strict=True))


def _print_csv(columns: Sequence[str], rows: Sequence[Row]) -> None:
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
