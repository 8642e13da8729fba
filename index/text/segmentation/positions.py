"""Which sentences a quotation touches, and which quotations touch sentences."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from index.records import Article, Quote, Span


def touched_sentences(sentences: Sequence[Span], quote: Quote) -> tuple[int, int]:
    """Return the numbers of the first and last sentence that a quotation touches.

    Its content, cue and source count. If it is outside all sentences, the nearest one is returned
    twice; there must be at least one.
    """
    start, end = _extent(quote)
    first = bisect_right(sentences, start, key=lambda span: span.end)
    last = bisect_left(sentences, end, key=_start) - 1
    if first <= last:
        return first, last
    around = [number for number in (last, first) if 0 <= number < len(sentences)]
    nearest = min(around, key=lambda number: abs(sentences[number].start - start))
    return nearest, nearest


def touching_quotes(article: Article, first: int, last: int) -> Iterator[tuple[int, Quote]]:
    """Yield the quotations that touch the sentences `first` to `last`, with their numbers."""
    sentences = article.sentences
    # Most are beyond the neighbouring sentences, which is quickly seen.
    least = sentences[first - 1].start if first else 0
    most = sentences[last + 1].end if last + 1 < len(sentences) else len(article.text)
    for number, quote in enumerate(article.quotes):
        start, end = _extent(quote)
        if end < least or start > most:
            continue
        begins, ends = touched_sentences(sentences, quote)
        if begins <= last and first <= ends:
            yield number, quote


def sentence_at(article: Article, offset: int) -> int:
    """The number of the sentence that contains an offset."""
    return max(0, bisect_right(article.sentences, offset, key=_start) - 1)


def _extent(quote: Quote) -> tuple[int, int]:
    """Where its content, cue and source begin and end."""
    start = min(part.start for part in quote.content)
    end = max(part.end for part in quote.content)
    for part in (quote.cue, quote.source):
        if part is not None:
            start, end = min(start, part.start), max(end, part.end)
    return start, end


def _start(span: Span) -> int:
    return span.start
