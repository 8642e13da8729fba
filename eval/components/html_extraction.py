"""Quality of HTML extraction: `python -m eval.components.html_extraction [FOLDER]`.

The folder contains `zyte_dev.jsonl.gz` (page, article body) and `readability_dev.jsonl.gz` (page,
expected HTML, metadata); by default it is `../shared/data/html_extraction`. Bodies are compared as
in Zyte's article extraction benchmark: precision, recall and F1 of shingles of four words.
"""

import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Any

from msgspec import Struct

from eval.support.files import read_rows
from index.formats.html import create
from index.formats.steps.html.dates import published_in_url
from index.formats.steps.html.text import fragment_text
from index.records import Document
from index.text.dates.parsing import parse_loose_date

_WORD = re.compile(r"\w+")
_SHINGLE = 4
DEFAULT_FOLDER = Path(__file__).resolve().parents[3] / "shared/data/html_extraction"


class Overlap(Struct, frozen=True):
    """The number of shingles in both texts, in the found one only, and in the gold one only."""

    both: int
    extra: int
    missed: int


class BodyScores(Struct, frozen=True):
    """Means over the pages, each page counting once."""

    precision: float
    recall: float
    f1: float


class Agreement(Struct, frozen=True):
    """How a metadata field agrees with the gold."""

    right: int
    wrong: int
    missed: int
    """The gold has a value, the extraction has none."""
    invented: int
    """The extraction has a value, the gold has none (it may still be right)."""


def overlap(gold: str, found: str) -> Overlap:
    """Count common and differing shingles."""
    wanted, got = _shingles(gold), _shingles(found)
    return Overlap((wanted & got).total(), (got - wanted).total(), (wanted - got).total())


def body_scores(overlaps: Iterable[Overlap]) -> BodyScores:
    """Mean precision and recall over pages, and F1 of the two means (as in Zyte's benchmark)."""
    rows = list(overlaps)
    precision = mean(row.both / (row.both + row.extra) for row in rows if row.both + row.extra)
    recall = mean(row.both / (row.both + row.missed) for row in rows if row.both + row.missed)
    return BodyScores(precision, recall, 2 * precision * recall / (precision + recall))


def agreement(pairs: Iterable[tuple[str | None, str | None]]) -> Agreement:
    """Compare (gold, found) values, ignoring case, punctuation and white space."""
    kinds = Counter(_kind(_plain(gold), _plain(found)) for gold, found in pairs)
    return Agreement(kinds["right"], kinds["wrong"], kinds["missed"], kinds["invented"])


def main(folder: Path) -> Iterator[str]:
    """Yield the lines of the report."""
    zyte = list(read_rows(folder / "zyte_dev.jsonl.gz"))
    readability = list(read_rows(folder / "readability_dev.jsonl.gz"))
    started = perf_counter()
    articles = [read_page(row["html"]) for row in zyte]
    more = [read_page(row["html"]) for row in readability]
    seconds = perf_counter() - started
    yield "body              pages  precision  recall     F1"
    yield _body_line("zyte_dev", articles, [row["article_body"] for row in zyte])
    golds = [fragment_text(row["expected_html"]) for row in readability]
    yield _body_line("readability_dev", more, golds)
    yield "metadata          right  wrong  missed  invented"
    yield from _metadata_lines(readability, more)
    yield _line("zyte date in URL", agreement(_days(zyte, articles)))
    yield f"{len(zyte) + len(readability)} pages in {seconds:.1f} s"


def _metadata_lines(rows: list[dict[str, Any]], articles: list[Document | None]) -> Iterator[str]:
    golds = [row["metadata"] for row in rows]
    for name, field in (("title", "title"), ("siteName", "outlet"), ("lang", "language")):
        found = [getattr(article, field, None) for article in articles]
        wanted = [gold.get(name) for gold in golds]
        yield _line(f"readability {field}", agreement(zip(wanted, found, strict=True)))
    bylines = [re.sub(r"^\s*by\s", "", gold.get("byline") or "", flags=re.I) for gold in golds]
    authors = [", ".join(article.authors) if article else None for article in articles]
    yield _line("readability byline", agreement(zip(bylines, authors, strict=True)))
    wanted = [parse_loose_date(gold.get("publishedTime") or "") for gold in golds]
    found = [article.published if article else None for article in articles]
    yield _line("readability date", agreement(zip(_to_day(wanted), _to_day(found), strict=True)))


def _days(
    rows: list[dict[str, Any]], articles: list[Document | None]
) -> Iterator[tuple[str | None, str | None]]:
    """The date in the page's URL (which the extraction did not see) and the date on the page."""
    for row, article in zip(rows, articles, strict=True):
        stated = article.published if article and not _from_address(article) else None
        yield from zip(_to_day([published_in_url(row["url"])]), _to_day([stated]), strict=True)


def _from_address(article: Document) -> bool:
    return any("from the URL" in note for note in article.assumed)


def _to_day(values: Iterable[str | None]) -> Iterator[str | None]:
    return (value[:10] if value else None for value in values)


def read_page(page: str) -> Document | None:
    """Read a page as `dateline add` does; None if it contains no article."""
    found = next(create("utf-8").read(io.BytesIO(page.encode("utf-8", "replace")), "page"))
    return found if isinstance(found, Document) else None


def _body_line(name: str, articles: list[Document | None], golds: list[str]) -> str:
    pairs = zip(golds, articles, strict=True)
    scores = body_scores(overlap(gold, article.text if article else "") for gold, article in pairs)
    figures = f"{scores.precision:9.3f}  {scores.recall:6.3f}  {scores.f1:5.3f}"
    return f"{name:18}{len(golds):5}  {figures}"


def _line(name: str, counts: Agreement) -> str:
    numbers = f"{counts.right:5}  {counts.wrong:5}  {counts.missed:6}  {counts.invented:8}"
    return f"{name:18}{numbers}"


def _kind(gold: str, found: str) -> str:
    if gold == found:
        return "right" if gold else "neither"
    if gold and found:
        return "wrong"
    return "missed" if gold else "invented"


def _plain(value: str | None) -> str:
    return " ".join(_WORD.findall((value or "").lower()))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    starts = range(max(1, len(words) - _SHINGLE + 1)) if words else ()
    return Counter(tuple(words[start : start + _SHINGLE]) for start in starts)


if __name__ == "__main__":
    for line in main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER):
        print(line)
