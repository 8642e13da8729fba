"""Reports on a terminal. Names come from users' files and are shown as text, never as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.reports.formatting import figure, metric_interval, one_line, percent
from eval.reports.groups import grouped, leading_by_type, leading_metric
from eval.reports.headline import headline
from eval.reports.stages import measured_count, stages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.text import Text

    from eval.records import Metric, Report


def show(report: Report, console: Console) -> None:
    """Print metrics with 95 % intervals, the leading metric by type, and losses by stage."""
    print_line(console, f"{report.name} · {report.target}", "bold")
    print_line(console, headline(report))
    for group in grouped(report.metrics):
        console.print()
        rows = [(metric.name, *_figures(metric)) for metric in group.metrics]
        print_table(console, group.title, ("metric", "value", "95 % interval", "count"), rows)
    _show_types(report, console)
    _show_stages(report, console)


def print_table(
    console: Console, title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> None:
    """Print a table whose first column is text and whose other columns are figures."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, title=_text(one_line(title), "bold"), title_justify="left",
                  pad_edge=False)  # fmt: skip
    table.add_column(head[0], overflow="fold")
    for name in head[1:]:
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*(_text(one_line(cell)) for cell in row))
    console.print(table)


def print_line(console: Console, words: str, style: str = "", indent: int = 0) -> None:
    """Print a line without interpreting markup."""
    console.print(_text(" " * indent + one_line(words), style))


def _show_types(report: Report, console: Console) -> None:
    first, rows = leading_metric(report), leading_by_type(report)
    if first is None or not rows:
        return
    console.print()
    cells = [(kind, *_figures(metric)) for kind, metric in rows]
    head = ("type", first.name, "95 % interval", "count")
    print_table(console, f"{first.name} by type", head, cells)


def _show_stages(report: Report, console: Console) -> None:
    lost = stages(report.records)
    if not lost:
        return
    console.print()
    rows = [(stage.name, f"{stage.count:,}", percent(stage.share)) for stage in lost]
    title = f"Lost of {measured_count(report)}"
    print_table(console, title, ("stage", "lost", "share"), rows)


def _figures(metric: Metric) -> tuple[str, str, str]:
    return figure(metric.value, metric.unit), metric_interval(metric), f"{metric.count:,}"


def _text(words: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(words, style=style)
