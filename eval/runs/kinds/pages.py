"""Web pages with reference text: does HTML extraction find the whole body and nothing else?

Bodies are compared as in Zyte's article extraction benchmark, by shingles of four words; precision
and recall are means over pages, as there. F1 is a mean over pages too, whereas theirs is computed
from the two means.
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from eval.components.html_extraction import agreement, overlap, read_page
from eval.records import Record, Share
from eval.runs.steps import Step
from eval.support.files import read_rows
from index.formats.steps.html.text import fragment_text
from index.records import Document

_GOOD = 0.9
_FIELDS = (("title", "title"), ("siteName", "outlet"), ("lang", "language"))


def steps(path: Path) -> Iterator[Step]:
    """A step for each page."""
    for row in read_rows(path):
        yield Step(row["id"], row.get("url") or row["id"], partial(_measure, row))


def _measure(row: dict[str, Any]) -> Record:
    article = read_page(row["html"])
    gold = row.get("article_body") or fragment_text(row.get("expected_html") or "")
    scores = _body(gold, article.text if article else "")
    f1 = scores["body F1"].part
    if "metadata" in row:
        scores |= _metadata(row["metadata"], article)
    return Record(
        id=row["id"],
        question=row.get("url") or row["id"],
        scores=scores,
        lost=None if f1 >= _GOOD else "body missed" if not f1 else "body differs",
    )


def _body(gold: str, found: str) -> dict[str, Share]:
    counts = overlap(gold, found)
    got, wanted = counts.both + counts.extra, counts.both + counts.missed
    return {
        "body precision": Share(counts.both / got if got else 0.0, float(bool(got))),
        "body recall": Share(counts.both / wanted if wanted else 0.0, float(bool(wanted))),
        "body F1": Share(2 * counts.both / (got + wanted) if got + wanted else 1.0),
    }


def _metadata(gold: dict[str, Any], article: Document | None) -> dict[str, Share]:
    """How many of the gold's metadata fields are right."""
    pairs = [(name, gold.get(name), getattr(article, field, None)) for name, field in _FIELDS]
    byline = re.sub(r"^\s*by\s", "", gold.get("byline") or "", flags=re.IGNORECASE)
    pairs.append(("byline", byline, ", ".join(article.authors) if article else None))
    scores: dict[str, Share] = {}
    for name, wanted, found in pairs:
        counts = agreement([(wanted, found)])
        if counts.right + counts.wrong + counts.missed:
            scores[f"{name} right"] = Share(counts.right)
    return scores
