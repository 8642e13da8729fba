"""In which order candidates come, and which of them are kept."""

from collections.abc import Iterable, Sequence

from msgspec import structs

from index.records import Article, Quote, QuoteForm, Span
from service.candidates import Candidate

_MAX_CANDIDATES = 40


def finished(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best candidates that overlap no better one, with their quotations."""
    kept = _without_overlaps(candidates)[:_MAX_CANDIDATES]
    return [with_quotation(candidate) for candidate in kept]


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates by confidence, then by date, newest first; the order is always the same."""
    by_place = sorted(candidates, key=lambda c: (c.article.id, c.quote.start))
    newest = sorted(by_place, key=lambda c: c.article.published or "", reverse=True)
    return sorted(newest, key=lambda c: -c.confidence)


def with_quotation(candidate: Candidate) -> Candidate:
    """The candidate with the quotation it belongs to."""
    if candidate.said is not None:
        return candidate
    return structs.replace(candidate, said=_quotation_at(candidate.article, candidate.quote))


def _quotation_at(article: Article, span: Span) -> Quote | None:
    """The quotation that overlaps this sentence; direct ones are preferred."""
    overlapping = [
        quote
        for quote in article.quotes
        if any(part.start < span.end and span.start < part.end for part in quote.content)
    ]
    order = (QuoteForm.DIRECT, QuoteForm.MIXED, QuoteForm.INDIRECT)
    return min(overlapping, key=lambda quote: order.index(quote.form), default=None)


def _without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    taken: dict[int, list[Span]] = {}
    for candidate in candidates:
        spans = taken.setdefault(candidate.version_pk, [])
        quote = candidate.quote
        if all(quote.end <= span.start or span.end <= quote.start for span in spans):
            spans.append(quote)
            kept.append(candidate)
    return kept
