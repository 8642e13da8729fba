"""Articles that agree are not said to contradict each other: the demo's own questions."""

from collections.abc import Iterator

import pytest

from eval.sets import load
from service.demo import questions_file
from service.engine import Engine
from service.wire.asking import AskRequest
from tests.demo import CopyDemo
from tests.service.conftest import settings_in

_QUESTIONS = [case.question for case in load(questions_file()).cases]


@pytest.fixture(scope="module")
def engine(copy_demo: CopyDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demo's articles, with the smallest parts."""
    settings = settings_in(tmp_path_factory.mktemp("demo"))
    copy_demo(settings.folder)
    engine = Engine(settings)
    engine.open()
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
