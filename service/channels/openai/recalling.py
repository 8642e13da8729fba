"""Finds the quotes of an earlier reply again by its text.

Most chat clients keep only the text of a reply. Its quotes are paragraphs that begin with ">" and
end with marks, and their words are verbatim from an article.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from index.followers.open_collection import OpenCollection
from index.records import Article, Span
from service.wire.asking import HistoryQuote

_BEGINS = "> "
_MARKS = re.compile(r" (?:\[\d+\])+$")
_MOST_QUOTES = 5
_LONGEST_REPLY = 50_000
_PASSAGES = 3
# Enough to find the passage; all of the quote is compared with it.
_WORDS_FROM = 500


def recalled(text: str, opened: OpenCollection) -> list[HistoryQuote]:
    """The quotes of a reply that the collection has, in order."""
    quotes = islice(_quoted(text[:_LONGEST_REPLY]), _MOST_QUOTES)
    return [found for quote in quotes if (found := _found(quote, opened)) is not None]


def _quoted(text: str) -> Iterator[list[str]]:
    """Each quote of a reply, line by line."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith(_BEGINS):
            lines = []
            continue
        marks = _MARKS.search(line)
        lines.append(line[len(_BEGINS) : marks.start() if marks else None])
        if marks:
            yield lines
            lines = []


def _found(lines: Sequence[str], opened: OpenCollection) -> HistoryQuote | None:
    for article in _articles(" ".join(lines)[:_WORDS_FROM], opened):
        span = _span(lines, article.text)
        if span is not None:
            return HistoryQuote(
                article_id=article.id,
                version=article.version,
                start=span.start,
                end=span.end,
                speaker=_speaker(article, span),
            )
    return None


def _span(lines: Sequence[str], text: str) -> Span | None:
    """Where the lines stand in a text, with nothing but white space between them."""
    start = end = -1
    for line in lines:
        place = text.find(line, max(end, 0))
        if place < 0 or (end >= 0 and text[end:place].strip()):
            return None
        start, end = (place if start < 0 else start), place + len(line)
    return Span(start, end) if end > start >= 0 else None


def _articles(quote: str, opened: OpenCollection) -> Iterator[Article]:
    """The articles with a passage that has most of the words."""
    _, ids = opened.lexical.search(quote, _PASSAGES)
    located = opened.library.locate(opened.collection, ids.tolist())
    yield from (located[id].article for id in ids.tolist() if id in located)


def _speaker(article: Article, span: Span) -> str | None:
    """Who alone is quoted there."""
    speakers = {q.speaker for q in article.quotes if any(map(span.overlaps, q.content))}
    return speakers.pop() if len(speakers) == 1 else None
