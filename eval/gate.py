"""`dateline eval gate`: whether a report is as good as its baseline, beyond chance.

A metric fails when it got worse by more than its tolerance and chance alone would hardly do that:
the one-sided p is below .05. The test is the paired randomisation of `eval.metrics.intervals`:
swapping the two runs' results question by question gives differences that lie symmetrically around
0, so half of its two-sided p is the one-sided p of a difference that points downwards.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from eval.compare import hashes
from eval.differences import Matching
from eval.records import Metric, Record, Report
from eval.reports.files import make_folder, save
from eval.reports.words import NOTHING, chance, counted, figure, signed
from index.errors import InvalidFieldError

if TYPE_CHECKING:
    from rich.console import Console

TOLERANCE = 0.01
"""How much a share may get worse without being tested."""
TOLERANCES = {
    **dict.fromkeys(("answerable AUROC", "right AUROC", "ECE", "AURC"), 0.03),
    **dict.fromkeys(("coverage at 5 % risk", "coverage at 10 % risk"), 0.15),
}
"""Of metrics that a few questions move by more: where 1 % of 500 to 1000 invented judgements flip
at random, the first four move by up to .03, and the largest coverage within a risk by up to .19."""
SIGNIFICANT = 0.05
NEVER = frozenset({"law violations", "errors"})
"""One more of these fails, whatever chance says."""
_ROUNDING = 1e-9
_NAMED = 5


class Check(Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    metric: str
    """Or "kind", "data", "options", "questions"."""
    old: float = math.nan
    new: float = math.nan
    difference: float = math.nan
    """New minus old."""
    tolerance: float | None = None
    """In the metric's own unit; of times, rates and memory a part of the old value."""
    p: float | None = None
    """One-sided; None where it was not needed, or there is nothing to test."""
    failed: bool
    words: str


class Verdict(Struct, frozen=True):
    """Whether a report passes, and why."""

    passed: bool
    checks: list[Check]


def judge(
    baseline: Report, report: Report, tolerances: Mapping[str, float] | None = None
) -> Verdict:
    """Hold a report against its baseline.

    Every share of the baseline is gated, with the tolerance given or its own (`TOLERANCES`, else
    `TOLERANCE`). Times, rates and memory are gated only where `tolerances` names them, as the part
    by which they may get worse (.5: up to 1.5 times as slow); such figures are not tested, since
    each run has its own noise.

    Raises:
        InvalidFieldError: a tolerance is no number from 0, or of a metric the baseline has not.
    """
    given = tolerances or {}
    _check_tolerances(given, baseline)
    checks = [*_same_questions(baseline, report), *_metrics(baseline, report, given)]
    return Verdict(not any(check.failed for check in checks), checks)


def slim(report: Report) -> Report:
    """Return a baseline to commit: nobody else's text, only what `judge` needs.

    The command is left out too: it names folders of the machine.
    """
    records = [_slim_record(record) for record in report.records]
    return msgspec.structs.replace(report, records=records, by_type={}, command="")


def save_baseline(report: Report, path: Path) -> None:
    """Write the slim report, one record a line.

    Raises:
        StoreError: the file cannot be written.
    """
    make_folder(path.parent)
    save(slim(report), path)


def show(verdict: Verdict, console: "Console") -> None:
    """Print every check, failures last, and the verdict."""
    from eval.reports.terminal import print_table, print_words

    head = ("metric", "old", "new", "difference", "")
    rows = [_row(check) for check in sorted(verdict.checks, key=lambda check: check.failed)]
    print_table(console, "Gate", head, rows)
    for check in verdict.checks:
        if check.failed:
            print_words(console, f"{check.metric}: {check.words}", "red")
    print_words(console, "passed" if verdict.passed else "failed", "bold")


def _check_tolerances(tolerances: Mapping[str, float], baseline: Report) -> None:
    known = {metric.name for metric in baseline.metrics}
    for name, tolerance in tolerances.items():
        if name not in known:
            raise InvalidFieldError("tolerances", f"the baseline has no metric “{name}”")
        if not 0 <= tolerance < math.inf:
            raise InvalidFieldError("tolerances", f"{name}: {tolerance} is no number from 0 up")


