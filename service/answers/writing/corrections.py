"""Questions whose misspelt words were corrected: whether that helped, and how an answer says so."""

from msgspec import structs

from prompts import say
from service.answers.outcome import Outcome
from service.wire.answer import Answer, Corrected

_SURE = 0.6


def is_surer(corrected: Outcome, typed: Outcome) -> bool:
    """Whether the corrected question has a better answer than the one that was typed.

    What was found although words of the question occur nowhere must be sure by itself to count.
    """
    if corrected.statements:
        return _confidence(typed) < _SURE or _confidence(corrected) > _confidence(typed)
    if typed.statements:
        return _confidence(typed) < _SURE
    return _maybe(corrected) > _maybe(typed)


def is_sure(outcome: Outcome) -> bool:
    """Whether a corrected question is answered so surely that what was typed need not be asked."""
    return _confidence(outcome) >= _SURE


def with_correction(answer: Answer, corrected: Corrected, language: str) -> Answer:
    """The answer, which says first what was searched instead of what was typed."""
    told = say("answer_corrected", language, question=corrected.question, typed=corrected.typed)
    return structs.replace(answer, text=f"{told}\n\n{answer.text}", corrected=corrected)


def _maybe(outcome: Outcome) -> float:
    return outcome.maybe.confidence if outcome.maybe else 0.0


def _confidence(outcome: Outcome) -> float:
    return max((statement.confidence for statement in outcome.statements), default=0.0)
