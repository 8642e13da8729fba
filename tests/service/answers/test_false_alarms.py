"""Articles that agree are not said to contradict each other: the demo's own questions."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.sets import load
from service.engine import Engine
from service.wire.asking import AskRequest
from tests.service.conftest import settings_in

_DEMO = load(Path(__file__).parents[3] / "service" / "demo")
_QUESTIONS = [case.question for case in _DEMO.cases]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demo's articles, with the smallest parts."""
    engine = Engine(settings_in(tmp_path_factory.mktemp("demo")))
    engine.open()
    for _ in engine.ingester.add(engine.collection(None), _DEMO.documents or []):
        pass
    yield engine
    engine.close()


@pytest.mark.parametrize(
    "questions", [_QUESTIONS[::10], pytest.param(_QUESTIONS, marks=pytest.mark.slow)]
)
@pytest.mark.gate
def test_no_question_of_the_demo_finds_a_contradiction(
    engine: Engine, questions: list[str]
) -> None:
    asked = (AskRequest(question=question, max_answers=10) for question in questions)

    alarms = [a.searched for a in map(engine.answerer.answer, asked) if a.disagreement]

    assert alarms == []
