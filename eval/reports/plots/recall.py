"""Recall at k of passages, articles and answers, by stage."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from eval.reports.formatting import figure
from eval.reports.plots.canvas import Plot, Theme, legend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from eval.records import Metric, Report

_NAME = re.compile(r"(?P<what>.+) (?:recall|hit)@(?P<k>\d+)")
_Lines = dict[str, dict[int, "Metric"]]


def recall_plot(report: Report) -> Plot | None:
    """Recall over k; None if nothing was measured at two depths."""
    lines = _lines(report.metrics)
    if not lines:
        return None
    return Plot(
        "recall",
        "How much is found?",
        "The share of questions with an answer among the first k. Shading: 95 % interval.",
        "Recall at k. " + " ".join(_words(name, points) for name, points in lines.items()),
        lambda axes, theme: _draw(axes, theme, lines),
    )


def _lines(metrics: Sequence[Metric]) -> _Lines:
    """Metrics by what is found and by k, k rising."""
    found: _Lines = defaultdict(dict)
    for metric in metrics:
        if matched := _NAME.fullmatch(metric.name):
            found[matched["what"]][int(matched["k"])] = metric
    return {name: dict(sorted(points.items())) for name, points in found.items() if len(points) > 1}


def _words(name: str, points: Mapping[int, Metric]) -> str:
    return f"{name}: " + ", ".join(f"{figure(m.value)} at {k}" for k, m in points.items()) + "."


def _draw(axes: Axes, theme: Theme, lines: _Lines) -> None:
    for number, (name, points) in enumerate(lines.items()):
        colour = theme.colours[number % len(theme.colours)]
        depths, metrics = list(points), list(points.values())
        axes.plot(depths, [m.value for m in metrics], color=colour, linewidth=1.8, marker="o",
                  markersize=4, label=name, linestyle=_dash(number, theme))  # fmt: skip
        axes.fill_between(depths, [m.low for m in metrics], [m.high for m in metrics],
                          color=colour, alpha=0.13, linewidth=0)  # fmt: skip
    depths = sorted({k for points in lines.values() for k in points})
    axes.set_xscale("log")
    axes.set_xticks(depths, labels=[str(k) for k in depths])
    axes.minorticks_off()
    axes.set(ylim=(0, 1.02), xlabel="k", ylabel="found")
    legend(axes, theme, "lower right")


def _dash(number: int, theme: Theme) -> str:
    """If there are more lines than colours, they differ by their dashes."""
    return ("-", "--", ":")[number // len(theme.colours) % 3]
