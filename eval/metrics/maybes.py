"""Maybes: counted as refusals among the answers, and measured separately.

A maybe is no answer, and whether it is right says nothing about the answers. What it is worth has
metrics of its own: how many questions get one, and how many of these are right.
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
    """A maybe as the refusal that it would be without; anything else as it is."""
    if not is_maybe(answer):
        return answer
    return structs.replace(answer, status="no_answer", answers=[], citations=[])


def as_answered(answer: Answer) -> Answer:
    """A maybe as if it were an answer, to judge it as one."""
    return structs.replace(answer, status="answered") if is_maybe(answer) else answer
