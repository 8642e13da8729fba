"""Ranks candidates and decides which are kept."""

from collections.abc import Iterable, Sequence

from msgspec import structs

from index.records import Quote, QuoteForm, Span
from service.candidates import Candidate

_MAX_CANDIDATES = 40
_ARTICLES = frozenset(("the", "a", "an"))
_FORMS = (QuoteForm.DIRECT, QuoteForm.MIXED, QuoteForm.INDIRECT)


def finished(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best candidates that overlap no better one, with their quotations."""
    return [with_quotation(candidate) for candidate in without_overlaps(candidates)]


def answering_words(candidate: Candidate) -> str:
    """The words that answer, in lower case, without articles and marks at their edges."""
    span = candidate.highlight or candidate.quote
    words = candidate.article.text[span.start : span.end].casefold().split()
    return " ".join(word.strip(".,;:'’\"“”()") for word in words if word not in _ARTICLES)


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates by confidence, then by date, newest first; the order is always the same."""
    by_place = sorted(candidates, key=lambda c: (c.article.id, c.quote.start))
    newest = sorted(by_place, key=lambda c: c.article.published or "", reverse=True)
    return sorted(newest, key=lambda c: -c.confidence)


def with_quotation(candidate: Candidate) -> Candidate:
    """The candidate with the quotation it belongs to."""
    if candidate.said is not None:
        return candidate
    return structs.replace(candidate, said=_quotation_of(candidate))


def _quotation_of(candidate: Candidate) -> Quote | None:
    """The quotation with the words that answer, or that names them as its source.

    A sentence may quote somebody beside them: "The tunnel cost 4 million, and Lee said it leaks".
    Of several, what is said comes before who says it, and direct words before reported ones.
    """
    quotes = [q for q in candidate.article.quotes if any(map(candidate.quote.overlaps, q.content))]
    answer = candidate.highlight
    if answer is not None:
        naming = [q for q in quotes if any(map(answer.overlaps, filter(None, (q.source, q.cue))))]
        quotes = [q for q in quotes if any(map(answer.overlaps, q.content))] or naming
    return min(quotes, key=lambda quote: _FORMS.index(quote.form), default=None)


def without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The first candidates that overlap none before them."""
    kept: list[Candidate] = []
    taken: dict[int, list[Span]] = {}
    for candidate in candidates:
        spans = taken.setdefault(candidate.version_pk, [])
        if not any(map(candidate.quote.overlaps, spans)):
            spans.append(candidate.quote)
            kept.append(candidate)
    return kept[:_MAX_CANDIDATES]
