"""Which candidates qualify as answers."""

from collections.abc import Iterator, Sequence

import pytest

from index.records import Article, Filters, Query, Span
from service.answers.matches import Situation, fitted, sure_enough
from service.candidates import Candidate
from service.engine import Engine
from service.questions.inquiry import Inquiry
from service.questions.understand import understand
from tests.service.conftest import settings_in

TEXT = "The mayor opened the bridge. Rain fell."
ARTICLE = Article(
    id="a", collection="default", version="v", text=TEXT, format="txt", origin="a.txt"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = Engine(settings_in(tmp_path_factory.mktemp("matches")))
    engine.open()
    yield engine
    engine.close()


def shown(
    engine: Engine,
    question: str,
    confidences: Sequence[float],
    least: float | None = None,
    articles: tuple[str, ...] = (),
) -> list[float]:
    """The confidences of those that qualify."""
    opened = engine.catalogue.get(engine.settings.collection)
    inquiry = Inquiry(
        question=understand(question),
        query=Query(question=question, filters=Filters(article_ids=articles)),
        opened=opened,
        vector=opened.embedder.embed_questions([question]),
        min_confidence=least,
        max_answers=5,
    )
    candidates = [
        Candidate(article=ARTICLE, version_pk=1, quote=Span(0, 28), confidence=confidence)
        for confidence in confidences
    ]
    return [candidate.confidence for candidate in sure_enough(inquiry, candidates)]


@pytest.mark.parametrize(
    ("question", "articles", "situation"),
    [
        ("Who opened the bridge?", (), Situation.COLLECTION),
        ("Who opened the bridge?", ("a",), Situation.ARTICLE),
        ("What did Ann Lee say about the bridge?", (), Situation.QUOTATIONS),
    ],
)
def test_beside_an_answer_only_what_is_likely_right_is_shown(
    engine: Engine, question: str, articles: tuple[str, ...], situation: Situation
) -> None:
    least, likely = fitted().least[situation], fitted().points[situation].likely
    between = (least + likely) / 2

    assert least < between < likely
    assert shown(engine, question, [between], articles=articles) == [between]
    assert shown(engine, question, [least - 0.01], articles=articles) == []
    several = [0.9, likely, between]
    assert shown(engine, question, several, articles=articles) == [0.9, likely]
    assert shown(engine, question, several, least=least, articles=articles) == several


def test_of_a_list_everything_that_qualifies_is_shown(engine: Engine) -> None:
    between = fitted().least[Situation.COLLECTION] + 0.02

    assert shown(engine, "Which bridges were opened?", [0.9, between]) == [0.9, between]
