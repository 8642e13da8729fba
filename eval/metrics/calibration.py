"""Whether a confidence of 0.8 means right in 8 of 10 cases."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eval.metrics.columns import Column, Numbers, together

BINS = 15
"""As Guo et al. 2017."""

_Places = NDArray[np.intp]


class Bin(Struct, frozen=True):
    """Questions of about the same confidence."""

    low: float
    high: float
    count: int
    confidence: float
    """Mean."""
    accuracy: float
    """Share of right ones."""


def reliability(confidences: Column, right: Column, bins: int = BINS) -> list[Bin]:
    """Return bins of equal width over 0 to 1, lowest first, without the empty ones.

    A bin holds what lies above `low` and up to `high`, the first one 0 too (Guo et al. 2017,
    section 2; Naeini et al. 2015).

    Raises:
        ValueError: where a confidence lies outside of 0 to 1.
    """
    confidence, correct = _checked(confidences, right)
    places = _equal_width(confidence, bins)
    return [
        _bin(
            place / bins, (place + 1) / bins, confidence[places == place], correct[places == place]
        )
        for place in np.unique(places).tolist()
    ]


def reliability_by_mass(confidences: Column, right: Column, bins: int = BINS) -> list[Bin]:
    """Return bins of about equally many questions, lowest confidence first.

    `low` and `high` are the lowest and highest confidence within (Nguyen & O'Connor 2015).
    Equal confidences stay together, so a bin may hold more, and there may be fewer bins.
    """
    confidence, correct = _checked(confidences, right)
    places = _equal_mass(confidence, bins)
    found: list[Bin] = []
    for place in np.unique(places).tolist():
        inside, outcomes = confidence[places == place], correct[places == place]
        found.append(_bin(float(inside.min()), float(inside.max()), inside, outcomes))
    return found


def ece(confidences: Column, right: Column, bins: int = BINS) -> float:
    """Return the expected calibration error over bins of equal width: 0.0 to 1.0, lower is better.

    The mean over questions of |accuracy - confidence| of their bin (Naeini et al. 2015; Guo et al.
    2017, equation 3). nan without questions.
    """
    confidence, correct = _checked(confidences, right)
    return _gap(_equal_width(confidence, bins), confidence, correct)


def ece_by_mass(confidences: Column, right: Column, bins: int = BINS) -> float:
    """Return the expected calibration error over bins of about equally many questions.

    As `ece`, over the bins of `reliability_by_mass`: it does not rest on nearly empty bins (Nguyen
    & O'Connor 2015). nan without questions.
    """
    confidence, correct = _checked(confidences, right)
    return _gap(_equal_mass(confidence, bins), confidence, correct)


def brier(confidences: Column, right: Column) -> float:
    """Return the mean squared distance of confidence and outcome: 0.0 to 1.0, lower is better.

    Brier 1950, halved as is usual for two outcomes (his sum counts both). nan without questions.
    """
    confidence, correct = _checked(confidences, right)
    return float(np.mean((confidence - correct) ** 2)) if len(confidence) else float("nan")


def _checked(confidences: Column, right: Column) -> tuple[Numbers, Numbers]:
    confidence, correct = together(confidences, right)
    if len(confidence) and not 0.0 <= confidence.min() <= confidence.max() <= 1.0:
        raise ValueError("a confidence is a chance: from 0 to 1")
    return confidence, correct


def _equal_width(confidence: Numbers, bins: int) -> _Places:
    inner = np.arange(1, bins) / bins
    return np.searchsorted(inner, confidence, side="left")


def _equal_mass(confidence: Numbers, bins: int) -> _Places:
    below = np.searchsorted(np.sort(confidence), confidence, side="left")
    return below * bins // max(1, len(confidence))


def _bin(low: float, high: float, confidence: Numbers, correct: Numbers) -> Bin:
    return Bin(low, high, len(correct), float(confidence.mean()), float(correct.mean()))


def _gap(places: _Places, confidence: Numbers, correct: Numbers) -> float:
    # count / n * |accuracy - confidence| of a bin is |sum of right - sum of confidence| / n.
    if not len(places):
        return float("nan")
    return float(np.abs(np.bincount(places, weights=correct - confidence)).sum() / len(places))
