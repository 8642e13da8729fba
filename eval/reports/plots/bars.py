"""Bar charts: a figure for each type of question, and the losses of each stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.reports.formatting import counted, figure, one_line, percent
from eval.reports.groups import leading_by_type, leading_metric
from eval.reports.plots.canvas import Plot, Theme
from eval.reports.stages import Stage, measured_count, stages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from eval.records import Metric, Report

_NAME_WIDTH = 28
_MOST = 24
"""Bars in one plot; the tables list all."""
_Rows = list[tuple[str, "Metric"]]


def types_plot(report: Report) -> Plot | None:
    """The leading metric of each type; None with fewer than two types."""
    rows, known = leading_by_type(report)[:_MOST], leading_metric(report)
    if len(rows) < 2 or known is None:
        return None
    words = "; ".join(
        f"{one_line(kind)}: {figure(metric.value)} ({counted(metric.count, 'question')})"
        for kind, metric in rows
    )
    return Plot(
        "types",
        f"{known.name}, by type of question",
        "Thin lines are 95 % intervals: the fewer questions, the wider. The dashed line is the "
        "figure for all questions.",
        f"{known.name} by type. {words}.",
        lambda axes, theme: _draw_types(axes, theme, rows, known.value),
        rows=len(rows),
    )


def stages_plot(report: Report) -> Plot | None:
    """The losses of each stage; None if no losses are known."""
    lost = stages(report.records)
    if not lost:
        return None
    words = "; ".join(f"{one_line(s.name)}: {s.count:,} ({percent(s.share)})" for s in lost)
    return Plot(
        "stages",
        "Where are answers lost?",
        "Stages in the order in which a question passes them. Numbers are counts.",
        f"Losses by stage, of {measured_count(report)}. {words}.",
        lambda axes, theme: _draw_stages(axes, theme, lost),
        rows=len(lost),
    )


def _draw_types(axes: Axes, theme: Theme, rows: _Rows, overall: float) -> None:
    values = [metric.value for _, metric in rows]
    below = [max(0.0, metric.value - metric.low) for _, metric in rows]
    above = [max(0.0, metric.high - metric.value) for _, metric in rows]
    axes.barh(
        range(len(rows)), values, height=0.62, color=theme.colours[1], alpha=0.85,
        xerr=(below, above), error_kw={"ecolor": theme.ink, "elinewidth": 1.1},
    )  # fmt: skip
    axes.axvline(overall, color=theme.accent, linewidth=1.2, linestyle=(0, (4, 3)))
    _label(axes, [kind for kind, _ in rows])
    axes.set_xlim(0, max(1.0, *(metric.high for _, metric in rows)))


def _draw_stages(axes: Axes, theme: Theme, lost: Sequence[Stage]) -> None:
    bars = axes.barh(range(len(lost)), [stage.share * 100 for stage in lost], height=0.62,
                     color=theme.accent, alpha=0.85)  # fmt: skip
    axes.bar_label(bars, [f"{stage.count:,}" for stage in lost], padding=5, color=theme.muted,
                   fontsize=9)  # fmt: skip
    _label(axes, [stage.name for stage in lost])
    axes.margins(x=0.12)
    axes.set_xlabel("lost, %")


def _label(axes: Axes, names: Sequence[str]) -> None:
    """Label the bars, first on top."""
    axes.set_yticks(range(len(names)), labels=[one_line(name, _NAME_WIDTH) for name in names])
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
