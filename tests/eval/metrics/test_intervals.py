import tracemalloc
from math import isnan, sqrt
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.answerability import auroc
from eval.metrics.calibration import ece
from eval.metrics.columns import Numbers
from eval.metrics.intervals import (
    Difference,
    Interval,
    bootstrap,
    bootstrap_of,
    paired,
    paired_of,
)
from eval.records import Share

SHARES = st.lists(
    st.builds(Share, st.integers(0, 3).map(float), st.integers(0, 3).map(float)), max_size=8
)


def rights(*, right: int, wrong: int) -> list[Share]:
    return [Share(1.0)] * right + [Share(0.0)] * wrong


def mean(column: Numbers) -> float:
    return float(column.mean())


def test_the_value_is_the_ratio_of_sums() -> None:
    # (1 + 0 + 2) / (2 + 1 + 3), not the mean of 1/2, 0 and 2/3.
    assert bootstrap([Share(1, 2), Share(0, 1), Share(2, 3)], seed=1).value == 3 / 6


def test_the_interval_of_a_proportion_is_the_binomial_one() -> None:
    found = bootstrap(rights(right=300, wrong=100), seed=1, resamples=20_000)

    # The mean of 400 draws of which 3 in 4 are right: 1.96 standard errors to both sides, to
    # within the 1/400 by which a share can move.
    error = 1.96 * sqrt(0.75 * 0.25 / 400)
    assert found.value == 0.75
    assert found.low == pytest.approx(0.75 - error, abs=1 / 400)
    assert found.high == pytest.approx(0.75 + error, abs=1 / 400)


def test_many_distinct_shares_give_the_interval_of_their_mean() -> None:
    values = np.random.default_rng(3).normal(5, 2, 900)
    found = bootstrap([Share(value) for value in values.tolist()], seed=1, resamples=20_000)

    error = 1.96 * float(values.std()) / sqrt(900)
    assert found.low == pytest.approx(values.mean() - error, abs=0.05 * error)
    assert found.high == pytest.approx(values.mean() + error, abs=0.05 * error)


def test_parts_and_wholes_of_a_question_stay_together() -> None:
    # Each question has ratio 1/2 though parts differ a hundredfold: so has every resample.
    shares = [Share(size, 2 * size) for size in (1.0, 10.0, 100.0)]

    assert bootstrap(shares, seed=1) == Interval(0.5, 0.5, 0.5)


def test_nothing_of_nothing_has_no_value() -> None:
    for shares in ([], [Share(0, 0), Share(0, 0)]):
        found = bootstrap(shares, seed=1)
        assert isnan(found.value)
        assert isnan(found.low)
        assert isnan(found.high)


def test_resamples_without_any_whole_are_left_out() -> None:
    # A quarter of the resamples draws only the second question, which says nothing.
    assert bootstrap([Share(1, 2), Share(0, 0)], seed=1) == Interval(0.5, 0.5, 0.5)


@given(SHARES, st.integers(0, 99))
def test_the_interval_holds_the_value_and_the_same_seed_gives_the_same(
    shares: list[Share], seed: int
) -> None:
    found = bootstrap(shares, seed, resamples=40)

    if isnan(found.value):
        assert sum(share.whole for share in shares) == 0
    else:
        assert found.low <= found.value <= found.high
        assert found == bootstrap(shares, seed, resamples=40)


def test_another_seed_gives_another_interval_around_the_same_value() -> None:
    shares = [Share(value) for value in np.random.default_rng(1).random(50).tolist()]

    one, other = bootstrap(shares, seed=1), bootstrap(shares, seed=2)

    assert one.value == other.value
    assert one.low != other.low
    assert one.low == pytest.approx(other.low, abs=0.03)


def test_unknown_shares_are_refused() -> None:
    with pytest.raises(ValueError, match="leave out what is unknown"):
        bootstrap([Share(float("nan"))], seed=1)


def test_memory_stays_bounded_for_twenty_thousand_questions() -> None:
    chance = Random(1)
    shares = [Share(chance.random()) for _ in range(20_000)]

    tracemalloc.start()
    bootstrap(shares, seed=1, resamples=200)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # All 200 resamples at once would take 200 * 20,000 * 8 bytes = 32 MB for the draws alone.
    assert peak < 20e6


def test_a_statistic_of_columns_has_the_interval_of_the_ratio_where_it_is_one() -> None:
    column = [1.0] * 300 + [0.0] * 100

    found = bootstrap_of(mean, (column,), seed=1, resamples=4000)

    error = 1.96 * sqrt(0.75 * 0.25 / 400)
    assert found.value == 0.75
    assert found.low == pytest.approx(0.75 - error, abs=0.005)
    assert found.high == pytest.approx(0.75 + error, abs=0.005)


def test_rows_of_columns_stay_together() -> None:
    # Confidence is rightness itself, in every resample that has both kinds.
    column = [1.0, 0.0, 1.0, 0.0]

    assert bootstrap_of(auroc, (column, column), seed=1) == Interval(1.0, 1.0, 1.0)


def test_the_interval_holds_even_a_value_that_resampling_biases() -> None:
    # Perfect calibration: the ECE is 0, and almost every resample has more.
    found = bootstrap_of(ece, ([0.5] * 10, [True, False] * 5), seed=1)

    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high > 0.1


