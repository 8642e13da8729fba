"""Prefers people's own reasons: "I wasn't going to pass," she said.

A reader that was trained on encyclopedias looks for "because", and finds it in few quotations.
"""

import re
from collections.abc import Sequence

from msgspec import structs

from index.people.names import name_words
from index.text.matching.folding import folded_words
from service.candidates import Candidate
from service.questions.understand import Kind, Question

_ASKS_WHY = re.compile(
    r"\bwhy\s+(?:did|does|do|will|would|didn['’]t|doesn['’]t|won['’]t|wouldn['’]t)\s++"
    r"(?!.*\b(?:say|said)\s+(?:that|this|so)\b)(?P<who>(?:[^\s?]+\s+){1,6})",
    re.IGNORECASE,
)
_DOUBT_LEFT = 0.6
"""Chosen, as it is for what a headline says: of eight such questions of the demo three more are
right, and none that nothing answers is answered."""


def with_own_reasons(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, with a bonus for the words of the person asked about, best first."""
    asked = _ASKS_WHY.search(question.text) if question.kind is Kind.WHY else None
    if asked is None:
        return list(candidates)
    who = set(folded_words(asked["who"]))
    surer = [_surer(one) if _is_said_by(who, one) else one for one in candidates]
    return sorted(surer, key=lambda one: -one.confidence)


def _is_said_by(who: set[str], candidate: Candidate) -> bool:
    speaker = candidate.said.speaker if candidate.said else None
    return bool(who.intersection(folded_words(" ".join(name_words(speaker or "")))[-1:]))


def _surer(candidate: Candidate) -> Candidate:
    return structs.replace(candidate, confidence=1 - (1 - candidate.confidence) * _DOUBT_LEFT)
