"""Whether confidence separates right from wrong, and what refusing gains."""

import numpy as np
from msgspec import Struct

from eval.metrics.columns import Column, Numbers, same_length


def auroc(confidences: Column, labels: Column) -> float:
    """Return how likely a true case has more confidence than a false one; ties count half.

    The area under the ROC curve as the Mann-Whitney statistic (Hanley & McNeil 1982). nan if all
    labels are the same.
    """
    confidence, label = same_length(confidences, labels)
    _, true, every = _by_threshold(confidence, label)
    false = every - true
    pairs = true.sum() * false.sum()
    if pairs == 0:
        return float("nan")
    # In order of falling thresholds: false cases counted so far are above, those at it are ties.
    beaten = false.sum() - false.cumsum() + false / 2
    return float(true @ beaten / pairs)


class RiskCoverage(Struct, frozen=True, eq=False):
    """For each threshold: how much is answered, and how much of that is wrong."""

    coverage: Numbers
    """Share of questions answered, rising to 1."""
    risk: Numbers
    """Share of the answered questions that is wrong."""
    threshold: Numbers
    """The least confidence answered; falling, without repeats."""
    total: int
    """Number of questions."""


def risk_coverage(confidences: Column, right: Column) -> RiskCoverage:
    """Return a point for each distinct confidence (Geifman & El-Yaniv 2017).

    Equal confidences are answered together or not at all, since no threshold separates them.
    """
    confidence, correct = same_length(confidences, right)
    threshold, correct_here, here = _by_threshold(confidence, correct)
    answered = here.cumsum()
    wrong = answered - correct_here.cumsum()
    return RiskCoverage(
        coverage=answered / max(1, len(confidence)),
        risk=wrong / answered,
        threshold=threshold,
        total=len(confidence),
    )


def area(curve: RiskCoverage) -> float:
    """Return the mean risk over the coverages 1/n, 2/n, ... 1: AURC, lower is better.

    Geifman & El-Yaniv 2017; Geifman et al. 2019. Among equal confidences, wrong answers count as
    evenly spread, which is the mean over all orders. nan without questions.
    """
    if not curve.total:
        return float("nan")
    answered = np.rint(curve.coverage * curve.total)
    wrong = np.rint(curve.risk * answered)
    each = np.arange(1, curve.total + 1)
    return float(np.mean(np.interp(each, np.r_[0.0, answered], np.r_[0.0, wrong]) / each))


def coverage_at_risk(curve: RiskCoverage, risk: float) -> float:
    """Return the largest share of questions that can be answered with at most this risk.

    0.0 if no threshold meets it (Geifman & El-Yaniv 2017, here on the sample itself).
    """
    kept = curve.coverage[curve.risk <= risk]
    return float(kept[-1]) if len(kept) else 0.0


def _by_threshold(confidence: Numbers, label: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Each distinct confidence, highest first, with the sum and the count of its labels."""
    # A stable sort takes linear time on sorted input, which resamples can be (`intervals`).
    order = np.argsort(-confidence, kind="stable")
    ranked, labels = confidence[order], label[order]
    last = np.append(np.flatnonzero(ranked[1:] != ranked[:-1]), len(ranked) - 1)[: len(ranked)]
    return ranked[last], _steps(labels.cumsum()[last]), _steps((last + 1).astype(np.float64))


def _steps(sums: Numbers) -> Numbers:
    steps = sums.copy()
    steps[1:] -= sums[:-1]
    return steps
