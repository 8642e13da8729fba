"""Reports as short Markdown for a pull request; question text never turns into markup."""

import re

from eval.records import Metric, Report
from eval.reports.formatting import figure, metric_interval, one_line, percent
from eval.reports.groups import leading_metric, main_metrics
from eval.reports.headline import headline
from eval.reports.stages import measured_count, stages
from eval.reports.worst import WorstCase, worst

_MARKS = re.compile(r"([\\`*_\[\]<>&|~@#$!]|(?<=\w):(?=//)|(?<=www)\.|^[-+=]|(?<=^\d)[.)])")
_MENTION = re.compile(r"(?<=[@#])(?=\w)")
_FEW = 5
_WIDTH = 160


def report_markdown(report: Report) -> str:
    """The main metrics, a line of losses and the five worst cases."""
    first = leading_metric(report)
    cases = worst(report.records, first.name if first else None)[:_FEW]
    parts = [
        f"## {escaped(report.name)}",
        f"{escaped(headline(report))}",
        f"{escaped(report.target)}, {escaped(report.created)}, seed {report.seed}",
        table(
            ("metric", "value", "95 % interval", "count"), [_row(m) for m in main_metrics(report)]
        ),
        _losses(report),
        "\n".join(["**Worst cases**", "", *map(_case, cases)]) if cases else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str, width: int | None = None) -> str:
    """The text on one line, escaped so that Markdown shows it as it is and mentions nobody.

    A word joiner keeps GitHub from reading "@name" and "#12" as mentions; characters that are
    special at the start of a line or within a URL are escaped only there.
    """
    line = _MENTION.sub("\u2060", one_line(text, width))
    return _MARKS.sub(r"\\\1", line)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table whose first column is text and whose other columns are figures."""
    rule = ("---", *("---:" for _ in head[1:]))
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows)) if rows else ""


def _row(metric: Metric) -> tuple[str, ...]:
    return (
        escaped(metric.name),
        figure(metric.value, metric.unit),
        metric_interval(metric),
        f"{metric.count:,}",
    )


def _losses(report: Report) -> str:
    lost = stages(report.records)
    if not lost:
        return ""
    each = ", ".join(f"{escaped(s.name)} {s.count:,} ({percent(s.share)})" for s in lost)
    return f"Lost of {measured_count(report)}: {each}."


def _case(case: WorstCase) -> str:
    record = case.record
    expected = escaped(" / ".join(record.expected), _WIDTH) or "–"
    found = escaped(record.found[0].quote, _WIDTH) if record.found else "–"
    return (
        f"- **{case.failure.value}**: {escaped(record.question, _WIDTH)} ({escaped(record.id)})  \n"
        f"  expected: {expected}  \n  found: {found}  \n  {escaped(case.why, _WIDTH)}"
    )
