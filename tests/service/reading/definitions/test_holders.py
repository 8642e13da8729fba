"""Of whom a reader is less sure: those whom the sentence itself gives another office."""

import pytest

from index.records import Span
from service.candidates import Candidate
from service.questions.kinds.definitions import definition_asked
from service.reading.definitions.holders import without_other_offices
from tests.service.reading.definitions.articles import article_of


def _confidence(question: str, text: str, marked: str) -> float:
    """What is left of a confidence of 0.5 in the marked words of a text."""
    article = article_of(text)
    start = text.index(marked)
    asked = definition_asked(question)
    assert asked is not None
    found = Candidate(
        article=article,
        version_pk=1,
        quote=article.sentences[0],
        highlight=Span(start, start + len(marked)),
        confidence=0.5,
    )
    (kept,) = without_other_offices(asked, [found])
    return kept.confidence


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is the coach of the Elmton Owls?", "“No,” said the Kings’ coach, Ann Lee."),
        ("Who is the vice president of Local 9?", "Ann Lee, president of Local 9, left."),
        ("Who is the president of Local 9?", "Ann Lee, vice president of Local 9, left."),
        ("Who is the mayor of Elmton?", "The former mayor of Elmton, Ann Lee, left."),
        ("Who is the coach of the Owls?", "The Owls’ captain, Ann Lee, scored."),
        ("Who was the previous mayor of Elmton?", "The mayor of Elmton, Ann Lee, left."),
    ],
)
def test_whoever_has_another_office_is_hardly_the_answer(question: str, text: str) -> None:
    assert _confidence(question, text, "Ann Lee") == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is the coach of the Owls?", "“No,” said the Owls’ coach, Ann Lee."),
        ("Who is the mayor of Elmton?", "Ann Lee was elected mayor of Elmton on Tuesday."),
        ("Who is the mayor of Elmton?", "Ann Lee was sworn in on Tuesday."),
        ("Who is the leader of Elmton?", "Elmton's prime minister, Ann Lee, left."),
        ("Who was the mayor of Elmton?", "The former mayor of Elmton, Ann Lee, left."),
        ("Who was the previous mayor of Elmton?", "The former mayor of Elmton, Ann Lee, left."),
        ("Who is Ann Lee?", "The Kings’ coach, Ann Lee, left."),
    ],
)
def test_whoever_may_have_the_office_stays_as_likely(question: str, text: str) -> None:
    assert _confidence(question, text, "Ann Lee") == pytest.approx(0.5)
