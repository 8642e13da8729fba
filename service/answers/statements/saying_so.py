"""Sentences that say yes or no in the question's own words come before what may imply it."""

from collections.abc import Sequence

from msgspec import structs

from service.answers.statements.verdicts import verdict
from service.candidates import Candidate
from service.questions.inquiry import Inquiry
from service.questions.understand import Kind


def with_verdicts_first(inquiry: Inquiry, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of a yes-or-no question, those with a verdict first and as sure as any."""
    if inquiry.question.kind is not Kind.YES_NO or not candidates:
        return list(candidates)
    terms_of, best = inquiry.opened.lexical.terms, candidates[0].confidence
    saying = [c for c in candidates if verdict(inquiry.question, c, terms_of)]
    others = [c for c in candidates if c not in saying]
    return [*(structs.replace(c, confidence=best) for c in saying), *others]
