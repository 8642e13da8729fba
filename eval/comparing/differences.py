"""Two runs on the same questions: each metric in both, with a test of their difference."""

import math
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct

from eval.metrics.columns import Numbers
from eval.metrics.intervals import Difference, Interval, Statistic, interval, paired, paired_of
from eval.metrics.summary import CONFIDENCE_METRICS, shares
from eval.records import Record, Report, Share

_NOTHING = Share(0.0, 0.0)
"""The share of a question that a metric does not apply to: it changes no sum."""
_SWAPS = 2000
"""For shares; enough that p hardly depends on the seed."""
_RESAMPLES = 500


class PairedMetric(Struct, frozen=True):
    """One metric in both runs, on the questions that both measured."""

    old: float
    new: float
    count: int
    """Number of questions that it applies to in either run."""
    test: Callable[[int], Difference]
    """Takes a seed; returns new minus old with its interval and two-sided p."""


class Matching:
    """Records of two reports, matched by id; a pair with a failed record has no quality."""

    def __init__(self, old: Report, new: Report) -> None:
        before = {record.id: record for record in old.records}
        after = {record.id: record for record in new.records}
        self.pairs = [(before[id], after[id]) for id in before if id in after]
        self.only_old = [record for id, record in before.items() if id not in after]
        self.only_new = [record for id, record in after.items() if id not in before]
        self._measured = [
            (one, other) for one, other in self.pairs if one.error is None and other.error is None
        ]
        self._shares = [(shares(one), shares(other)) for one, other in self._measured]

    def paired(self, name: str) -> PairedMetric | None:
        """Return a metric in both runs; None if the records do not determine it."""
        if name == "errors":
            return _from_shares([(_failed(one), _failed(other)) for one, other in self.pairs])
        known = [(one.get(name), other.get(name)) for one, other in self._shares]
        either = [pair for pair in known if pair != (None, None)]
        if either:
            return _from_shares([(one or _NOTHING, other or _NOTHING) for one, other in either])
        metric = CONFIDENCE_METRICS.get(name)
        if metric is None:
            return None
        return _from_columns(metric.function, self._columns(metric.truth))

    def times(self, stage: str) -> tuple[Numbers, Numbers]:
        """Milliseconds of a stage in both runs, one row per question that both timed."""
        rows = [
            (one.timings_ms[stage], other.timings_ms[stage])
            for one, other in self._measured
            if stage in one.timings_ms and stage in other.timings_ms
        ]
        table = np.array(rows, dtype=np.float64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    def _columns(self, truth: Literal["answerable", "right"]) -> Numbers:
        """Confidence and truth in both runs, shape (questions with all four known, 4)."""
        rows = [(*_judged(one, truth), *_judged(other, truth)) for one, other in self._measured]
        known = [row for row in rows if None not in row]
        return np.array(known, dtype=np.float64).reshape(-1, 4)


def ratio_of_percentiles(old: Numbers, new: Numbers, percent: int, seed: int) -> Interval:
    """Return the ratio new / old of a nearest-rank percentile, with its interval over questions.

    The same questions are drawn for both (Koehn 2004, section 4). nan without questions, and if
    the old percentile is 0.
    """
    if not len(old):
        return Interval(math.nan, math.nan, math.nan)
    picks = np.random.default_rng(seed).integers(len(old), size=(_RESAMPLES, len(old)))
    drawn = _over(_percentile(new[picks], percent), _percentile(old[picks], percent))
    value = _over(_percentile(new[None], percent), _percentile(old[None], percent))
    return interval(float(value[0]), drawn)


def _from_shares(pairs: Sequence[tuple[Share, Share]]) -> PairedMetric:
    old, new = [one for one, _ in pairs], [other for _, other in pairs]
    return PairedMetric(
        _ratio(old), _ratio(new), len(pairs), lambda seed: paired(old, new, seed, _SWAPS)
    )


def _from_columns(function: Statistic, columns: Numbers) -> PairedMetric | None:
    if not len(columns):
        return None
    a, b = (columns[:, 0], columns[:, 1]), (columns[:, 2], columns[:, 3])
    return PairedMetric(
        function(*a), function(*b), len(columns),
        lambda seed: paired_of(function, a, b, seed, _RESAMPLES),
    )  # fmt: skip


def _ratio(parts: Sequence[Share]) -> float:
    whole = sum(share.whole for share in parts)
    return sum(share.part for share in parts) / whole if whole else math.nan


def _failed(record: Record) -> Share:
    return Share(float(record.error is not None))


def _judged(
    record: Record, truth: Literal["answerable", "right"]
) -> tuple[float | None, bool | None]:
    return record.confidence, record.answerable if truth == "answerable" else record.right


def _percentile(rows: Numbers, percent: int) -> Numbers:
    place = max(1, math.ceil(rows.shape[1] * percent / 100)) - 1
    return np.partition(rows, place, axis=1)[:, place]


def _over(new: Numbers, old: Numbers) -> Numbers:
    undefined = np.full(new.shape, np.nan)
    return np.asarray(np.divide(new, old, out=undefined, where=old != 0), dtype=np.float64)
