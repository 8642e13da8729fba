"""Puts the newest first among answers that change over time.

Such are those to a question for "the latest" or "the current", and counts that grow as an event
goes on: of the dead, the injured, the missing.
"""

import re
from collections.abc import Sequence

from msgspec import structs

from index.quotations.vocabulary.lists import word_list
from index.text.dates.parsing import first_instant
from service.answers.claims.same_event import days_apart, may_be_one_event
from service.answers.claims.told import Told
from service.candidates import Candidate
from service.questions.time.newest import asks_for_newest
from service.questions.understand import Kind, Question

_NEARLY = 0.5
"""Minimum ratio to the best probability for another answer."""
_TOLLS = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        "died|dies?|dying|dead|deaths?|death toll|killed|kill(?:s|ing)?|lives|bodies|perished",
        "injured|hurt|wounded|injuries|casualties",
        "missing|unaccounted",
        "homeless|displaced|evacuated|evacuees",
        "arrested|arrests|detained",
        "infected|infections|cases|sick|ill",
    )
)
"""Words in questions and articles for counts that grow during an event."""
_DAYS = 30


def newest_first(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, the newest of those that answer nearly as well first and as sure as any."""
    if not candidates:
        return []
    near = [c for c in candidates if c.confidence >= _NEARLY * candidates[0].confidence]
    if not asks_for_newest(question.text):
        near = _of_one_toll(question, near)
    newest = max(near, key=_published, default=candidates[0])
    if _published(newest) <= _published(candidates[0]):
        return list(candidates)
    others = [candidate for candidate in candidates if candidate is not newest]
    return [structs.replace(newest, confidence=candidates[0].confidence), *others]


def _of_one_toll(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that count the same of one event as the best does; none if nothing such is asked."""
    asked = [toll for toll in _TOLLS if toll.search(question.text)]
    if question.kind is not Kind.NUMBER or len(asked) != 1 or question.period is not None:
        return []
    best, *others = candidates
    first = Told(best)
    return [best, *(c for c in others if _counts(c, asked[0]) and _is_later(first, Told(c)))]


def _counts(candidate: Candidate, toll: re.Pattern[str]) -> bool:
    text, light = candidate.article.text, candidate.highlight
    words = text[light.start : light.end].lower().split() if light else []
    is_number = any(word[0].isdigit() or word in word_list("numbers") for word in words)
    return is_number and toll.search(candidate.text) is not None


def _is_later(one: Told, other: Told) -> bool:
    apart = days_apart(one, other)
    return apart is not None and 0 < apart <= _DAYS and may_be_one_event(one, other)


def _published(candidate: Candidate) -> int:
    published = candidate.article.published
    return first_instant(published) if published else 0
