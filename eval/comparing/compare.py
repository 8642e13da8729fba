"""`dateline eval compare`: what changed from one report to another, and which questions flipped."""

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from eval.comparing.changes import Change, Comparison, Fact, Flip, Speed, Turned
from eval.comparing.differences import Matching, ratio_of_percentiles
from eval.records import Metric, Record, Report
from eval.reports.files import make_folder
from index.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

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


def show(comparison: Comparison, console: "Console") -> None:
    """Print a comparison on a terminal."""
    from eval.comparing.shown import show_comparison

    show_comparison(comparison, console)


def markdown(comparison: Comparison) -> str:
    """Return a comparison for a pull request."""
    from eval.comparing.shown import comparison_markdown

    return comparison_markdown(comparison)


def html(comparison: Comparison) -> str:
    """Return a comparison as one self-contained page.

    Raises:
        SettingsError: jinja2 is not installed.
    """
    from eval.comparing.shown import comparison_page

    return comparison_page(comparison)


def write(comparison: Comparison, folder: Path) -> list[Path]:
    """Write compare.html and compare.md; return the files.

    Raises:
        SettingsError: jinja2 is not installed.
        StoreError: a file cannot be written.
    """
    from eval.reports.writing import write_text

    make_folder(folder)
    page = write_text(folder / "compare.html", html(comparison))
    return [page, write_text(folder / "compare.md", markdown(comparison))]


def hashes(report: Report) -> dict[str, str]:
    """What the report says of its data that must not differ: its SHA-256 sums."""
    return {
        name: value
        for name, value in report.data.items()
        if "sha" in name.lower() or re.fullmatch(r"(sha256:)?[0-9a-f]{64}", value)
    }


def _change(old: Metric, new: Metric, matching: Matching, seed: int) -> Change:
    sides = matching.sides(new.name)
    if sides is None:
        return Change(
            name=new.name, old=old.value, new=new.value, difference=new.value - old.value,
            low=math.nan, high=math.nan, p=None, count=0, higher_is_better=new.higher_is_better,
        )  # fmt: skip
    found = sides.test(seed)
    return Change(
        name=new.name, old=sides.old, new=sides.new, difference=found.value, low=found.low,
        high=found.high, p=None if math.isnan(found.p) else float(found.p), count=sides.count,
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
        Flip(turned, one, other)
        for one, other in matching.pairs
        if (turned := _turned(one, other)) is not None
    ]
    order = list(Turned)
    return sorted(found, key=lambda flip: order.index(flip.turned))


def _turned(old: Record, new: Record) -> Turned | None:
    """How it flipped: whether an answer is given counts before whether it is right."""
    if old.error is not None or new.error is not None:
        return None
    if None not in (old.answered, new.answered) and old.answered != new.answered:
        return Turned.ANSWERED if new.answered else Turned.REFUSED
    # Nobody sees a candidate that is held back both times.
    if new.answered is not False and None not in (old.right, new.right) and old.right != new.right:
        return Turned.MENDED if new.right else Turned.BROKEN
    return None


def _warnings(old: Report, new: Report, matching: Matching) -> list[str]:
    found: list[str] = []
    if hashes(old) != hashes(new):
        found.append("The data differ: a change may come from the questions or articles alone.")
    if not matching.pairs:
        found.append("No question is in both reports: nothing can be tested.")
    elif matching.only_old or matching.only_new:
        found.append("Some questions are in one report alone: figures are of those in both.")
    if failed := sum(1 for pair in matching.pairs if any(r.error is not None for r in pair)):
        found.append(f"Questions that failed in either report and count in no figure: {failed:,}.")
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
