"""Reports as self-contained HTML pages: no script, no external resource, no network."""

import base64
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from eval.records import Metric, Report, ShownAnswer
from eval.reports import formatting
from eval.reports.groups import grouped, leading_metric
from eval.reports.headline import headline
from eval.reports.plots import DARK, LIGHT, Plot, plots, render, stages_plot
from eval.reports.stages import measured_count, stages
from eval.reports.worst import worst
from eval.support.extras import require_library

_TEMPLATES = Path(__file__).parent / "templates"
_LONG = 320
"""Characters shown at once; the rest unfolds."""


class Picture(Struct, frozen=True):
    """A plot as embedded in the page, in a light and a dark version."""

    plot: Plot
    light: str
    dark: str
    """Both are SVG data URIs."""


def report_page(report: Report) -> str:
    """Return the HTML of a report."""
    first = leading_metric(report)
    lost = stages_plot(report)
    return render_page(
        "report.html",
        report=report,
        headline=re.sub(r"(?<=\d) (?=%|ms)", "\u00a0", headline(report)),
        groups=grouped(report.metrics),
        pictures=_pictures(plots(report)),
        lost=_pictures([lost] if lost else []),
        stages=stages(report.records),
        measured_count=measured_count(report),
        worst=worst(report.records, first.name if first else None),
        types=_type_table(report),
        facts=_facts(report),
    )


def render_page(template: str, **values: Any) -> str:
    """Fill a template; every value is escaped.

    Raises:
        SettingsError: jinja2 is not installed.
    """
    require_library("jinja2")
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    _fill(environment.filters, figure=formatting.figure, signed=formatting.signed,
          percent=formatting.percent, chance=formatting.chance,
          counted=formatting.counted, band=band)  # fmt: skip
    _fill(environment.globals, interval=formatting.interval, nothing=formatting.NOTHING,
          split_at_highlight=split_at_highlight, preview=preview)  # fmt: skip
    return environment.get_template(template).render(**values)


def _fill(names: Any, **values: Any) -> None:
    # jinja2's types allow only its own initial names.
    names.update(values)


def band(metric: Metric) -> tuple[float, float, float] | None:
    """The ends of a share's interval and its value, from 0 to 100; None for other metrics."""
    inside = 0 <= metric.low <= metric.value <= metric.high <= 1
    if metric.unit or not inside:
        return None
    return metric.low * 100, metric.high * 100, metric.value * 100


def split_at_highlight(shown: ShownAnswer) -> tuple[str, str, str]:
    """A quote before, in and after its highlight; all of it before if there is none."""
    place = shown.quote.find(shown.highlight) if shown.highlight else -1
    if place < 0 or shown.highlight is None or len(shown.quote) > _LONG:
        return shown.quote, "", ""
    end = place + len(shown.highlight)
    return shown.quote[:place], shown.highlight, shown.quote[end:]


def preview(text: str) -> str | None:
    """The start of a text that is too long to show at once; None for shorter texts."""
    return formatting.one_line(text, _LONG) if len(text) > _LONG else None


def _finalize(value: Any) -> Any:
    """Replace control characters in every value that is put into a page."""
    return formatting.plain(value) if type(value) is str else value


def _pictures(drawn: Iterable[Plot]) -> list[Picture]:
    return [Picture(plot, _uri(render(plot, LIGHT, "svg")), _uri(render(plot, DARK, "svg")))
            for plot in drawn]  # fmt: skip


def _uri(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode()


def _type_table(report: Report) -> tuple[list[str], list[tuple[str, list[Metric | None]]]]:
    """Names of the metrics, and a row for each type, with None for missing metrics."""
    names = list(dict.fromkeys(m.name for group in report.by_type.values() for m in group))
    rows: list[tuple[str, list[Metric | None]]] = []
    for kind, metrics in report.by_type.items():
        by_name = {metric.name: metric for metric in metrics}
        rows.append((kind, [by_name.get(name) for name in names]))
    return names, rows


def _facts(report: Report) -> list[tuple[str, list[tuple[str, str]]]]:
    """How the report was made, by subject."""
    run = {"target": report.target, "date": report.created, "seed": str(report.seed)}
    subjects = (
        ("Run", run | ({"command": report.command} if report.command else {})),
        ("Versions", report.versions), ("Models", report.models),
        ("Options", report.options), ("Settings", report.settings),
        ("Data", report.data), ("Machine", report.machine),
    )  # fmt: skip
    return [(title, list(values.items())) for title, values in subjects if values]
