"""Of several answers to a question for "the latest" or "the current", the newest comes first."""

from collections.abc import Sequence

from msgspec import structs

from index.text.dates.parsing import first_instant
from service.candidates import Candidate
from service.questions.inquiry import Inquiry
from service.questions.time.newest import asks_for_newest

_NEARLY = 0.5
"""What is at least so likely as the best, as a part of that, may be an answer beside it."""


def newest_first(inquiry: Inquiry, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, the newest of those that answer nearly as well first and as sure as any."""
    if not candidates or not asks_for_newest(inquiry.question.text):
        return list(candidates)
    best = candidates[0].confidence
    near = [c for c in candidates if c.confidence >= _NEARLY * best and c.article.published]
    newest = max(near, key=_published, default=candidates[0])
    if _published(newest) <= _published(candidates[0]):
        return list(candidates)
    others = [candidate for candidate in candidates if candidate is not newest]
    return [structs.replace(newest, confidence=best), *others]


def _published(candidate: Candidate) -> int:
    published = candidate.article.published
    return first_instant(published) if published else 0
