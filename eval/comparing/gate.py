"""`dateline eval gate`: whether a report is as good as its baseline, allowing for chance.

A metric fails if it got worse by more than its tolerance and chance is an unlikely cause: the
one-sided p is below .05. The test is the paired randomisation of `eval.metrics.intervals`:
swapping the two runs' results question by question gives differences that are symmetric around 0,
so half of its two-sided p is the one-sided p of a drop.
"""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from eval.comparing.compare import hashes
from eval.comparing.differences import Matching
from eval.metrics.maybes import MAYBES
from eval.records import Metric, Report
from eval.reports.formatting import NOTHING, chance, counted, figure, signed
from index.errors import InvalidFieldError

if TYPE_CHECKING:
    from rich.console import Console

TOLERANCE = 0.01
"""Drop of a share that is tolerated without a test."""
TOLERANCES = {
    **dict.fromkeys(("answerable AUROC", "right AUROC", "ECE", "AURC"), 0.03),
    **dict.fromkeys(("coverage at 5 % risk", "coverage at 10 % risk"), 0.15),
}
"""For metrics that a few questions move by more: if 1 % of 500 to 1000 invented judgements flip
at random, the first four move by up to .03, and the largest coverage within a risk by up to .19."""
SIGNIFICANT = 0.05
ZERO_TOLERANCE = frozenset({"law violations", "errors"})
"""A single additional one fails, without a test."""
UNDIRECTED = frozenset({MAYBES, f"{MAYBES[:-1]} turns"})
"""Metrics without a better direction: a former refusal may become a maybe, or an answer."""
_ROUNDING = 1e-9
_NAMED = 5
_SEED = 0


class Check(Struct, frozen=True, kw_only=True):
    """One metric or property that was checked."""

    metric: str
    """Or "kind", "data", "options", "questions"."""
    old: float = math.nan
    new: float = math.nan
    difference: float = math.nan
    """New minus old."""
    p: float | None = None
    """One-sided; None if no test was needed or possible."""
    failed: bool
    explanation: str


class Verdict(Struct, frozen=True):
    """Whether a report passes, and why."""

    passed: bool
    checks: list[Check]


def judge(
    baseline: Report, report: Report, tolerances: Mapping[str, float] | None = None
) -> Verdict:
    """Compare a report with its baseline.

    Every share in the baseline is gated, with the tolerance given or its default (`TOLERANCES`,
    else `TOLERANCE`). Times, rates and memory are gated only if `tolerances` names them, as the
    fraction by which they may get worse (.5: up to 1.5 times as slow); they are not tested, since
    each run has its own noise. The same holds for shares that have neither parts by question nor
    an interval.

    Raises:
        InvalidFieldError: a tolerance is negative, not finite, or for an unknown metric.
    """
    given = tolerances or {}
    _check_tolerances(given, baseline)
    checks = [*_same_questions(baseline, report), *_metrics(baseline, report, given)]
    return Verdict(not any(check.failed for check in checks), checks)


def show(verdict: Verdict, console: "Console") -> None:
    """Print every check, failures last, and the verdict."""
    from eval.reports.terminal import print_line, print_table

    head = ("metric", "old", "new", "difference", "")
    rows = [_row(check) for check in sorted(verdict.checks, key=lambda check: check.failed)]
    print_table(console, "Gate", head, rows)
    for check in verdict.checks:
        if check.failed:
            print_line(console, f"{check.metric}: {check.explanation}", "red")
    print_line(console, "passed" if verdict.passed else "failed", "bold")


def _check_tolerances(tolerances: Mapping[str, float], baseline: Report) -> None:
    known = {metric.name for metric in baseline.metrics}
    for name, tolerance in tolerances.items():
        if name not in known:
            raise InvalidFieldError("tolerances", f"the baseline has no metric “{name}”")
        if not 0 <= tolerance < math.inf:
            raise InvalidFieldError("tolerances", f"{name}: {tolerance} is not 0 or more")


