"""Calibration: whether a confidence of 0.8 means right in 8 of 10 cases."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eval.metrics.columns import Column, Numbers, same_length

BINS = 15
"""As in Guo et al. 2017."""

_Places = NDArray[np.intp]


class Bin(Struct, frozen=True):
    """Questions with similar confidence."""

    low: float
    high: float
    count: int
    confidence: float
    """Mean confidence."""
    accuracy: float
    """Share that is right."""


def reliability(confidences: Column, right: Column, bins: int = BINS) -> list[Bin]:
    """Return the non-empty bins of equal width over 0 to 1, lowest first.

    A bin covers confidences above `low` and up to `high`; the first includes 0 (Guo et al. 2017,
    section 2; Naeini et al. 2015).

    Raises:
        ValueError: a confidence is not between 0 and 1.
    """
    confidence, correct = _checked(confidences, right)
    places = _equal_width(confidence, bins)
    return [
        _bin(
            place / bins, (place + 1) / bins, confidence[places == place], correct[places == place]
        )
        for place in np.unique(places).tolist()
    ]


def ece(confidences: Column, right: Column, bins: int = BINS) -> float:
    """Return the expected calibration error over bins of equal width: 0.0 to 1.0, lower is better.

    The mean over questions of |accuracy - confidence| in their bin (Naeini et al. 2015; Guo et al.
    2017, equation 3). nan without questions.
    """
    confidence, correct = _checked(confidences, right)
    return _gap(_equal_width(confidence, bins), confidence, correct)


def brier(confidences: Column, right: Column) -> float:
    """Return the mean squared error of confidence against outcome: 0.0 to 1.0, lower is better.

    Brier 1950, halved as is usual for two outcomes (the original sums over both). nan without
    questions.
    """
    confidence, correct = _checked(confidences, right)
    return float(np.mean((confidence - correct) ** 2)) if len(confidence) else float("nan")


def _checked(confidences: Column, right: Column) -> tuple[Numbers, Numbers]:
    confidence, correct = same_length(confidences, right)
    if len(confidence) and not 0.0 <= confidence.min() <= confidence.max() <= 1.0:
        raise ValueError("a confidence must be a probability from 0 to 1")
    return confidence, correct


def _equal_width(confidence: Numbers, bins: int) -> _Places:
    inner = np.arange(1, bins) / bins
    return np.searchsorted(inner, confidence, side="left")


def _bin(low: float, high: float, confidence: Numbers, correct: Numbers) -> Bin:
    return Bin(low, high, len(correct), float(confidence.mean()), float(correct.mean()))


def _gap(places: _Places, confidence: Numbers, correct: Numbers) -> float:
    # count / n * |accuracy - confidence| of a bin is |sum of right - sum of confidence| / n.
    if not len(places):
        return float("nan")
    return float(np.abs(np.bincount(places, weights=correct - confidence)).sum() / len(places))
