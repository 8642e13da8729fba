from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.calibration import (
    Bin,
    brier,
    ece,
    reliability,
)

JUDGED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)
CONFIDENCES = [0.0, 0.1, 0.5, 0.75, 1.0]
RIGHT = [False, True, True, False, True]


def test_bins_of_equal_width_hold_their_upper_edge() -> None:
    low, high = reliability(CONFIDENCES, RIGHT, bins=2)

    # 0.0, 0.1 and 0.5 up to 0.5; 0.75 and 1.0 above.
    assert (low.low, low.high, low.count) == (0.0, 0.5, 3)
    assert low.confidence == pytest.approx(0.6 / 3)
    assert low.accuracy == pytest.approx(2 / 3)
    assert high == Bin(0.5, 1.0, 2, 1.75 / 2, 1 / 2)


def test_empty_bins_are_left_out() -> None:
    assert [(b.low, b.high) for b in reliability([0.05, 0.95], [True, True], 10)] == [
        (0.0, 0.1),
        (0.9, 1.0),
    ]


def test_a_confidence_on_an_edge_falls_where_the_edge_is_shown() -> None:
    # 0.3 is below 3 * 0.1 and above 0.1 + 0.2 in binary: neither may shift it.
    (found,) = reliability([0.3], [True], 10)

    assert (found.low, found.high) == (0.2, 0.3)


def test_ece_weighs_each_gap_by_its_questions() -> None:
    # Gaps: |2/3 - 0.2| over 3 and |1/2 - 0.875| over 2 of 5 questions.
    assert ece(CONFIDENCES, RIGHT, bins=2) == pytest.approx((3 * (2 / 3 - 0.2) + 2 * 0.375) / 5)


def test_brier_is_the_mean_squared_error() -> None:
    # 0, 0.81, 0.25, 0.5625, 0
    assert brier(CONFIDENCES, RIGHT) == pytest.approx((0.81 + 0.25 + 0.5625) / 5)


def test_without_questions_there_is_no_figure() -> None:
    assert all(isnan(figure([], [])) for figure in (ece, brier))
    assert reliability([], []) == []


def test_a_confidence_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        ece([1.2], [True])


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3)), min_size=1, max_size=6))
def test_ece_is_zero_where_confidence_is_accuracy(groups: list[tuple[int, int]]) -> None:
    # In each group of 4 * times questions, `quarters` of four are right, and confidence says so.
    confidences = [quarters / 4 for quarters, times in groups for _ in range(4 * times)]
    right = [place % 4 < quarters for quarters, times in groups for place in range(4 * times)]

    assert ece(confidences, right) == pytest.approx(0.0, abs=1e-12)


@given(JUDGED, st.integers(1, 20))
def test_ece_is_what_the_bins_say(judged: list[tuple[float, bool]], bins: int) -> None:
    confidences, right = [row[0] for row in judged], [row[1] for row in judged]

    found = reliability(confidences, right, bins)
    gaps = sum(b.count * abs(b.accuracy - b.confidence) for b in found)
    assert ece(confidences, right, bins) == pytest.approx(gaps / len(judged), abs=1e-9)
    assert sum(b.count for b in found) == len(judged)
    assert all(b.low - 1e-9 <= b.confidence <= b.high + 1e-9 for b in found)


@given(JUDGED)
def test_one_bin_has_the_gap_of_the_means(judged: list[tuple[float, bool]]) -> None:
    confidences, right = [row[0] for row in judged], [row[1] for row in judged]

    gap = abs(sum(confidences) - sum(right)) / len(judged)

    assert ece(confidences, right, bins=1) == pytest.approx(gap, abs=1e-9)
