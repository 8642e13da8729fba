"""What changed between two reports, and which questions flipped: `dateline eval compare`."""

import math
import re
from collections.abc import Iterator, Mapping

from eval.comparing.changes import Change, Comparison, Fact, Flip, FlipKind, Speed
from eval.comparing.differences import Matching, ratio_of_percentiles
from eval.records import HELD_OUT, Metric, Record, Report
from index.errors import InputError

_PERCENTILE = re.compile(r"p(?P<percent>\d+) (?P<stage>.+)")


def compare(old: Report, new: Report, seed: int = 0) -> Comparison:
    """Match the records by id and compare every metric that both reports have.

    Raises:
        InputError: the reports measure different things.
    """
    if old.kind != new.kind:
        raise InputError(
            f"{old.name} measures {old.kind} and {new.name} measures {new.kind}: "
            "compare reports of one kind"
        )
    matching = Matching(old, new)
    before = {metric.name: metric for metric in old.metrics}
    both = [(before[metric.name], metric) for metric in new.metrics if metric.name in before]
    return Comparison(
        old=old, new=new, seed=seed, matched=len(matching.pairs),
        warnings=_warnings(old, new, matching), facts=list(_facts(old, new)),
        changes=[_change(*pair, matching, seed) for pair in both if not pair[1].unit],
        speeds=[_speed(*pair, matching, seed) for pair in both if pair[1].unit],
        flips=_flips(matching), only_old=matching.only_old, only_new=matching.only_new,
    )  # fmt: skip


def hashes(report: Report) -> dict[str, str]:
    """The SHA-256 sums of a report's data, which must not differ."""
    return {
        name: value
        for name, value in report.data.items()
        if "sha" in name.lower() or re.fullmatch(r"(sha256:)?[0-9a-f]{64}", value)
    }


def _change(old: Metric, new: Metric, matching: Matching, seed: int) -> Change:
    both = matching.paired(new.name)
    if both is None:
        return Change(
            name=new.name, old=old.value, new=new.value, difference=new.value - old.value,
            low=math.nan, high=math.nan, p=None, count=0, higher_is_better=new.higher_is_better,
        )  # fmt: skip
    found = both.test(seed)
    return Change(
        name=new.name, old=both.old, new=both.new, difference=found.value, low=found.low,
        high=found.high, p=None if math.isnan(found.p) else float(found.p), count=both.count,
        higher_is_better=new.higher_is_better,
    )  # fmt: skip


def _speed(old: Metric, new: Metric, matching: Matching, seed: int) -> Speed:
    ratio, low, high = (new.value / old.value if old.value else math.nan), math.nan, math.nan
    if (named := _PERCENTILE.fullmatch(new.name)) is not None:
        times = matching.times(named["stage"])
        found = ratio_of_percentiles(*times, int(named["percent"]), seed)
        if not math.isnan(found.value):
            ratio, low, high = found.value, found.low, found.high
    return Speed(name=new.name, unit=new.unit, old=old.value, new=new.value, ratio=ratio, low=low,
                 high=high)  # fmt: skip


def _flips(matching: Matching) -> list[Flip]:
    found = [
        Flip(kind, one, other)
        for one, other in matching.pairs
        if other.group != HELD_OUT and (kind := _flip_kind(one, other)) is not None
    ]
    order = list(FlipKind)
    return sorted(found, key=lambda flip: order.index(flip.kind))


def _flip_kind(old: Record, new: Record) -> FlipKind | None:
    """How a question flipped; a change in answering takes precedence over a change in rightness."""
    if old.error is not None or new.error is not None:
        return None
    if None not in (old.answered, new.answered) and old.answered != new.answered:
        return FlipKind.ANSWERED if new.answered else FlipKind.REFUSED
    # Users never see a candidate that is held back both times.
    if new.answered is not False and None not in (old.right, new.right) and old.right != new.right:
        return FlipKind.FIXED if new.right else FlipKind.BROKEN
    return None


def _warnings(old: Report, new: Report, matching: Matching) -> list[str]:
    found: list[str] = []
    if hashes(old) != hashes(new):
        found.append("The data differ: changes may be due to the questions or articles alone.")
    if not matching.pairs:
        found.append("The reports have no question in common: nothing can be tested.")
    elif matching.only_old or matching.only_new:
        found.append("Some questions are in one report only: figures are for those in both.")
    if failed := sum(1 for pair in matching.pairs if any(r.error is not None for r in pair)):
        found.append(f"Questions that failed in either report, not counted: {failed:,}.")
    return found


def _facts(old: Report, new: Report) -> Iterator[Fact]:
    run = (_run(old), _run(new))
    for subject, before, after in (
        ("run", *run), ("versions", old.versions, new.versions), ("models", old.models, new.models),
        ("options", old.options, new.options),
        ("settings", old.settings, new.settings), ("data", old.data, new.data),
        ("machine", old.machine, new.machine),
    ):  # fmt: skip
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                yield Fact(subject, name, before.get(name), after.get(name))


def _run(report: Report) -> Mapping[str, str]:
    return {"target": report.target, "seed": str(report.seed)}
