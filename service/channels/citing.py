"""Whose words a citation cites."""

from service.wire.answer import Answer, AnswerItem


def cited_by(answer: Answer) -> dict[int, AnswerItem]:
    """By the number of each citation: the first of the answers that it belongs to."""
    return {number: item for item in reversed(answer.answers) for number in item.citations}
