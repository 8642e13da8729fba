"""Maybes: candidates not confident enough to be answers, shown as such.

A refusal for want of confidence often withholds the right words. One that names a certain reason,
such as an outlet that nobody knows or a person whom nobody quotes, withholds nothing: there, the
best candidate is hardly ever right.
"""

from collections.abc import Sequence

from msgspec import structs

from service.answers.matches import least_of_maybes
from service.answers.outcome import Outcome
from service.answers.refusing.reasons import NOT_ON_TOPIC, Refusal
from service.answers.refusing.unwanted import is_wanted
from service.answers.statements.disagreement import with_disagreements
from service.answers.statements.merging import Statement, merge
from service.candidates import Candidate
from service.questions.inquiry import Inquiry

UNSURE = frozenset({"low_confidence", NOT_ON_TOPIC})
"""The refusals that say no more than that nothing found is sure enough."""


def maybe_of(
    inquiry: Inquiry, refusal: Refusal, candidates: Sequence[Candidate]
) -> Statement | None:
    """The best candidate with whatever says the same; None if it is hopeless, or ruled out."""
    if refusal.name not in UNSURE:
        return None
    least = least_of_maybes(inquiry)
    possible = [
        candidate
        for candidate in candidates
        if candidate.confidence >= least and is_wanted(candidate, inquiry.narrowing)
    ]
    ranked = with_disagreements(inquiry.question, merge(possible))
    return ranked[0] if ranked else None


def with_best_maybe(refused: Outcome, unsure: Sequence[Outcome]) -> Outcome:
    """The refusal of a question as asked, with the best maybe of all the ways to read it.

    Where that refusal has a certain reason, no other reading changes it.
    """
    reason = refused.refusal.name if refused.refusal else ""
    if reason not in UNSURE or not unsure:
        return structs.replace(refused, maybe=None)
    best = max(unsure, key=lambda outcome: outcome.maybe_confidence)
    return structs.replace(refused, question=best.question, maybe=best.maybe)
