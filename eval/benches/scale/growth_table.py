"""A table of figures by collection size, with their growth, and a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rich.table import Table

from eval.reports.plots.canvas import Plot, Theme, legend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

_STEADY = 1.3
"""What changes by a smaller factor over all sizes is constant."""
_DRAWN = (
    "search, CPU ms",
    "search, as_of half, CPU ms",
    "search, large outlet, CPU ms",
    "ask, CPU ms",
    "suggest, CPU ms",
    "first question, CPU ms",
)
_SIZES = ("wanted", "passages", "articles")


def growth_table(rows: Sequence[Mapping[str, float]]) -> Table:
    """A line for each figure, a column for each size, and how the figure grows."""
    table = Table("", *(f"{row['passages']:,.0f}" for row in rows), "growth")
    sizes = [row["passages"] for row in rows]
    for name in dict.fromkeys(name for row in rows for name in row if name not in _SIZES):
        values = [row.get(name, float("nan")) for row in rows]
        table.add_row(name, *(f"{value:,.1f}" for value in values), growth_of(sizes, values))
    return table


def growth_of(sizes: Sequence[float], values: Sequence[float]) -> str:
    """Constant, or the better fit of the logarithmic and the linear; "?" of fewer than three."""
    known = np.isfinite(values)
    x, y = np.array(sizes)[known], np.array(values)[known]
    if len(y) < 3 or y.min() <= 0:
        return "?"
    if y.max() / y.min() < _STEADY:
        return "constant"
    if y[-1] < y[0]:
        return "falls"
    misses = {"logarithmic": _misfit(np.log(x), y), "linear": _misfit(x, y)}
    return min(misses, key=lambda name: misses[name])


def _misfit(x: np.typing.NDArray[np.float64], y: np.typing.NDArray[np.float64]) -> float:
    fitted = np.polyval(np.polyfit(x, y, 1), x)
    return float(np.square(fitted - y).sum())


def growth_plot(rows: Sequence[Mapping[str, float]]) -> Plot:
    """Requests by the number of passages, both on logarithmic axes."""
    ends = ", ".join(
        f"{name}: {rows[0][name]:.0f} to {rows[-1][name]:.0f}" for name in _DRAWN if name in rows[0]
    )
    return Plot(
        "growth",
        "What grows with the collection?",
        "Milliseconds of a request by the number of passages.",
        f"From {rows[0]['passages']:,.0f} to {rows[-1]['passages']:,.0f} passages: {ends}.",
        lambda axes, theme: _draw(axes, theme, rows),
    )


def _draw(axes: Axes, theme: Theme, rows: Sequence[Mapping[str, float]]) -> None:
    from matplotlib.ticker import NullFormatter, StrMethodFormatter

    sizes = [row["passages"] for row in rows]
    for name, colour in zip(_DRAWN, theme.colours, strict=True):
        values = [row.get(name, float("nan")) for row in rows]
        label = name.removesuffix(", CPU ms")
        axes.plot(sizes, values, color=colour, marker="o", markersize=3.5, label=label)
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel="milliseconds")
    axes.set_xticks(sizes, [f"{size:,.0f}" for size in sizes])
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    # Room for the legend beside the last points.
    axes.set_xlim(right=sizes[-1] * (sizes[-1] / sizes[0]) ** 0.75)
    legend(axes, theme, "center right")
