"""The plot of `eval.benches.overload`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.reports.plots.canvas import Plot, Theme, legend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from eval.benches.overload import Round


def overload_plot(rounds: Sequence[Round]) -> Plot:
    """Goodput, latency and memory by offered load, relative to normal."""
    last = rounds[-1]
    return Plot(
        "overload",
        "What becomes of a server that is asked too much?",
        "Each as a multiple of what it is without overload, by the load offered.",
        f"At {last.factor:g} times the capacity: answers {last.goodput:.2f} of the capacity, 99th "
        f"percentile {last.slower:.1f} times the usual, memory {_growth(rounds, last):.2f} times.",
        lambda axes, theme: _draw(axes, theme, rounds),
    )


def _growth(rounds: Sequence[Round], done: Round) -> float:
    return done.megabytes[-1] / rounds[0].megabytes[0]


def _draw(axes: Axes, theme: Theme, rounds: Sequence[Round]) -> None:
    lines = {
        "answers, of the capacity": [done.goodput for done in rounds],
        "99th percentile of an answer, of the usual": [done.slower for done in rounds],
        "memory, of that at first": [_growth(rounds, done) for done in rounds],
    }
    factors = [done.factor for done in rounds]
    for (label, values), colour in zip(lines.items(), theme.colours, strict=False):
        axes.plot(factors, values, color=colour, marker="o", markersize=3.5, label=label)
    axes.set(xscale="log", xlabel="offered, in multiples of the capacity", ylim=(0, 4))
    axes.set_xticks(factors, [f"{factor:g}" for factor in factors])
    axes.minorticks_off()
    legend(axes, theme)
