"""Where a match is called strong or likely: fitted to what was right."""

import pytest

from eval.match_points import Judged, fit
from service.answers.matches import CALIBRATED, Situation, fitted


def _answers(confidence: float, right: int, wrong: int) -> list[Judged]:
    return [
        Judged(
            id=f"{confidence} {number}",
            situation=Situation.COLLECTION,
            confidence=confidence,
            right=number < right,
            weight=0.001,
        )
        for number in range(right + wrong)
    ]


def test_points_are_low_where_unsure_answers_are_mostly_right() -> None:
    modest = fit([*_answers(0.2, 70, 30), *_answers(0.5, 90, 10), *_answers(0.8, 98, 2)])
    boastful = fit([*_answers(0.2, 5, 95), *_answers(0.5, 20, 80), *_answers(0.9, 70, 30)])

    assert [modest.match(c) for c in (0.05, 0.2, 0.5)] == ["weak", "likely", "strong"]
    assert [boastful.match(c) for c in (0.5, 0.9, 0.99)] == ["weak", "likely", "strong"]


def test_a_few_lucky_answers_fit_nothing() -> None:
    assert fit(_answers(0.3, 5, 0)) == CALIBRATED
    assert fit(_answers(0.3, 100, 0)) == CALIBRATED


@pytest.mark.parametrize("situation", Situation)
def test_each_situation_has_points_in_order(situation: Situation) -> None:
    points = fitted().points[situation]

    assert 0 <= points.likely <= points.strong <= 1
