"""Follow-up questions beside a person's rewrite."""

import pytest

from eval.questions import Case, Evidence, Kind, QuestionSet, Turn
from eval.records import Record, Share
from eval.runs.kinds.follow_ups import steps
from eval.runs.targets import InProcess
from service.engine import Engine
from service.wire.answer import Answer
from service.wire.asking import AskRequest, HistoryQuote, HistoryTurn


class Watched(InProcess):
    """A target that keeps the requests."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.asked: list[AskRequest] = []

    def ask(self, request: AskRequest) -> Answer:
        self.asked.append(request)
        return super().ask(request)


CASE = Case(
    id="q2",
    question="Where did it open?",
    rewrite="Where did the new bridge open?",
    history=[
        Turn("user", "What did the bridge cost?"),
        Turn("assistant", "It cost 41 million euros."),
        Turn("user", "Who paid?"),
    ],
    evidence=[Evidence(article="bridge", quote="new bridge opened on Monday")],
)


@pytest.fixture
def watched(target: InProcess) -> Watched:
    return Watched(target.engine)


def _measured(watched: Watched, case: Case) -> Record:
    (step,) = steps(QuestionSet(name="s", kind=Kind.FOLLOW_UPS, cases=[case]), watched, None)
    return step.measure()


def test_a_question_is_asked_after_those_before_it_and_their_answers(watched: Watched) -> None:
    _measured(watched, CASE)

    (request,) = watched.asked
    text = watched.article("bridge", None, None)
    assert text is not None
    start = text.text.index("It cost")
    quote = HistoryQuote(article_id="bridge", start=start, end=start + 25)
    assert request.history == [
        HistoryTurn(question="What did the bridge cost?", quotes=[quote]),
        HistoryTurn(question="Who paid?"),
    ]


def test_the_question_as_typed_is_the_floor(watched: Watched) -> None:
    scores = _measured(watched, CASE).scores

    assert scores["floor token F1"].part == pytest.approx(2 * 3 / (4 + 6))
    assert scores["added terms recall"].whole == 1
    assert scores["person's answer recall@10"] == Share(1.0)
    assert scores["floor answer recall@10 beside the person's"].whole == 1


def test_a_first_question_needs_nothing(watched: Watched) -> None:
    case = Case(id="q1", question="What did the bridge cost?", rewrite="What did the bridge cost?")

    record = _measured(watched, case)

    assert watched.asked[0].history is None
    assert record.type == "first question"
    assert record.scores["searched token F1"] == Share(1.0)
    assert record.scores["added terms F1"] == Share(0, 0)
    assert not any("answer" in name for name in record.scores)
