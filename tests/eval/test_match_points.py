"""Where a match is called strong or likely: fitted to what was right."""

import pytest

from eval.match_points import fit
from service.answers.matches import CALIBRATED, Situation, fitted


def test_the_points_are_where_nine_of_ten_and_two_of_three_are_right() -> None:
    sure = [(0.9, True)] * 19 + [(0.9, False)]
    middling = [(0.5, n % 3 != 0) for n in range(30)]
    poor = [(0.2, n % 5 == 0) for n in range(200)]

    points = fit([*sure, *middling, *poor])

    assert 0.5 < points.strong <= 0.9
    assert 0.2 < points.likely <= 0.5
    assert [points.match(c) for c in (0.95, 0.5, 0.2)] == ["strong", "likely", "weak"]


def test_a_few_lucky_answers_make_no_point() -> None:
    assert fit([(0.5, True)] * 5).strong == 1.0


def test_probabilities_that_were_measured_need_no_other_points() -> None:
    assert [CALIBRATED.match(p) for p in (0.8, 0.79, 0.5, 0.49)] == [
        "strong",
        "likely",
        "likely",
        "weak",
    ]


@pytest.mark.parametrize("situation", Situation)
def test_each_situation_has_points_in_order(situation: Situation) -> None:
    points = fitted().points[situation]

    assert 0 <= points.likely <= points.strong <= 1
