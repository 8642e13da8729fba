"""Whether confidence tells right from wrong, and what is gained by answering less."""

import numpy as np
from msgspec import Struct

from eval.metrics.columns import Column, Numbers, together


def auroc(confidences: Column, labels: Column) -> float:
    """Return the chance that a true one has more confidence than a false one; ties count half.

    The area under the ROC curve as the Mann-Whitney statistic (Hanley & McNeil 1982). nan where
    all labels are the same.
    """
    confidence, label = together(confidences, labels)
    _, true, every = _by_threshold(confidence, label)
    false = every - true
    pairs = true.sum() * false.sum()
    if pairs == 0:
        return float("nan")
    # Thresholds fall: the false ones counted so far are above, those of the same threshold tie.
    beaten = false.sum() - false.cumsum() + false / 2
    return float(true @ beaten / pairs)


class RiskCoverage(Struct, frozen=True, eq=False):
    """What each threshold gives: how much is answered, and how much of that is wrong."""

    coverage: Numbers
    """Share of questions answered, rising to 1."""
    risk: Numbers
    """Share of the answered that is wrong."""
    threshold: Numbers
    """Answered is what has at least this confidence; falling, each value once."""
    total: int
    """Questions."""


def risk_coverage(confidences: Column, right: Column) -> RiskCoverage:
    """Return a point for each distinct confidence (Geifman & El-Yaniv 2017).

    Equal confidences are answered together or not at all, since no threshold parts them.
    """
    confidence, correct = together(confidences, right)
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

    Geifman & El-Yaniv 2017; Geifman et al. 2019. Between two points of the curve stand
    equal confidences: the wrong ones among them are taken as spread evenly, which is the mean over
    all their orders. nan without questions.
    """
    if not curve.total:
        return float("nan")
    answered = np.rint(curve.coverage * curve.total)
    wrong = np.rint(curve.risk * answered)
    each = np.arange(1, curve.total + 1)
    return float(np.mean(np.interp(each, np.r_[0.0, answered], np.r_[0.0, wrong]) / each))


def coverage_at_risk(curve: RiskCoverage, risk: float) -> float:
    """Return the largest share of questions answerable with at most this share of wrong ones.

    0.0 where no threshold keeps it (Geifman & El-Yaniv 2017, here on the sample itself).
    """
    kept = curve.coverage[curve.risk <= risk]
    return float(kept[-1]) if len(kept) else 0.0


def _by_threshold(confidence: Numbers, label: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Each distinct confidence, highest first, with the sum of its labels and their count."""
    # Stable sorting takes linear time on what is sorted already, as resamples can be (`intervals`).
    order = np.argsort(-confidence, kind="stable")
    ranked, labels = confidence[order], label[order]
    last = np.append(np.flatnonzero(ranked[1:] != ranked[:-1]), len(ranked) - 1)[: len(ranked)]
    return ranked[last], _steps(labels.cumsum()[last]), _steps((last + 1).astype(np.float64))


def _steps(sums: Numbers) -> Numbers:
    steps = sums.copy()
    steps[1:] -= sums[:-1]
    return steps