def _same_questions(baseline: Report, report: Report) -> Iterator[Check]:
    if baseline.kind != report.kind:
        words = f"the baseline measures {baseline.kind}, the report {report.kind}"
        yield Check(metric="kind", failed=True, words=words)
    if hashes(baseline) != hashes(report):
        words = (
            "the question set is not the one the baseline was made from: measure with that one, or "
            "make a new baseline and say in its commit why"
        )
        yield Check(metric="data", failed=True, words=words)
    yield from _other_options(baseline, report)
    there = {record.id for record in report.records}
    missing = [record.id for record in baseline.records if record.id not in there]
    if missing:
        named = ", ".join(missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
        words = f"{counted(len(missing), 'question')} of the baseline not measured: {named}"
        yield Check(metric="questions", failed=True, words=words)


def _other_options(baseline: Report, report: Report) -> Iterator[Check]:
    # More questions are welcome: those of the baseline are looked up among them.
    names = {*baseline.options, *report.options} - {"questions"}
    before, after = baseline.options, report.options
    changed = [
        f"{name} {before.get(name, NOTHING)} before, {after.get(name, NOTHING)} now"
        for name in sorted(names)
        if before.get(name) != after.get(name)
    ]
    if changed:
        words = f"{'; '.join(changed)}: measure with the options of the baseline"
        yield Check(metric="options", failed=True, words=words)


def _metrics(baseline: Report, report: Report, tolerances: Mapping[str, float]) -> Iterator[Check]:
    matching = Matching(baseline, report)
    now = {metric.name: metric for metric in report.metrics}
    before = {metric.name for metric in baseline.metrics}
    for name in sorted(NEVER & set(now) - before):
        yield _never(now[name], baseline, report)
    for metric in baseline.metrics:
        tolerance = tolerances.get(metric.name, _default(metric))
        if tolerance is None:
            continue
        if metric.name not in now or math.isnan(now[metric.name].value):
            yield Check(
                metric=metric.name, old=metric.value, failed=True, words="no longer measured"
            )
        elif metric.name in NEVER:
            yield _never(now[metric.name], baseline, report)
        elif metric.unit:
            yield _ratio(metric, now[metric.name], tolerance)
        else:
            yield _share(metric, now[metric.name], matching, tolerance, report.seed)


def _default(metric: Metric) -> float | None:
    return None if metric.unit else TOLERANCES.get(metric.name, TOLERANCE)


def _never(metric: Metric, baseline: Report, report: Report) -> Check:
    before, after = _total(metric.name, baseline), _total(metric.name, report)
    failed = after > before + _ROUNDING
    return Check(
        metric=metric.name, old=before, new=after, difference=after - before, tolerance=0.0,
        failed=failed, words=f"{after:g}, {before:g} before" if failed else "no more than before",
    )  # fmt: skip


def _total(name: str, report: Report) -> float:
    """How many there were; the metric's value where the records do not tell, 0 without it."""
    if name == "errors":
        return float(sum(1 for record in report.records if record.error is not None))
    parts = [record.scores[name].part for record in report.records if name in record.scores]
    return sum(parts) if parts else sum(m.value for m in report.metrics if m.name == name)


def _ratio(old: Metric, new: Metric, tolerance: float) -> Check:
    small, large = (new, old) if old.higher_is_better else (old, new)
    failed = large.value > small.value * (1 + tolerance) + _ROUNDING
    values = f"{figure(old.value, old.unit)} before, {figure(new.value, new.unit)} now"
    return Check(
        metric=old.name, old=old.value, new=new.value, difference=new.value - old.value,
        tolerance=tolerance, failed=failed,
        words=f"{values}: worse by more than {tolerance:.0%}" if failed else values,
    )  # fmt: skip


def _share(old: Metric, new: Metric, matching: Matching, tolerance: float, seed: int) -> Check:
    sides = matching.sides(old.name)
    before, after = (old.value, new.value) if sides is None else (sides.old, sides.new)
    difference = after - before
    worse = -difference if old.higher_is_better else difference
    p = None
    if math.isnan(worse):
        failed = True
    elif worse <= tolerance + _ROUNDING:
        failed = False
    elif sides is None:
        failed = not old.low <= new.value <= old.high
    else:
        p = float(sides.test(seed).p) / 2
        failed = p < SIGNIFICANT
    return Check(
        metric=old.name, old=before, new=after, difference=difference, tolerance=tolerance, p=p,
        failed=failed, words=_words(difference, tolerance, p, failed=failed),
    )  # fmt: skip


def _words(difference: float, tolerance: float, p: float | None, *, failed: bool) -> str:
    if math.isnan(difference):
        return "it has no value on the questions of the baseline"
    said = f"{signed(difference)}, tolerance {figure(tolerance)}"
    if p is not None:
        return f"{said}, one-sided p {chance(p)}" + ("" if failed else ": may be chance")
    return f"{said}, outside the baseline's interval" if failed else said


def _slim_record(record: Record) -> Record:
    return Record(
        id=record.id, question="", type=record.type, scores=record.scores,
        answerable=record.answerable, answered=record.answered, confidence=record.confidence,
        right=record.right, error=None if record.error is None else "failed",
    )  # fmt: skip


def _row(check: Check) -> tuple[str, ...]:
    if check.metric in NEVER:
        figures = (f"{check.old:g}", f"{check.new:g}", f"{check.difference:+g}")
    else:
        figures = (figure(check.old), figure(check.new), signed(check.difference))
    return (check.metric, *figures, "failed" if check.failed else "ok")