def _same_questions(baseline: Report, report: Report) -> Iterator[Check]:
    if baseline.kind != report.kind:
        explanation = f"the baseline measures {baseline.kind}, the report {report.kind}"
        yield Check(metric="kind", failed=True, explanation=explanation)
    if hashes(baseline) != hashes(report):
        explanation = (
            "the question set differs from the one the baseline was made from: measure that one, "
            "or make a new baseline and explain it in the commit"
        )
        yield Check(metric="data", failed=True, explanation=explanation)
    yield from _other_options(baseline, report)
    measured = {record.id for record in report.records}
    missing = [record.id for record in baseline.records if record.id not in measured]
    if missing:
        named = ", ".join(missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
        explanation = f"{counted(len(missing), 'question')} of the baseline not measured: {named}"
        yield Check(metric="questions", failed=True, explanation=explanation)


def _other_options(baseline: Report, report: Report) -> Iterator[Check]:
    # Extra questions are fine; only the baseline's are compared.
    names = {*baseline.options, *report.options} - {"questions"}
    before, after = baseline.options, report.options
    changed = [
        f"{name} {before.get(name, NOTHING)} before, {after.get(name, NOTHING)} now"
        for name in sorted(names)
        if before.get(name) != after.get(name)
    ]
    if changed:
        explanation = f"{'; '.join(changed)}: measure with the options of the baseline"
        yield Check(metric="options", failed=True, explanation=explanation)


def _metrics(baseline: Report, report: Report, tolerances: Mapping[str, float]) -> Iterator[Check]:
    matching = Matching(baseline, report)
    now = {metric.name: metric for metric in report.metrics}
    before = {metric.name for metric in baseline.metrics}
    for name in sorted(ZERO_TOLERANCE & set(now) - before):
        yield _zero_tolerance(now[name], baseline, report)
    for metric in baseline.metrics:
        tolerance = tolerances.get(metric.name, _default(metric))
        if metric.name in ZERO_TOLERANCE and metric.name in now:
            yield _zero_tolerance(now[metric.name], baseline, report)
        elif tolerance is not None:
            given = metric.name in tolerances
            yield _metric(metric, now.get(metric.name), matching, tolerance, given=given)


def _metric(
    old: Metric, new: Metric | None, matching: Matching, tolerance: float, *, given: bool
) -> Check:
    if new is None or math.isnan(new.value):
        return Check(metric=old.name, old=old.value, failed=True, explanation="no longer measured")
    if old.unit:
        return _ratio(old, new, tolerance)
    if given or not _is_untestable(old, matching):
        return _share(old, new, matching, tolerance)
    return Check(
        metric=old.name, old=old.value, new=new.value, difference=new.value - old.value,
        failed=False, explanation="not gated without a tolerance: its noise is unknown",
    )  # fmt: skip


def _is_untestable(metric: Metric, matching: Matching) -> bool:
    """Whether a share has neither parts by question nor an interval."""
    return metric.low == metric.high and matching.paired(metric.name) is None


def _default(metric: Metric) -> float | None:
    if metric.unit or metric.name.rpartition(": ")[2] in UNDIRECTED:
        return None
    return TOLERANCES.get(metric.name, TOLERANCE)


def _zero_tolerance(metric: Metric, baseline: Report, report: Report) -> Check:
    before, after = _total(metric.name, baseline), _total(metric.name, report)
    failed = after > before + _ROUNDING
    return Check(
        metric=metric.name, old=before, new=after, difference=after - before,
        failed=failed,
        explanation=f"{after:g}, {before:g} before" if failed else "no more than before",
    )  # fmt: skip


def _total(name: str, report: Report) -> float:
    """How many there were; the metric's value if no record has it, 0 without the metric."""
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
        failed=failed,
        explanation=f"{values}: worse by more than {tolerance:.0%}" if failed else values,
    )  # fmt: skip


def _share(old: Metric, new: Metric, matching: Matching, tolerance: float) -> Check:
    both = matching.paired(old.name)
    before, after = (old.value, new.value) if both is None else (both.old, both.new)
    difference = after - before
    worse = -difference if old.higher_is_better else difference
    failed, p = worse > tolerance + _ROUNDING, None
    if math.isnan(worse):
        failed = True
    elif failed and both is None:
        failed = not old.low <= new.value <= old.high
    elif failed and both is not None:
        p = float(both.test(_SEED).p) / 2
        failed = p < SIGNIFICANT
    return Check(
        metric=old.name, old=before, new=after, difference=difference, p=p,
        failed=failed, explanation=_explanation(difference, tolerance, p, failed=failed),
    )  # fmt: skip


def _explanation(difference: float, tolerance: float, p: float | None, *, failed: bool) -> str:
    if math.isnan(difference):
        return "it has no value on the questions of the baseline"
    drop = f"{signed(difference)}, tolerance {figure(tolerance)}"
    if p is not None:
        return f"{drop}, one-sided p {chance(p)}" + ("" if failed else ": may be chance")
    return f"{drop}, outside the baseline's interval" if failed else drop


def _row(check: Check) -> tuple[str, ...]:
    if check.metric in ZERO_TOLERANCE:
        figures = (f"{check.old:g}", f"{check.new:g}", f"{check.difference:+g}")
    else:
        figures = (figure(check.old), figure(check.new), signed(check.difference))
    return (check.metric, *figures, "failed" if check.failed else "ok")
