"""Combines the answers to several questions in one message."""

from collections.abc import Sequence

from msgspec import structs

from service.answers.writing.rendering import render
from service.wire.answer import Answer, AnswerItem, Citation, Form, Side


def together(answers: Sequence[Answer], language: str) -> Answer:
    """One reply: `answered` if any of them is, and each question is one of its `sides`."""
    best = next((one for one in answers if one.status == "answered"), answers[0])
    items, citations = _numbered(answers)
    reply = structs.replace(
        best,
        searched=" ".join(one.searched for one in answers),
        form=Form.ANSWERS,
        answers=items,
        citations=citations,
        nearest=[] if items else answers[0].nearest,
        choices=[choice for one in answers for choice in one.choices],
        disagreement=any(one.disagreement for one in answers),
        label=None,
        sides=[Side(name=one.searched, text=_above(one)) for one in answers],
    )
    refused = "\n\n".join(f"{side.name}\n{side.text}" for side in reply.sides)
    return structs.replace(reply, text=render(reply, language) if items else refused)


def _above(answer: Answer) -> str | None:
    """What stands between a question and its quotes, or why it has none."""
    return answer.label if answer.answers else answer.text


def _numbered(answers: Sequence[Answer]) -> tuple[list[AnswerItem], list[Citation]]:
    """All answers and citations, numbered through."""
    items: list[AnswerItem] = []
    citations: list[Citation] = []
    for side, one in enumerate(answers):
        ahead = len(citations)
        items += [
            structs.replace(item, side=side, citations=[n + ahead for n in item.citations])
            for item in one.answers
        ]
        citations += [
            structs.replace(
                cited,
                number=cited.number + ahead,
                copy_of=None if cited.copy_of is None else cited.copy_of + ahead,
            )
            for cited in one.citations
        ]
    return items, citations
