"""Follow-ups in several wordings: what more than one of them finds is likelier to answer.

A rewrite may put the words of a conversation together wrongly, and what was typed may say too
little. They hardly err in the same way: where both find the same words of the article shown last,
one of them being right is enough.
"""

from collections.abc import Sequence
from functools import reduce
from typing import TypeAlias

from msgspec import structs

from service.candidates import Candidate
from service.questions.inquiry import Inquiry
from service.questions.understand import Question, asks_for_words, understand
from service.reading.ranking import finished, ranked

_Place: TypeAlias = tuple[int, int, int]
SURE = 0.8
"""From this confidence on, a follow-up's first candidate needs no other wording."""
ALONE = 0.6
"""What is left of the confidence of what no other wording finds first."""


def is_unsure(inquiry: Inquiry, candidates: Sequence[Candidate]) -> bool:
    """Whether other wordings of a follow-up are to be read as well."""
    question = inquiry.question
    # Of another language the reader knows only what was put into English words.
    if not inquiry.wordings or question.as_asked is not None or asks_for_words(question):
        return False
    return not candidates or candidates[0].confidence < SURE


def worded(inquiry: Inquiry) -> list[Question]:
    """The question in each of its wordings, but for those that ask for somebody's words."""
    asked = (understand(wording) for wording in inquiry.wordings)
    return [
        structs.replace(
            one,
            period=inquiry.question.period,
            asked_on=inquiry.question.asked_on,
            is_timeless=inquiry.question.is_timeless,
        )
        for one in asked
        if not asks_for_words(one) and one.request is None
    ]


def agreed(candidates: Sequence[Candidate], others: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, best first, and what each other wording finds first among them."""
    support: dict[_Place, list[Candidate]] = {}
    for other in others:
        support.setdefault(_place(other), []).append(other)
    told = [_judged(one, support.pop(_place(one), [])) for one in candidates]
    told += [reduce(_either, same) for same in support.values()]
    return finished(ranked(told))


def _judged(candidate: Candidate, same: Sequence[Candidate]) -> Candidate:
    """A candidate as likely as its own reading or another is right; less where no other has it."""
    if same:
        return reduce(_either, same, candidate)
    return structs.replace(candidate, confidence=candidate.confidence * ALONE)


def _place(candidate: Candidate) -> _Place:
    return candidate.version_pk, candidate.quote.start, candidate.quote.end


def _either(one: Candidate, other: Candidate) -> Candidate:
    """The surer of two readings of the same words, as likely as that one of them is right."""
    surer = max(one, other, key=lambda candidate: candidate.confidence)
    either = 1 - (1 - one.confidence) * (1 - other.confidence)
    return structs.replace(surer, confidence=either)
