"""Follow-ups that are not answered surely are read in other wordings."""

from collections.abc import Sequence

import pytest

from index.followers.open_collection import OpenCollection
from index.records import Span, Vectors
from index.search import Found
from service.answerer import Answerer, AnswerPolicy
from service.candidates import Candidate
from service.conversations.conversing import Conversing
from service.engine import Engine
from service.questions.understand import Question
from service.wire.asking import AskRequest

FIRST = "When did the new bridge open?"
FOLLOW_UP = "was it expensive"


class _Noting:
    """Answers each question with the first words of the first passage, equally surely."""

    fingerprint = "noting"

    def __init__(self, confidence: float) -> None:
        self.read_questions: list[tuple[str, int]] = []
        self._confidence = confidence

    def warm_up(self) -> None:
        """Nothing to do."""

    def read(
        self,
        question: Question,
        vector: Vectors,
        found: Sequence[Found],
        opened: OpenCollection,
        *,
        until: float | None = None,
    ) -> list[Candidate]:
        """Note the question, and of how many articles the passages are."""
        del vector, opened, until
        articles = {item.located.article.id for item in found}
        self.read_questions.append((question.text, len(articles)))
        article = min((item.located for item in found), key=lambda one: one.article.id)
        return [
            Candidate(
                article=article.article,
                version_pk=article.version_pk,
                quote=Span(*_ends(article.article.sentences[0])),
                confidence=self._confidence,
            )
        ]


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _asked(engine: Engine, reader: _Noting) -> list[tuple[str, int]]:
    """What was read for the follow-up."""
    answerer = Answerer(engine.catalogue, reader, AnswerPolicy())
    conversing = Conversing(answerer, engine.conversing.table)
    id = conversing.table.create(engine.collection(None)).id
    conversing.ask(AskRequest(question=FIRST, conversation_id=id))
    reader.read_questions.clear()
    conversing.ask(AskRequest(question=FOLLOW_UP, conversation_id=id))
    return reader.read_questions


def test_an_unsure_follow_up_is_read_as_typed_and_in_full_where_it_may_be_answered(
    engine: Engine,
) -> None:
    read = _asked(engine, _Noting(0.6))

    (asked, everywhere), (typed, there), (full, there_too) = read
    assert (typed, full) == (FOLLOW_UP, asked)
    assert "bridge" in asked
    assert everywhere >= there == there_too


@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_a_sure_follow_up_is_read_once(engine: Engine, confidence: float) -> None:
    read = _asked(engine, _Noting(confidence))

    assert len(read) == 1
