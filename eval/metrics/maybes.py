"""Maybes: counted as refusals among the answers, and measured separately.

A maybe is not an answer, and whether it is right says nothing about the answers. Maybes have their
own metrics: the share of questions that get one, and the share of these that are right.
"""

from msgspec import structs

from service.wire.answer import Answer

MAYBES = "maybes"
"""The metric's name: the share of the questions that get one."""
RIGHT_MAYBES = "right maybes"
"""The share of the maybes that is right."""


def is_maybe(answer: Answer) -> bool:
    """Whether what is shown is a maybe."""
    return answer.status == "uncertain"


def as_refused(answer: Answer) -> Answer:
    """A maybe as the refusal it would otherwise be; anything else unchanged."""
    if not is_maybe(answer):
        return answer
    return structs.replace(answer, status="no_answer", answers=[], citations=[])


def as_answered(answer: Answer) -> Answer:
    """A maybe as if it were an answer, to judge it as one."""
    return structs.replace(answer, status="answered") if is_maybe(answer) else answer
