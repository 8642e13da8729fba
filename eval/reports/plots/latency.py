"""Latency of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eval.metrics.speed import Percentiles, percentiles
from eval.reports.formatting import counted, figure
from eval.reports.plots.canvas import Plot, Theme, legend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from eval.records import Report

WHOLE = "total"
"""The name of the timing of a complete answer."""
_BARS = 40
_TAIL = 1.6
"""How far beyond p99 the axis extends; slower answers are counted in the last bar."""


def latency_plot(report: Report) -> Plot | None:
    """The distribution of the times of complete answers; None with fewer than two."""
    measured = [record.timings_ms for record in report.records if record.error is None]
    times = [timings[WHOLE] for timings in measured if WHOLE in timings]
    if len(times) < 2 or max(times) <= 0:
        return None
    marks = percentiles(times)
    return Plot(
        "latency",
        "How long does an answer take?",
        "Questions by the time until their complete answer. The last bar includes all slower ones.",
        f"Latency of {counted(len(times), 'answer')}: half within {figure(marks.p50, 'ms')}, 95 % "
        f"within {figure(marks.p95, 'ms')}, 99 % within {figure(marks.p99, 'ms')}, the slowest "
        f"{figure(max(times), 'ms')}.",
        lambda axes, theme: _draw(axes, theme, times, marks),
    )


def _draw(axes: Axes, theme: Theme, times: Sequence[float], marks: Percentiles) -> None:
    end = min(max(times), marks.p99 * _TAIL)
    axes.hist(
        np.minimum(times, end), bins=_BARS, range=(0, end), color=theme.colours[1], alpha=0.75
    )
    named = (("p50", marks.p50), ("p95", marks.p95), ("p99", marks.p99))
    for (name, value), colour in zip(named, (theme.accent, *theme.colours[2:]), strict=False):
        label = f"{name} {figure(value, 'ms')}"
        axes.axvline(value, color=colour, linewidth=1.6, label=label)
    axes.set(xlim=(0, end * 1.01), xlabel="milliseconds", ylabel="questions")
    axes.grid(visible=False, axis="x")
    legend(axes, theme, "upper right")
