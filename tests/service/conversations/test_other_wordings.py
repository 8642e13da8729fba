"""Follow-ups that are not answered surely are read in other wordings."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from index.followers.open_collection import OpenCollection
from index.records import Vectors
from index.search import Found
from service.answerer import Answerer, AnswerPolicy
from service.answers.matches import FOLLOW_UP_MAYBE, least_of_maybes
from service.answers.statements.wordings import is_unsure
from service.candidates import Candidate
from service.conversations.conversing import Conversing
from service.engine import Engine
from service.questions.understand import Question
from service.wire.answer import Answer
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
                quote=article.article.sentences[0],
                confidence=self._confidence,
            )
        ]


def _asked(engine: Engine, reader: _Noting) -> Answer:
    """The answer to the follow-up; the reader has noted what was read for it alone."""
    answerer = Answerer(engine.catalogue, reader, AnswerPolicy())
    conversing = Conversing(answerer, engine.conversing.table)
    id = conversing.table.create(engine.collection(None)).id
    conversing.ask(AskRequest(question=FIRST, conversation_id=id))
    reader.read_questions.clear()
    return conversing.ask(AskRequest(question=FOLLOW_UP, conversation_id=id))


def test_an_unsure_follow_up_is_read_as_typed_and_in_full_where_it_may_be_answered(
    engine: Engine,
) -> None:
    reader = _Noting(0.5)

    _asked(engine, reader)

    (asked, everywhere), (typed, there), (full, there_too) = reader.read_questions
    assert (typed, full) == (FOLLOW_UP, asked)
    assert "bridge" in asked
    assert everywhere >= there == there_too


@pytest.mark.parametrize("confidence", [0.15, 0.8, 0.99])
def test_a_follow_up_that_is_sure_or_hopeless_is_read_once(
    engine: Engine, confidence: float
) -> None:
    reader = _Noting(confidence)

    _asked(engine, reader)

    assert len(reader.read_questions) == 1


@pytest.mark.parametrize(("confidence", "status"), [(0.15, "no_answer"), (0.45, "answered")])
def test_wordings_that_agree_make_an_answer(engine: Engine, confidence: float, status: str) -> None:
    answer = _asked(engine, _Noting(confidence))

    assert answer.status == status


def test_a_maybe_of_a_follow_up_needs_more_than_another(engine: Engine) -> None:
    inquiry = engine.answerer.inquiry(AskRequest(question=FIRST))
    alone = structs.replace(inquiry, min_confidence=None, maybe_confidence=None)
    query = structs.replace(alone.query, discussed=("ledger",))

    follow_up = structs.replace(alone, query=query)

    assert least_of_maybes(follow_up) == FOLLOW_UP_MAYBE > least_of_maybes(alone)
    asked_for = structs.replace(follow_up, maybe_confidence=0.1)
    assert least_of_maybes(asked_for) == 0.1


def test_other_wordings_are_not_read_when_time_is_up(engine: Engine) -> None:
    inquiry = engine.answerer.inquiry(AskRequest(question=FIRST))

    article = inquiry.opened.library.article(inquiry.opened.collection, "ledger")
    unsure = Candidate(article=article, version_pk=1, quote=article.sentences[0], confidence=0.6)

    follow_up = structs.replace(inquiry, wordings=(FOLLOW_UP, FIRST), deadline=None)

    assert is_unsure(follow_up, [unsure])
    assert not is_unsure(follow_up, [])
    assert not is_unsure(structs.replace(follow_up, deadline=0.0), [unsure])
