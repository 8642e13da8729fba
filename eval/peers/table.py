"""All systems side by side: a row per measure, a column per system, the best of each row marked."""

import math
from collections.abc import Iterator, Sequence

from msgspec import Struct
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.peers.measuring import FAILED
from eval.records import Metric, Report
from eval.reports.formatting import NOTHING, figure, metric_interval, one_line
from eval.reports.markdown import escaped
from eval.reports.markdown import table as markdown_table

_ROWS = (
    *(f"answer recall@{k}" for k in (1, 5, 10)),
    *(f"context recall@{k}" for k in (1, 5, 10)),
    *(f"passage recall@{k}" for k in (1, 5, 10)),
    *("exact match", "token F1", "answered", "p50 total", "p95 total"),
)
_BESIDES = ("ingestion", "loading models", "peak memory", "steal")
_UNRANKED = ("answered", "steal", "loading models")
"""Neither more nor less is better."""
_COUNTS = ("failed under load@", "failed questions")
"""Shown if anything failed."""
_NAMES = {"p50 total": "latency p50", "p95 total": "latency p95", "steal": "CPU steal"}

DEFINITIONS = """\
answer recall@k: one of the first k answers contains a known answer in the text shown (a span, a \
sentence, or a passage if there is no reader). context recall@k: the same for the passages that \
the first k answers were read in, if the system says so. passage recall@k: the same for the first \
k passages found by search. exact match and token F1: of the most concise form of the first \
answer, as in SQuAD. answered: the share of questions that got an answer; Dateline holds back \
answers with low confidence. Latency is measured inside the process, one question at a time; \
questions per second with the given number of threads. Peak memory is that of the whole process. \
Ingestion starts with models loaded and ends when every article can be found. Longer answers \
contain known ones more easily: read recall together with exact match and F1. In parentheses: \
95 % intervals over questions. Bold: the best of the row."""


class Cell(Struct, frozen=True):
    """One formatted figure."""

    text: str
    best: bool = False


class Row(Struct, frozen=True):
    """One measure for every system, in the order of the reports."""

    name: str
    cells: list[Cell]


def rows(reports: Sequence[Report]) -> list[Row]:
    """All measures that any of the systems has."""
    known = [{metric.name: metric for metric in report.metrics} for report in reports]
    found = list(dict.fromkeys(name for metrics in known for name in metrics))
    speeds = [name for name in found if name.startswith("questions per second@")]
    broken = [name for name in found if name.startswith(_COUNTS) and _happened(name, known)]
    names = [name for name in (*_ROWS, *speeds, *broken, *_BESIDES) if name in found]
    measured = [_row(name, [metrics.get(name) for metrics in known]) for name in names]
    passages = [Cell(report.data.get("passages", NOTHING)) for report in reports]
    return [*measured, Row("passages indexed", passages)]


def show(reports: Sequence[Report], console: Console) -> None:
    """Print the table and the definitions of the figures."""
    table = Table("", title=one_line(_title(reports)), title_justify="left")
    for report in reports:
        table.add_column(Text(report.target), justify="right")
    for row in rows(reports):
        cells = [Text(cell.text, "bold" if cell.best else "") for cell in row.cells]
        table.add_row(Text(row.name), *cells)
    console.print(table)
    for line in notes(reports):
        console.print(Text(line))


def markdown(reports: Sequence[Report], command: str) -> str:
    """The same as Markdown: command, machine, table, definitions, setup of each system."""
    head = ("", *(escaped(report.target) for report in reports))
    body = [
        (row.name, *(f"**{c.text}**" if c.best else c.text for c in row.cells))
        for row in rows(reports)
    ]
    machine = ", ".join(f"{name} {value}" for name, value in reports[0].machine.items())
    parts = [
        f"`{command}`",
        f"{escaped(_title(reports))}. {escaped(reports[0].created)}; {escaped(machine)}.",
        markdown_table(head, body),
        DEFINITIONS,
        "\n".join(f"- {escaped(line)}" for line in _setups(reports)),
    ]
    return "\n\n".join(parts) + "\n"


def notes(reports: Sequence[Report]) -> Iterator[str]:
    """The notes below the table on a terminal."""
    yield DEFINITIONS
    yield from _setups(reports)


def _title(reports: Sequence[Report]) -> str:
    data = reports[0].data
    return (
        f"{reports[0].name}: {int(data['questions']):,} questions on "
        f"{int(data['articles']):,} articles, seed {reports[0].seed}"
    )


def _setups(reports: Sequence[Report]) -> Iterator[str]:
    """One line per system: why it has no figures, or its setup."""
    for report in reports:
        if FAILED in report.settings:
            yield f"{report.target}: failed: {report.settings[FAILED]}"
            continue
        settings = [f"{name}: {value}" for name, value in sorted(report.settings.items())]
        libraries = [f"{name} {value}" for name, value in report.versions.items()]
        yield f"{report.target}: {'; '.join(settings)}; {', '.join(libraries)}"


def _happened(name: str, known: Sequence[dict[str, Metric]]) -> bool:
    return any(metrics[name].value > 0 for metrics in known if name in metrics)


def _row(name: str, metrics: Sequence[Metric | None]) -> Row:
    known = [metric for metric in metrics if metric and math.isfinite(metric.value)]
    ranked = len(known) > 1 and name not in _UNRANKED
    pick = max if all(metric.higher_is_better for metric in known) else min
    best = pick((metric.value for metric in known), default=None) if ranked else None
    return Row(
        _NAMES.get(name, name),
        [
            Cell(_cell_text(metric), metric is not None and metric.value == best)
            for metric in metrics
        ],
    )


def _cell_text(metric: Metric | None) -> str:
    if metric is None:
        return NOTHING
    if metric.name.startswith(_COUNTS):
        return f"{metric.value:.0f}"
    value = figure(metric.value, metric.unit)
    range_ = metric_interval(metric)
    return value if metric.unit or range_ == NOTHING else f"{value} ({range_})"
