"""How certain a figure is: bootstrap intervals, and the significance of a difference.

Every function draws whole questions, so what belongs to one question stays together. The same
seed gives the same figures. nan means that a figure is undefined, such as 0 / 0.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import cast

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eval.metrics.columns import Column, Numbers, numbers
from eval.records import Share

Statistic = Callable[..., float]
"""Takes columns, returns one figure; the order of the rows must not matter."""
Columns = tuple[Column, ...]
_Table = NDArray[np.float64]
_Counts = NDArray[np.int64]

_LEVEL = (2.5, 97.5)
_MULTINOMIAL_COST = 16
"""Cost of drawing one distinct row by a multinomial, in single draws; roughly measured."""
_DIGITS = 12
_CHUNK = 250_000
"""Random numbers held at once: 2 MB, which fits the processor's cache."""


class Interval(Struct, frozen=True):
    """A figure and its 95 % percentile bootstrap interval; all nan if undefined."""

    value: float
    low: float
    high: float


class Difference(Struct, frozen=True):
    """How much higher b is than a, the difference's 95 % interval, and its significance."""

    value: float
    low: float
    high: float
    p: float
    """Two-sided: the probability that chance alone gives a difference this large."""


def bootstrap(shares: Sequence[Share], seed: int, resamples: int = 1000) -> Interval:
    """Return sum of parts / sum of wholes, with its interval over questions.

    Percentile bootstrap (Efron 1979; Efron & Tibshirani 1993, section 13.3; Koehn 2004 for test
    sets). Without questions, or if all wholes are 0, everything is nan. A resample whose wholes are
    all 0 is undefined and left out.
    """
    table = _table(shares)
    drawn = _resampled_sums(table, np.random.default_rng(seed), resamples)
    return interval(float(_ratios(table.sum(axis=0))), _ratios(drawn))


def bootstrap_of(
    function: Statistic, columns: Columns, seed: int, resamples: int = 500
) -> Interval:
    """Return the same for a statistic of columns (such as confidence and right) that is no ratio.

    The function is called for each resample; if it returns nan, the resample is left out. Rows
    keep their order, each repeated as often as drawn: a function that sorts is much faster if the
    columns are already sorted.
    """
    rows, rng = _rows(columns), np.random.default_rng(seed)
    picks = _picks(len(rows[0]), rng, resamples)
    drawn = [function(*(row[picked] for row in rows)) for picked in picks]
    return interval(function(*rows), np.array(drawn))


def paired(
    shares_a: Sequence[Share], shares_b: Sequence[Share], seed: int, resamples: int = 1000
) -> Difference:
    """Return how b's ratio differs from a's on the same questions, matched by position.

    The interval resamples questions for both at once (Koehn 2004). p is by approximate
    randomisation: for each question the two systems' shares are swapped at random (Noreen 1989,
    chapter 2; Smucker et al. 2007), and p = (as large + 1) / (swaps + 1).

    Raises:
        ValueError: one has more questions than the other.
    """
    a, b = _table(shares_a), _table(shares_b)
    if len(a) != len(b):
        raise ValueError(f"{len(a)} questions against {len(b)}: both need the same questions")
    rng = np.random.default_rng(seed)
    value = float(_ratios(b.sum(axis=0)) - _ratios(a.sum(axis=0)))
    drawn = _gaps(_resampled_sums(np.hstack([a, b]), rng, resamples))
    return _difference(value, drawn, _gaps(_swapped_sums(a, b, rng, resamples)))


def paired_of(
    function: Statistic, columns_a: Columns, columns_b: Columns, seed: int, resamples: int = 500
) -> Difference:
    """Return the same for a statistic of columns that is no ratio; rows are matched by position.

    Raises:
        ValueError: the columns differ in length or number.
    """
    rows = _rows((*columns_a, *columns_b))
    a, b = rows[: len(columns_a)], rows[len(columns_a) :]
    rng = np.random.default_rng(seed)

    def gap(one: list[Numbers], other: list[Numbers]) -> float:
        return function(*other) - function(*one)

    picks = _picks(len(rows[0]), rng, resamples)
    drawn = [gap([row[picked] for row in a], [row[picked] for row in b]) for picked in picks]
    swaps = (rng.random(len(rows[0])) < 0.5 for _ in range(resamples))
    swapped = [gap(_mixed(a, b, swap), _mixed(b, a, swap)) for swap in swaps]
    return _difference(gap(a, b), np.array(drawn), np.array(swapped))


