"""Choices between opposites, "Did sales go up or down?", which are not yes/no questions.

It is read as two questions, and whichever a sentence answers better counts: a sentence that says
that sales fell has as little to do with "up or down" as with any other pair.
"""

import re
from collections.abc import Sequence

from msgspec import structs

from service.answers.claims.vocabulary import form, opposites
from service.candidates import Candidate
from service.questions.understand import Kind, Question

_OR = re.compile(r"\b(?P<one>[a-z]+)\s+or\s+(?:be\s+)?(?P<other>[a-z]+)\b")
_FURTHER = frozenset(
    frozenset(pair.split())
    for pair in (
        "older younger",
        "bigger smaller",
        "larger smaller",
        "longer shorter",
        "more less",
        "more fewer",
        "male female",
        "left right",
        "double halve",
        "doubled halved",
        "shrunk grown",
        "warmer colder",
    )
)


def each_way(question: Question) -> list[Question]:
    """The question, followed by its variant for each opposite, if it is such a choice."""
    found = _OR.search(question.text) if question.kind is Kind.YES_NO else None
    if found is None or not _are_opposites(found["one"], found["other"]):
        return [question]
    before, behind = question.text[: found.start()], question.text[found.end() :]
    return [
        question,
        *(
            structs.replace(question, text=f"{before}{found[name]}{behind}")
            for name in ("one", "other")
        ),
    ]


def best_of_each(readings: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """The results of all variants, each quote once with its best confidence."""
    if len(readings) == 1:
        return list(readings[0])
    best: dict[tuple[int, int, int], Candidate] = {}
    for one in sorted((c for found in readings for c in found), key=lambda c: -c.confidence):
        best.setdefault((one.version_pk, one.quote.start, one.quote.end), one)
    return list(best.values())


def _are_opposites(one: str, other: str) -> bool:
    if frozenset((one, other)) in _FURTHER:
        return True
    return form(other).stem in opposites().get(form(one).stem, ())
