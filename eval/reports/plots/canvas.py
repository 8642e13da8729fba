"""The drawing surface: matplotlib's object interface, in the page's colours."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal, cast

from msgspec import Struct

from eval.support.extras import require_library

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH, _HEIGHT = 5.2, 3.7
"""Inches: small, so that text stays readable on a phone."""
_PNG_DPI = 200
_FONTS = re.compile(rb"(?<=px )'?DejaVu Sans'?[^;\"]*")
_SYSTEM_FONTS = b"system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


class Theme(Struct, frozen=True):
    """Colours of one theme."""

    paper: str
    ink: str
    muted: str
    rule: str
    accent: str
    colours: tuple[str, ...]
    """For several lines in one plot."""


LIGHT = Theme(
    "#ffffff", "#1d1b18", "#625d55", "#e4dfd4", "#8a1f14",
    ("#8a1f14", "#2f6690", "#b07d1e", "#4f7a52", "#7a5c86", "#625d55"),
)  # fmt: skip
DARK = Theme(
    "#1f1d1a", "#ebe6dd", "#aaa397", "#3a362f", "#f0a796",
    ("#f0a796", "#8fbbe0", "#e3bd6b", "#9cc49e", "#c5a7d1", "#aaa397"),
)  # fmt: skip


class Plot(Struct, frozen=True):
    """Something to draw, and its description in words."""

    name: str
    """Stem of its file name."""
    title: str
    caption: str
    """How to read it."""
    alt: str
    """Its figures, for those who cannot see it."""
    draw: Callable[[Axes, Theme], None]
    rows: int = 0
    """Number of horizontal bars; 0 for other plots."""


def render(plot: Plot, theme: Theme, format: Literal["png", "svg"]) -> bytes:
    """Return the picture; the same plot gives the same bytes.

    Raises:
        SettingsError: matplotlib is not installed.
    """
    require_library("matplotlib")
    from matplotlib import rc_context

    # Text in SVG stays text, so that it looks like the page around it.
    fixed = {"svg.fonttype": "none", "svg.hashsalt": plot.name, "font.size": 10.5}
    with rc_context(cast("Any", fixed)), warnings.catch_warnings():
        # For a script that the font lacks, the picture shows boxes and its alt text the name.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        data = _saved(_drawn(plot, theme), format)
    return _FONTS.sub(_SYSTEM_FONTS, data) if format == "svg" else data


def _drawn(plot: Plot, theme: Theme) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = max(1.1, 0.75 + 0.36 * plot.rows) if plot.rows else _HEIGHT
    figure = Figure(figsize=(_WIDTH, height), facecolor=theme.paper, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    plain_axes(axes, theme)
    plot.draw(axes, theme)
    _keep_words_plain(figure)
    return figure


def _saved(figure: Figure, format: Literal["png", "svg"]) -> bytes:
    buffer = BytesIO()
    metadata = {"Date": None, "Creator": None} if format == "svg" else {"Software": None}
    figure.savefig(buffer, format=format, dpi=_PNG_DPI, metadata=metadata)
    return buffer.getvalue()


def plain_axes(axes: Axes, theme: Theme) -> None:
    """Style the axes: thin lines and muted colours."""
    axes.set_facecolor(theme.paper)
    axes.tick_params(colors=theme.muted, labelcolor=theme.ink, length=0, pad=5, labelsize=9.5)
    axes.grid(visible=True, color=theme.rule, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.xaxis.label.set_color(theme.muted)
    axes.yaxis.label.set_color(theme.muted)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)


def legend(axes: Axes, theme: Theme, where: str = "best") -> None:
    """Add a legend without a frame."""
    axes.legend(loc=cast("Any", where), frameon=False, labelcolor=theme.ink, fontsize=9)


def _keep_words_plain(figure: Figure) -> None:
    """Names come from the user's data: a dollar sign must not start a formula."""
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        text.set_parse_math(False)
