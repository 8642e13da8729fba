from itertools import permutations
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.answerability import area, auroc, coverage_at_risk, risk_coverage

JUDGED = st.lists(
    st.tuples(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), st.booleans()), min_size=1, max_size=12
)


def columns(judged: list[tuple[float, bool]]) -> tuple[list[float], list[bool]]:
    return [confidence for confidence, _ in judged], [right for _, right in judged]


def test_auroc_counts_pairs_in_the_right_order_and_half_of_the_ties() -> None:
    # True: 0.9, 0.5. False: 0.5, 0.1, 0.7. Pairs won: 3 for 0.9, and 1 + 1/2 for 0.5; of 6.
    assert auroc([0.9, 0.5, 0.5, 0.1, 0.7], [True, True, False, False, False]) == 4.5 / 6


def test_auroc_of_one_kind_alone_does_not_exist() -> None:
    assert isnan(auroc([0.1, 0.9], [True, True]))
    assert isnan(auroc([], []))


@given(JUDGED)
def test_auroc_equals_the_count_over_all_pairs(judged: list[tuple[float, bool]]) -> None:
    true = [confidence for confidence, label in judged if label]
    false = [confidence for confidence, label in judged if not label]
    won = sum((x > y) + (x == y) / 2 for x in true for y in false)

    found = auroc(*columns(judged))

    assert (
        found == pytest.approx(won / (len(true) * len(false))) if true and false else isnan(found)
    )


CONFIDENCES = [0.6, 0.9, 0.8, 0.6, 0.2]
RIGHT = [True, True, False, False, True]


def test_each_distinct_confidence_is_a_point_of_the_curve() -> None:
    curve = risk_coverage(CONFIDENCES, RIGHT)

    # Falling: 0.9 right; 0.8 wrong; two at 0.6, one wrong; 0.2 right.
    assert curve.threshold.tolist() == [0.9, 0.8, 0.6, 0.2]
    assert curve.coverage.tolist() == [1 / 5, 2 / 5, 4 / 5, 1]
    assert curve.risk.tolist() == [0, 1 / 2, 2 / 4, 2 / 5]


def test_the_area_is_the_mean_risk_over_all_coverages() -> None:
    # Errors among the first 1..5: 0, 1, 1.5 (half of the tie), 2, 2.
    by_hand = (0 / 1 + 1 / 2 + 1.5 / 3 + 2 / 4 + 2 / 5) / 5
    assert area(risk_coverage(CONFIDENCES, RIGHT)) == pytest.approx(by_hand)


def test_coverage_at_a_risk_is_the_largest_that_keeps_it() -> None:
    curve = risk_coverage(CONFIDENCES, RIGHT)

    assert coverage_at_risk(curve, 0.05) == 1 / 5
    # The risk of 0.5 in between does not matter: answering all has 0.4.
    assert coverage_at_risk(curve, 0.4) == 1.0
    assert coverage_at_risk(risk_coverage([0.9], [False]), 0.05) == 0.0


def test_no_questions_have_no_area_and_no_coverage() -> None:
    curve = risk_coverage([], [])

    assert isnan(area(curve))
    assert coverage_at_risk(curve, 0.1) == 0.0


@given(st.lists(st.booleans(), min_size=1, max_size=5))
def test_no_order_has_less_area_than_right_before_wrong(right: list[bool]) -> None:
    falling = np.linspace(1, 0, len(right))

    areas = [area(risk_coverage(falling, list(order))) for order in permutations(right)]

    perfect = area(risk_coverage(falling, sorted(right, reverse=True)))
    assert perfect == pytest.approx(min(areas))


@given(st.lists(st.booleans(), min_size=1, max_size=5))
def test_equal_confidences_have_the_mean_area_of_all_their_orders(right: list[bool]) -> None:
    falling = np.linspace(1, 0, len(right))

    areas = [area(risk_coverage(falling, list(order))) for order in permutations(right)]

    assert area(risk_coverage([0.5] * len(right), right)) == pytest.approx(np.mean(areas))


@given(JUDGED)
def test_the_order_of_questions_does_not_matter(judged: list[tuple[float, bool]]) -> None:
    one, other = risk_coverage(*columns(judged)), risk_coverage(*columns(sorted(judged)))

    assert one.risk.tolist() == other.risk.tolist()
    assert one.coverage.tolist() == other.coverage.tolist()


@given(JUDGED, st.floats(0, 1))
def test_a_threshold_on_the_curve_answers_as_much_as_it_says(
    judged: list[tuple[float, bool]], risk: float
) -> None:
    curve = risk_coverage(*columns(judged))

    for threshold, coverage, wrong in zip(curve.threshold, curve.coverage, curve.risk, strict=True):
        answered = [right for confidence, right in judged if confidence >= threshold]
        assert len(answered) / len(judged) == pytest.approx(coverage)
        assert 1 - sum(answered) / len(answered) == pytest.approx(wrong)
    kept = [c for c, wrong in zip(curve.coverage, curve.risk, strict=True) if wrong <= risk]
    assert coverage_at_risk(curve, risk) == max(kept, default=0.0)


def test_columns_of_different_length_or_without_a_number_are_refused() -> None:
    with pytest.raises(ValueError, match="columns of 2 and 1 values"):
        auroc([0.1, 0.2], [True])
    with pytest.raises(ValueError, match="finite"):
        risk_coverage([float("nan")], [True])
