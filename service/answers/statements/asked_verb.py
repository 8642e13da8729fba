"""Ranks quotations for "who warned of it" by whether their sentence has the verb."""

import re
from collections.abc import Sequence

from msgspec import structs

from service.candidates import Candidate
from service.questions.kinds.who_said import asked_verb
from service.questions.understand import Kind, Question

_WITHOUT = 0.5
"""What remains of the confidence of words that another verb introduces."""


def with_verb_first(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those without the verb that was asked less sure where others have it."""
    stem = asked_verb(question.text) if question.kind is Kind.SAID_BY else None
    if stem is None:
        return list(candidates)
    verb = re.compile(rf"\b{re.escape(stem)}(?:ies|ied|es|ed|[sey]|ing)?\b", re.IGNORECASE)
    having = [one for one in candidates if verb.search(one.text)]
    if not having:
        return list(candidates)
    others = [
        structs.replace(one, confidence=one.confidence * _WITHOUT)
        for one in candidates
        if one not in having
    ]
    return sorted([*having, *others], key=lambda one: -one.confidence)