def interval(value: float, drawn: Numbers) -> Interval:
    """Return the interval of the resampled values, without undefined ones (nan).

    It always includes the value: resampled statistics that cannot fall below 0 (such as ECE) are
    biased upwards, and may all lie above it.
    """
    known = drawn[~np.isnan(drawn)]
    if np.isnan(value) or not len(known):
        return Interval(value, value, value)
    low, high = np.percentile(known, _LEVEL)
    return Interval(value, min(float(low), value), max(float(high), value))


def _difference(value: float, drawn: Numbers, swapped: Numbers) -> Difference:
    # Sums taken in another order differ in their last digits, which is not a real difference.
    value, drawn, swapped = round(value, _DIGITS), drawn.round(_DIGITS), swapped.round(_DIGITS)
    found = interval(value, drawn)
    known = swapped[~np.isnan(swapped)]
    as_large = np.count_nonzero(np.abs(known) >= abs(value))
    p = float("nan") if np.isnan(value) else (as_large + 1) / (len(known) + 1)
    return Difference(found.value, found.low, found.high, p)


def _table(shares: Sequence[Share]) -> _Table:
    """Parts and wholes, shape (questions, 2)."""
    table = np.array([(share.part, share.whole) for share in shares], dtype=np.float64)
    if not np.isfinite(table).all():
        raise ValueError("shares must be finite numbers: leave out what is unknown")
    return table.reshape(-1, 2)


def _ratios(sums: _Table) -> Numbers:
    """Part over whole along the last axis; nan if the whole is 0."""
    part, whole = sums[..., 0], sums[..., 1]
    undefined = np.full(part.shape, np.nan)
    return cast("Numbers", np.divide(part, whole, out=undefined, where=whole != 0))


def _gaps(sums: _Table) -> Numbers:
    """How much the second ratio is above the first: sums of shape (resamples, 4)."""
    return _ratios(sums[:, 2:]) - _ratios(sums[:, :2])


def _resampled_sums(table: _Table, rng: np.random.Generator, resamples: int) -> _Table:
    """Sums of as many rows as there are, drawn with replacement: shape (resamples, columns)."""
    if not len(table):
        return np.zeros((resamples, table.shape[1]))
    # Only how often each distinct row is drawn matters, and most scores have few distinct rows.
    rows, counts = np.unique(table, axis=0, return_counts=True)
    if len(rows) * _MULTINOMIAL_COST > len(table):
        rows, counts = table, np.ones(len(table), dtype=np.int64)
    sizes = _chunks(resamples, len(rows))
    return np.concatenate([_drawn(counts, rng, size) @ rows for size in sizes])


def _drawn(counts: _Counts, rng: np.random.Generator, resamples: int) -> _Counts:
    """How often each distinct row is drawn, shape (resamples, distinct rows)."""
    total = int(counts.sum())
    if total > len(counts):
        return rng.multinomial(total, counts / total, resamples)
    # Numbering the rows of all resamples consecutively lets one bincount count them all.
    picked = rng.integers(total, size=(resamples, total))
    picked += np.arange(resamples)[:, np.newaxis] * total
    return np.bincount(picked.ravel(), minlength=picked.size).reshape(picked.shape)


def _swapped_sums(a: _Table, b: _Table, rng: np.random.Generator, resamples: int) -> _Table:
    """Sums of both after swapping each row with probability 1/2: shape (resamples, 4)."""
    moves, counts = np.unique(b - a, axis=0, return_counts=True)
    sizes = _chunks(resamples, len(moves))
    # Of the rows that change the sums by the same amount, only the number swapped matters.
    moved = np.concatenate(
        [rng.binomial(counts, 0.5, (size, len(counts))) @ moves for size in sizes]
    )
    return np.hstack([a.sum(axis=0) + moved, b.sum(axis=0) - moved])


def _chunks(resamples: int, width: int) -> list[int]:
    """Sizes that add up to the resamples and keep size * width within the memory limit."""
    size = max(1, _CHUNK // max(1, width))
    return [min(size, resamples - start) for start in range(0, resamples, size)]


def _picks(count: int, rng: np.random.Generator, resamples: int) -> Iterator[NDArray[np.intp]]:
    """Row numbers drawn with replacement, in rising order."""
    every, once = np.arange(count), np.ones(count, dtype=np.int64)
    for size in _chunks(resamples, count):
        yield from (np.repeat(every, times) for times in _drawn(once, rng, size))


def _mixed(one: list[Numbers], other: list[Numbers], swap: NDArray[np.bool_]) -> list[Numbers]:
    return [np.where(swap, y, x) for x, y in zip(one, other, strict=True)]


def _rows(columns: Columns) -> list[Numbers]:
    rows = [numbers(column) for column in columns]
    if len({len(row) for row in rows}) != 1:
        raise ValueError("columns differ in length: each needs one row per question")
    return rows
