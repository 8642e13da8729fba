"""Confidence plots: the reliability diagram and the risk-coverage curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.metrics.answerability import RiskCoverage, area, coverage_at_risk, risk_coverage
from eval.metrics.calibration import Bin, ece, reliability
from eval.metrics.summary import confidences
from eval.reports.formatting import counted, figure, percent
from eval.reports.plots.canvas import Plot, Theme, legend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from eval.records import Report

_BINS = 10
_RISKS = (0.05, 0.10)


def reliability_diagram(report: Report) -> Plot | None:
    """How often answers are right at each confidence; None unless confidences are from 0 to 1."""
    confidence, right = confidences(report.records, "right")
    if not len(confidence) or not 0 <= confidence.min() <= confidence.max() <= 1:
        return None
    bins = reliability(confidence, right, _BINS)
    return Plot(
        "reliability",
        "Can the confidence be trusted?",
        "On the dashed line, a confidence of .7 means right in 7 of 10 cases; below it, answers "
        "are right less often than their confidence claims. Numbers are counts of questions.",
        _reliability_words(bins, ece(confidence, right)),
        lambda axes, theme: _draw_reliability(axes, theme, bins),
    )


def risk_coverage_curve(report: Report) -> Plot | None:
    """What refusing gains; None if no answers were judged."""
    confidence, right = confidences(report.records, "right")
    if not len(confidence):
        return None
    curve = risk_coverage(confidence, right)
    return Plot(
        "risk-coverage",
        "What does refusing gain?",
        "Answering only when most confident (left) gives fewer wrong answers. The marks show how "
        "many questions can be answered with at most 5 % and 10 % wrong.",
        _coverage_words(curve),
        lambda axes, theme: _draw_coverage(axes, theme, curve),
    )


def _reliability_words(groups: Sequence[Bin], error: float) -> str:
    each = "; ".join(
        f"{figure(group.low)} to {figure(group.high)}: {figure(group.accuracy)} right of "
        f"{counted(group.count, 'question')}"
        for group in groups
    )
    return f"Reliability diagram, expected calibration error {figure(error)}. Confidence {each}."


def _coverage_words(curve: RiskCoverage) -> str:
    marks = "; ".join(
        f"at most {risk * 100:.0f} % wrong: {percent(coverage_at_risk(curve, risk))} answered"
        for risk in _RISKS
    )
    area_below, everything = figure(area(curve)), figure(float(curve.risk[-1]))
    return f"Risk-coverage curve, area {area_below}. All answered: {everything} wrong; {marks}."


def _draw_reliability(axes: Axes, theme: Theme, groups: Sequence[Bin]) -> None:
    most = max(group.count for group in groups)
    axes.plot([0, 1], [0, 1], color=theme.muted, linewidth=1, linestyle=(0, (4, 3)))
    middles = [(group.low + group.high) / 2 for group in groups]
    heights = [group.count / most * 0.18 for group in groups]
    axes.bar(middles, heights, width=0.9 / _BINS, color=theme.rule, zorder=1)
    x, y = [group.confidence for group in groups], [group.accuracy for group in groups]
    axes.plot(x, y, color=theme.accent, linewidth=1.8, marker="o", markersize=5)
    for group in groups:
        below = group.accuracy > 0.9
        axes.annotate(
            f"{group.count:,}", (group.confidence, group.accuracy), (0, -13 if below else 7),
            textcoords="offset points", ha="center", fontsize=8.5, color=theme.muted,
        )  # fmt: skip
    axes.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel="confidence", ylabel="share right")


def _draw_coverage(axes: Axes, theme: Theme, curve: RiskCoverage) -> None:
    mark = "o" if len(curve.coverage) == 1 else None
    axes.plot(curve.coverage, curve.risk, color=theme.accent, linewidth=1.8, marker=mark)
    for risk, colour in zip(_RISKS, theme.colours[1:], strict=False):
        reached = coverage_at_risk(curve, risk)
        label = f"{risk * 100:.0f} % wrong: {percent(reached)} answered"
        axes.axhline(risk, color=colour, linewidth=1, linestyle=(0, (4, 3)))
        axes.plot([reached], [risk], color=colour, marker="o", markersize=7, label=label,
                  linestyle="none", clip_on=False, zorder=4)  # fmt: skip
    top = max(0.15, float(curve.risk.max()) * 1.08)
    axes.set(
        xlim=(0, 1.01), ylim=(0, top), xlabel="questions answered", ylabel="share of them wrong"
    )
    legend(axes, theme)
