"""Which metrics are grouped together, and which come first."""

import re
from collections.abc import Sequence

from msgspec import Struct

from eval.records import Metric, Report

_FAULTS = "Faults"
_PARTS = "Parts of the set"
_SPEED = "Speed and memory"
_OTHER = "Other"
_GROUPS = (
    (_FAULTS, r"^(?:law violations|errors)$"),
    (_PARTS, r"^[\w ]+: "),
    (
        "Answers",
        r"^(?:answer (?:recall|MRR)|has-answer|exact match|token F1|wrong answers|answered\b)"
        r"|^right (?:kind of reply|verdict)|^list items",
    ),
    ("Citations and speakers", r"citation|evidence|speaker|quot"),
    ("Refusing and confidence", r"no.answer|maybe|AUROC|ECE|Brier|AURC|risk"),
    ("Search", r"recall@|hit@|ndcg|mrr|\bmap\b|reciprocal|average precision"),
)
"""Titles with patterns of metric names; the first match wins."""
_TITLES = ("Answers", _PARTS, "Citations and speakers", "Refusing and confidence", "Search", _OTHER,
           _SPEED, _FAULTS)  # fmt: skip
"""In display order."""

_MAIN = (
    *("answer recall@1", "answer recall@3", "answer recall@5", "exact match", "token F1"),
    *("MAP", "MRR", "right sentence first", "body F1", "follow-up recall@10"),
    *("passage recall@10", "fused passage recall@10", "article recall@10"),
    *("citation precision", "citation recall", "speaker accuracy", "wrong answers", "answered"),
    *("right kind of reply", "right verdict", "list items shown"),
    *("maybes", "right maybes"),
    *("answerable AUROC", "right AUROC", "ECE", "coverage at 5 % risk", "coverage at 10 % risk"),
    *("law violations", "errors", "p50 total", "p95 total", "questions a second"),
    *("peak memory", "indexing"),
)
"""The metrics shown in a pull request, best known first."""
_FEW, _MANY = 5, 12


class Group(Struct, frozen=True):
    """Metrics under one title."""

    title: str
    metrics: list[Metric]


def grouped(metrics: Sequence[Metric]) -> list[Group]:
    """The metrics by subject; within a group the given order is kept."""
    titles = {metric.name: _title(metric) for metric in metrics}
    groups = [
        Group(title, [metric for metric in metrics if titles[metric.name] == title])
        for title in _TITLES
    ]
    return [group for group in groups if group.metrics]


def main_metrics(report: Report) -> list[Metric]:
    """The best known metrics of a report, with some others if it has few of those."""
    known = _known(report.metrics)
    if sum(1 for metric in known if _is_quality(metric)) < _FEW:
        known += [metric for metric in report.metrics if metric not in known][:_MANY]
    return [metric for group in grouped(known) for metric in group.metrics]


def leading_metric(report: Report) -> Metric | None:
    """The one share that represents a report; None if it has only times and faults."""
    shares = [metric for metric in report.metrics if _is_quality(metric)]
    scored = [metric for metric in shares if metric.name.endswith("F1")]
    return next(iter([*_known(shares), *scored, *shares]), None)


def leading_by_type(report: Report) -> list[tuple[str, Metric]]:
    """The leading metric for each type of question, in the report's order."""
    wanted = leading_metric(report)
    return [
        (kind, metric)
        for kind, metrics in report.by_type.items()
        for metric in metrics
        if wanted is not None and metric.name == wanted.name
    ]


def _known(metrics: Sequence[Metric]) -> list[Metric]:
    by_name = {metric.name: metric for metric in metrics}
    return [by_name[name] for name in _MAIN if name in by_name]


def _is_quality(metric: Metric) -> bool:
    return _title(metric) not in (_SPEED, _FAULTS)


def _title(metric: Metric) -> str:
    if metric.unit:
        return _SPEED
    for title, pattern in _GROUPS:
        if re.search(pattern, metric.name, re.IGNORECASE):
            return title
    return _OTHER
