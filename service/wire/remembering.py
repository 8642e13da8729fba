"""What a client that keeps its conversations itself sends of an answer with the next question."""

from service.wire.answer import Answer, AnswerItem, Citation
from service.wire.asking import HistoryQuote, HistoryTurn


def remembered(question: str, answer: Answer) -> HistoryTurn:
    """A turn as a `history` has it."""
    items = cited_by(answer)
    return HistoryTurn(
        question=question,
        searched=answer.searched,
        answer_id=answer.id,
        form=answer.form,
        quotes=[remembered_quote(one, items.get(one.number)) for one in answer.citations],
    )


def remembered_quote(citation: Citation, item: AnswerItem | None) -> HistoryQuote:
    """A quote as a `history` has it, with the first of the answers that it belongs to."""
    lit = item.highlight if item and citation.number == item.citations[0] else None
    return HistoryQuote(
        article_id=citation.article_id,
        version=citation.version,
        start=citation.start,
        end=citation.end,
        speaker=item.speaker.name if item and item.speaker else None,
        highlight=lit.text if lit else None,
    )


def cited_by(answer: Answer) -> dict[int, AnswerItem]:
    """By the number of each citation: the first of the answers that it belongs to."""
    return {number: item for item in reversed(answer.answers) for number in item.citations}
