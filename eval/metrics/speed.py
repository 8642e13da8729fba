"""Latency percentiles by nearest rank: each is a measured time, never interpolated."""

from math import ceil

import numpy as np
from msgspec import Struct

from eval.metrics.columns import Column, Numbers, numbers
from eval.metrics.intervals import Interval, interval


class Percentiles(Struct, frozen=True):
    """Milliseconds that half, 95 % and 99 % of the measurements do not exceed."""

    p50: float
    p95: float
    p99: float


def percentiles(milliseconds: Column) -> Percentiles:
    """Return p50, p95 and p99 by nearest rank (Hyndman & Fan 1996, definition 1).

    Each is the smallest measured time that this share does not exceed. nan without measurements.
    """
    ranked = np.sort(numbers(milliseconds))
    return Percentiles(*(_at(ranked, percent) for percent in (50, 95, 99)))


def percentile_interval(
    milliseconds: Column, percent: int, seed: int, resamples: int = 1000
) -> Interval:
    """Return one percentile with its 95 % percentile bootstrap interval.

    No resample needs sorting: the k-th smallest of n uniform draws follows Beta(k, n-k+1) (David &
    Nagaraja 2003, section 2.1), so one draw from it gives exactly one resampled percentile.
    """
    ranked = np.sort(numbers(milliseconds))
    if not len(ranked):
        return Interval(float("nan"), float("nan"), float("nan"))
    rank = _rank(len(ranked), percent)
    places = np.random.default_rng(seed).beta(rank, len(ranked) - rank + 1, resamples)
    drawn = ranked[np.minimum((places * len(ranked)).astype(np.intp), len(ranked) - 1)]
    return interval(_at(ranked, percent), drawn)


def _at(ranked: Numbers, percent: int) -> float:
    return float(ranked[_rank(len(ranked), percent) - 1]) if len(ranked) else float("nan")


def _rank(count: int, percent: int) -> int:
    """From 1."""
    return max(1, ceil(count * percent / 100))
