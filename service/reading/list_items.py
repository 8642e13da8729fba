"""Lists: several spans in one sentence that answer together ("Which cities were hit?")."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from index.records import Span
from service.candidates import Candidate
from service.reading.decoding import ScoredSpan
from service.reading.windows import Window

SPANS_PER_LIST_WINDOW = 8
"""Spans decoded from each window if the question asks for several things."""

# How far below the score of the best span of a sentence other spans still count as items, and their
# lowest score. Measured on MultiSpanQA's held-back articles, by letters marked in a sentence:
# precision .682, recall .561 with the best span alone; .599 and .788 with a gap of 5. The weights
# of 2026-11-29 score spans further apart: 6 marks with them what 5 did before.
_MAX_GAP = 6.0
_MIN_SCORE = -6.0
# Words that count or repeat the items of a list without being one.
_NOT_ITEMS = frozenset(
    "both all each either neither they them these those others two three four five six".split()
)


def with_list_items(
    candidate: Candidate, window: Window, span: ScoredSpan, spans: Sequence[ScoredSpan]
) -> Candidate:
    """The candidate with the other spans of its sentence that score nearly as well or better."""
    if candidate.highlight is None:
        return candidate
    quote = candidate.quote
    others = _other_items(window, span, spans)
    inside = [one for one in others if quote.start <= one.start and one.end <= quote.end]
    return structs.replace(candidate, also=tuple(sorted(inside)))


def _other_items(window: Window, span: ScoredSpan, spans: Iterable[ScoredSpan]) -> Iterator[Span]:
    least = max(_MIN_SCORE, span.score - _MAX_GAP)
    for other in spans:
        words = window.text[other.start : other.end].casefold()
        if other is not span and other.score >= least and words not in _NOT_ITEMS:
            yield Span(window.start + other.start, window.start + other.end)