def test_a_statistic_without_questions_or_of_one_kind_has_no_value() -> None:
    assert isnan(bootstrap_of(auroc, ([], []), seed=1).value)
    assert isnan(bootstrap_of(auroc, ([0.5, 0.6], [True, True]), seed=1).high)


def test_columns_must_be_of_one_length() -> None:
    with pytest.raises(ValueError, match="columns differ in length"):
        bootstrap_of(auroc, ([0.5], [True, False]), seed=1)
    with pytest.raises(ValueError, match="columns differ in length"):
        paired_of(mean, ([0.5],), ([0.5, 0.6],), seed=1)


@given(SHARES)
def test_equal_systems_do_not_differ(shares: list[Share]) -> None:
    found = paired(shares, shares, seed=1, resamples=40)

    if isnan(found.value):
        assert isnan(found.p)
    else:
        assert found == Difference(0.0, 0.0, 0.0, 1.0)


def test_equal_systems_do_not_differ_in_a_statistic_of_columns_either() -> None:
    columns = ([0.1, 0.7, 0.4, 0.9], [0.0, 1.0, 1.0, 0.0])

    assert paired_of(auroc, columns, columns, seed=1) == Difference(0.0, 0.0, 0.0, 1.0)


def test_a_difference_is_b_less_a() -> None:
    a, b = rights(right=1, wrong=3), rights(right=3, wrong=1)

    assert paired(a, b, seed=1).value == 0.5
    assert paired(b, a, seed=1).value == -0.5


def test_p_is_the_share_of_swaps_that_differ_as_much() -> None:
    # b is right where a is wrong, on 5 of 20 questions, and nowhere the other way round. Only the
    # swap of all five or of none gives 5/20 or -5/20: 2 of 2^5.
    a, b = rights(right=10, wrong=10), rights(right=15, wrong=5)

    found = paired(a, b, seed=1, resamples=40_000)

    assert found.value == 0.25
    assert found.p == pytest.approx(2 / 32, abs=0.004)


def test_p_of_columns_is_the_same_as_of_shares() -> None:
    a, b = [1.0] * 10 + [0.0] * 10, [1.0] * 15 + [0.0] * 5

    found = paired_of(mean, (a,), (b,), seed=1, resamples=4000)

    assert found.value == 0.25
    assert found.p == pytest.approx(2 / 32, abs=0.012)


def test_p_is_never_zero() -> None:
    a, b = rights(right=0, wrong=200), rights(right=200, wrong=0)

    assert paired(a, b, seed=1, resamples=999).p == 1 / 1000


def test_the_interval_of_a_difference_is_of_the_questions_differences() -> None:
    # Pairs: 30 better, 10 worse, 60 the same. The mean of differences is 0.2, and their variance
    # (40 - 100 * 0.2^2) / 100 = 0.36: far less than if both systems were drawn apart.
    a = rights(right=10, wrong=30) + rights(right=60, wrong=0)
    b = rights(right=0, wrong=10) + rights(right=90, wrong=0)

    found = paired(a, b, seed=1, resamples=20_000)

    error = 1.96 * sqrt(0.36 / 100)
    assert found.value == 0.2
    assert found.low == pytest.approx(0.2 - error, abs=0.011)
    assert found.high == pytest.approx(0.2 + error, abs=0.011)


def test_swapping_exchanges_wholes_too() -> None:
    # Ratios of sums: a = (0 + 1)/(2 + 2) = 1/4, b = (1 + 2)/(1 + 3) = 3/4.
    a, b = [Share(0, 2), Share(1, 2)], [Share(1, 1), Share(2, 3)]

    found = paired(a, b, seed=1, resamples=40_000)

    # With the first swapped, b - a = (0 + 2)/(2 + 3) - (1 + 1)/(1 + 2) = -4/15; with the second
    # 4/15; with both -1/2. As large as 1/2 are those of neither and of both: 2 of 4.
    assert found.value == 0.5
    assert found.p == pytest.approx(1 / 2, abs=0.01)


@pytest.mark.gate
def test_chance_alone_is_significant_in_one_of_twenty_cases() -> None:
    rng = np.random.default_rng(11)
    found = []
    for seed in range(300):
        a, b = rng.random(60), rng.random(60)
        shares = [[Share(value) for value in column.tolist()] for column in (a, b)]
        found.append(paired(shares[0], shares[1], seed, resamples=400))

    significant = sum(difference.p <= 0.05 for difference in found)
    covered = sum(difference.low <= 0 <= difference.high for difference in found)
    # Of 300: 15 expected, and 285; three standard deviations are 11.
    assert 4 <= significant <= 26
    assert 272 <= covered <= 296


def test_a_seeded_drop_of_three_points_is_significant() -> None:
    chance = Random(4)
    before = [Share(float(chance.random() < 0.8)) for _ in range(1000)]
    lost = set(chance.sample([n for n, share in enumerate(before) if share.part], 30))
    after = [Share(0.0) if n in lost else share for n, share in enumerate(before)]

    found = paired(before, after, seed=1)

    assert found.value == pytest.approx(-0.03)
    assert found.high < 0
    assert found.p < 0.01


def test_systems_asked_different_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="2 questions against 1"):
        paired([Share(1), Share(0)], [Share(1)], seed=1)
