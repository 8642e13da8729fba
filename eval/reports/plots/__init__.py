"""Plots of a report, each if there is data for it. Importing this does not load matplotlib."""

from eval.records import Report
from eval.reports.plots.bars import stages_plot, types_plot
from eval.reports.plots.canvas import DARK, LIGHT, Plot, Theme, render
from eval.reports.plots.confidence import reliability_diagram, risk_coverage_curve
from eval.reports.plots.latency import latency_plot
from eval.reports.plots.recall import recall_plot

_ALL = (recall_plot, reliability_diagram, risk_coverage_curve, types_plot, latency_plot)

NAMES = ("recall", "reliability", "risk-coverage", "types", "latency", "stages")
"""All possible plots."""


def plots(report: Report) -> list[Plot]:
    """All plots that the report has data for, except the one of the stages."""
    return [plot for make in _ALL if (plot := make(report)) is not None]


__all__ = ["DARK", "LIGHT", "NAMES", "Plot", "Theme", "plots", "render", "stages_plot"]
