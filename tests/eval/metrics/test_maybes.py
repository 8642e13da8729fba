"""Maybes in figures: refusals wherever answers are counted, and counted by themselves."""

import pytest
from msgspec import structs

from eval.conversations import Expect, ScriptedTurn, Understood
from eval.metrics.maybes import as_answered, as_refused
from eval.metrics.summary import summarise
from eval.metrics.turns import Verdict, judge
from eval.records import Record
from service.wire.answer import Answer, AnswerItem

_ANSWER = Answer(
    id="a",
    status="answered",
    reason=None,
    text="",
    searched="",
    answers=[
        AnswerItem(
            quote="It cost 41 million.",
            highlight=None,
            highlights=[],
            speaker=None,
            confidence=0.06,
            citations=[],
        )
    ],
    citations=[],
    nearest=[],
    timings_ms={},
    models={},
)
_MAYBE = structs.replace(_ANSWER, status="uncertain", reason="low_confidence")


def test_a_maybe_counts_as_the_refusal_that_it_would_be_without() -> None:
    refused = as_refused(_MAYBE)

    assert (refused.status, refused.reason, refused.answers) == ("no_answer", "low_confidence", [])
    assert as_refused(_ANSWER) == _ANSWER


@pytest.mark.parametrize(
    ("expect", "answers", "counted", "alone"),
    [
        (Expect.ANSWERED, ["41 million"], Verdict.REFUSED, Verdict.RIGHT),
        (Expect.ANSWERED, ["12 million"], Verdict.REFUSED, Verdict.WRONG),
        (Expect.NO_ANSWER, [], Verdict.RIGHT, Verdict.WRONG),
    ],
)
def test_a_turn_is_judged_both_ways(
    expect: Expect, answers: list[str], counted: Verdict, alone: Verdict
) -> None:
    turn = ScriptedTurn(
        question="what did it cost",
        stand_alone="What did it cost?",
        kind=[Understood.PLAIN],
        expect=expect,
        answers=answers,
    )

    assert judge(turn, as_refused(_MAYBE)) is counted
    assert judge(turn, as_answered(_MAYBE)) is alone


def test_a_report_tells_how_many_maybes_there_are_and_how_many_are_right() -> None:
    shown = [(True, True), (True, False), (True, False), (False, None), (False, None)]
    records = [
        Record(id=str(n), question="?", answered=n == 4, maybe=maybe, maybe_right=right)
        for n, (maybe, right) in enumerate(shown)
    ]

    metrics = {metric.name: metric.value for metric in summarise(records, seed=0)}

    assert metrics["answered"] == pytest.approx(1 / 5)
    assert metrics["maybes"] == pytest.approx(3 / 5)
    assert metrics["right maybes"] == pytest.approx(1 / 3)
