"""Metrics with intervals, computed from the records of a run."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct, structs

from eval.metrics.answerability import area, auroc, coverage_at_risk, risk_coverage
from eval.metrics.calibration import ece
from eval.metrics.columns import Numbers
from eval.metrics.intervals import Interval, Statistic, bootstrap, bootstrap_of
from eval.metrics.maybes import MAYBES, RIGHT_MAYBES
from eval.metrics.speed import percentile_interval
from eval.records import Metric, Record, Share

_TURNS = frozenset(
    f"{whose}{what} turns"
    for whose in ("", "dev: ", "held out: ", "floor ", "stand-alone ")
    for what in ("wrong", "refused", "asked back")
)
LOWER_IS_BETTER = _TURNS | {"law violations", "wrong answers", "ECE", "Brier", "AURC", "errors"}
"""By name; times are lower-is-better too."""
_OF_EACH_GROUP = {
    *("answer recall@1", "answer recall@5", "wrong answers", "no answer recall", "answered"),
    *("speaker accuracy", "citation precision", "right kind of reply", "right verdict"),
    *("list items shown", MAYBES, RIGHT_MAYBES),
}
"""The metrics that are also given for each part of a set, as "dev: answered" and the like."""


class ConfidenceMetric(Struct, frozen=True):
    """A metric of all confidences at once, against a truth about each question."""

    truth: Literal["answerable", "right"]
    function: Statistic
    """Takes confidences and truths."""


def _coverage_at(risk: float) -> Callable[[Numbers, Numbers], float]:
    return lambda confidence, right: coverage_at_risk(risk_coverage(confidence, right), risk)


def _aurc(confidence: Numbers, right: Numbers) -> float:
    return area(risk_coverage(confidence, right))


CONFIDENCE_METRICS = {
    "answerable AUROC": ConfidenceMetric("answerable", auroc),
    "right AUROC": ConfidenceMetric("right", auroc),
    "ECE": ConfidenceMetric("right", ece),
    "AURC": ConfidenceMetric("right", _aurc),
    "coverage at 5 % risk": ConfidenceMetric("right", _coverage_at(0.05)),
    "coverage at 10 % risk": ConfidenceMetric("right", _coverage_at(0.10)),
}
"""By name."""

_ORDER = (
    *(
        "answered",
        MAYBES,
        RIGHT_MAYBES,
        "no answer precision",
        "no answer recall",
        "answerable AUROC",
        "right AUROC",
    ),
    *("ECE", "Brier", "AURC", "coverage at 5 % risk", "coverage at 10 % risk", "wrong answers"),
)
"""The order of these metrics, after the scores and before times and errors."""

_PERCENTS = (50, 95, 99)


def summarise(records: Sequence[Record], seed: int) -> list[Metric]:
    """Return every metric that the records determine, in a stable order.

    Scores come in order of first appearance, then answering and confidence, then times, then the
    share of questions that failed; a failed question counts in nothing else. Undefined metrics
    (0 of 0) are left out.
    """
    measured = [record for record in records if record.error is None]
    return [*_quality(measured, seed), *_times(measured, seed), *_errors(records, seed)]


def by_type(records: Sequence[Record], seed: int) -> dict[str, list[Metric]]:
    """Return the metrics, without times, for each type of question, most frequent first.

    Records without a type are left out.
    """
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.type is not None:
            groups[record.type].append(structs.replace(record, group=None))
    return {
        kind: [
            *_quality([record for record in group if record.error is None], seed),
            *_errors(group, seed),
        ]
        for kind, group in sorted(groups.items(), key=lambda item: -len(item[1]))
    }


def loss_stages(records: Sequence[Record]) -> dict[str, int]:
    """Count known answers lost at each stage, most frequent first."""
    return dict(Counter(record.lost for record in records if record.lost).most_common())


def shares(record: Record) -> dict[str, Share]:
    """Return this question's share of each ratio metric: its scores, then the others.

    Metrics that do not apply to the question are left out; all are, if it failed. A score
    overrides a computed metric of the same name.
    """
    if record.error is not None:
        return {}
    every = record.scores | {
        name: share for name, share in _answering_shares(record) if name not in record.scores
    }
    if record.group is None:
        return every
    group = record.group.replace("_", " ")
    return every | {f"{group}: {name}": every[name] for name in every if name in _OF_EACH_GROUP}


def confidences(
    records: Sequence[Record], truth: Literal["answerable", "right"]
) -> tuple[Numbers, Numbers]:
    """Return confidences and truths (1 or 0) of the records that know both, highest first."""
    known = [
        (record.confidence, value)
        for record in records
        if record.error is None
        and record.confidence is not None
        and (value := record.answerable if truth == "answerable" else record.right) is not None
    ]
    # Sorted once, so that the many resamples need no sorting.
    table = np.array(sorted(known, reverse=True), dtype=np.float64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _answering_shares(record: Record) -> Iterator[tuple[str, Share]]:
    if record.answered is not None:
        yield "answered", Share(float(record.answered))
    if record.maybe is not None:
        yield MAYBES, Share(float(record.maybe))
    if record.maybe and record.maybe_right is not None:
        yield RIGHT_MAYBES, Share(float(record.maybe_right))
    if record.answered is not None and record.answerable is not None:
        refused_rightly = float(not record.answered and not record.answerable)
        if not record.answered:
            yield "no answer precision", Share(refused_rightly)
        if not record.answerable:
            yield "no answer recall", Share(refused_rightly)
    if record.confidence is not None and record.right is not None:
        yield "Brier", Share((record.confidence - record.right) ** 2)
    if record.answered and record.right is not None:
        yield "wrong answers", Share(float(not record.right))


def _quality(records: Sequence[Record], seed: int) -> Iterator[Metric]:
    parts: dict[str, list[Share]] = {name: [] for record in records for name in record.scores}
    rest = [name for name in _ORDER if name not in parts]
    for record in records:
        for name, share in shares(record).items():
            parts.setdefault(name, []).append(share)
    for name in (*(name for name in parts if name not in rest), *rest):
        if name in parts:
            yield from _metric(name, bootstrap(parts[name], seed), len(parts[name]))
        elif name in CONFIDENCE_METRICS:
            yield from _confidence_metric(name, records, seed)


def _confidence_metric(name: str, records: Sequence[Record], seed: int) -> Iterator[Metric]:
    metric = CONFIDENCE_METRICS[name]
    columns = confidences(records, metric.truth)
    if len(columns[0]):
        yield from _metric(name, bootstrap_of(metric.function, columns, seed), len(columns[0]))


def _times(records: Sequence[Record], seed: int) -> Iterator[Metric]:
    stages: dict[str, list[float]] = defaultdict(list)
    for record in records:
        for stage, milliseconds in record.timings_ms.items():
            stages[stage].append(milliseconds)
    for stage, times in stages.items():
        for percent in _PERCENTS:
            found = percentile_interval(times, percent, seed)
            yield from _metric(f"p{percent} {stage}", found, len(times), unit="ms")


def _errors(records: Sequence[Record], seed: int) -> Iterator[Metric]:
    failed = [Share(float(record.error is not None)) for record in records]
    yield from _metric("errors", bootstrap(failed, seed), len(failed))


def _metric(name: str, found: Interval, count: int, unit: str = "") -> Iterator[Metric]:
    """Yield the metric if it is defined; JSON cannot represent nan."""
    if not np.isnan(found.value):
        yield Metric(
            name=name,
            value=found.value,
            low=found.low,
            high=found.high,
            count=count,
            higher_is_better=not unit and not LOWER_IS_BETTER & {name, name.rpartition(": ")[2]},
            unit=unit,
        )
