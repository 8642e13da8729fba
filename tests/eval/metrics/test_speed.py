from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.speed import Percentiles, percentile_interval, percentiles

TIMES = st.lists(st.floats(0, 1e6), min_size=1, max_size=60)


def test_percentiles_are_the_smallest_times_that_so_many_kept_within() -> None:
    # 200 times of 1 to 200 ms: 100, 190 and 198 are kept by 50, 95 and 99 % of them.
    assert percentiles(list(range(200, 0, -1))) == Percentiles(100, 190, 198)
    # Of three: ranks ceil(1.5) = 2, ceil(2.85) = 3, ceil(2.97) = 3.
    assert percentiles([5.0, 1.0, 3.0]) == Percentiles(3.0, 5.0, 5.0)


@given(TIMES)
def test_percentiles_equal_numpy_s_of_the_same_definition(times: list[float]) -> None:
    expected = np.percentile(times, [50, 95, 99], method="inverted_cdf")

    assert percentiles(times) == Percentiles(*expected.tolist())


@given(TIMES, st.sampled_from([50, 95, 99]))
def test_the_interval_holds_the_percentile_and_lies_within_the_times(
    times: list[float], percent: int
) -> None:
    found = percentile_interval(times, percent, seed=1, resamples=50)

    assert min(times) <= found.low <= found.value <= found.high <= max(times)


def test_the_interval_is_that_of_resampled_times() -> None:
    times = np.random.default_rng(5).lognormal(3, 1, 400)
    rng = np.random.default_rng(6)
    drawn = [np.percentile(rng.choice(times, 400), 95, method="inverted_cdf") for _ in range(4000)]

    found = percentile_interval(times, 95, seed=7, resamples=4000)

    # Two ways to the same distribution: their quantiles differ by chance alone.
    low, high = np.percentile(drawn, [2.5, 97.5])
    assert found.low == pytest.approx(low, rel=0.03)
    assert found.high == pytest.approx(high, rel=0.03)


def test_without_times_there_are_no_percentiles() -> None:
    assert isnan(percentiles([]).p95)
    assert isnan(percentile_interval([], 95, seed=1).low)
