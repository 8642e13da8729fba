"""Which sentences a quotation touches, and which quotations touch sentences."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from index.records import Article, Quote, Span


def touched_sentences(sentences: Sequence[Span], quote: Quote) -> tuple[int, int]:
    """Return the numbers of the first and last sentence that a quotation touches.

    Its content, cue and source count. If it is outside all sentences, the nearest one is returned
    twice; there must be at least one.
    """
    parts = [*quote.content, *(part for part in (quote.cue, quote.source) if part)]
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    first = bisect_right(sentences, start, key=lambda span: span.end)
    last = bisect_left(sentences, end, key=_start) - 1
    if first <= last:
        return first, last
    around = [number for number in (last, first) if 0 <= number < len(sentences)]
    nearest = min(around, key=lambda number: abs(sentences[number].start - start))
    return nearest, nearest


def touching_quotes(article: Article, first: int, last: int) -> Iterator[tuple[int, Quote]]:
    """Yield the quotations that touch the sentences `first` to `last`, with their numbers."""
    for number, quote in enumerate(article.quotes):
        begins, ends = touched_sentences(article.sentences, quote)
        if begins <= last and first <= ends:
            yield number, quote


def sentence_at(article: Article, offset: int) -> int:
    """The number of the sentence that contains an offset."""
    return max(0, bisect_right(article.sentences, offset, key=_start) - 1)


def _start(span: Span) -> int:
    return span.start
