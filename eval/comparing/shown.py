"""Comparisons in every form: tables on a terminal, Markdown, one HTML page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from eval.reports.formatting import NOTHING, chance, counted, figure, interval, one_line, signed
from eval.reports.markdown import escaped, table
from eval.reports.pages import render_page
from eval.reports.terminal import print_table, print_words

if TYPE_CHECKING:
    from rich.console import Console

    from eval.comparing.changes import Change, Comparison, Fact, Flip, Speed
    from eval.records import Record

OTHER_RUN = "other run, other noise"
"""Said of every time, rate and amount of memory."""
_CHANGES = ("metric", "old", "new", "difference", "95 % interval", "p")
_SPEEDS = ("metric", "old", "new", "new / old", "95 % interval")
_WIDTH = 110
_FEW = 10
_MANY = 20


def show_comparison(comparison: Comparison, console: Console) -> None:
    """Print what differs in the making, the metrics, the speeds and the flipped questions."""
    print_words(console, title(comparison), "bold")
    for warning in comparison.warnings:
        print_words(console, warning, "yellow")
    if comparison.facts:
        rows = [(f"{f.subject}: {f.name}", *fact_values(f)) for f in comparison.facts]
        print_table(console, "Made otherwise", ("what", "old", "new"), rows)
    print_table(console, about(comparison), _CHANGES, map(_change_row, comparison.changes))
    if comparison.speeds:
        title_of_speeds = f"Speed and memory ({OTHER_RUN})"
        print_table(console, title_of_speeds, _SPEEDS, map(_speed_row, comparison.speeds))
    for flip in comparison.flips[:_MANY]:
        print_words(console, f"{flip.turned.value}: {one_line(question(flip), _WIDTH)}", "bold")
        print_words(console, f"old: {one_line(first_answer(flip.old), _WIDTH)}", indent=2)
        print_words(console, f"new: {one_line(first_answer(flip.new), _WIDTH)}", indent=2)
    if (rest := len(comparison.flips) - _MANY) > 0:
        print_words(console, f"and {counted(rest, 'more flipped question')}: see the page")
    for line in alone(comparison):
        print_words(console, line)


def comparison_markdown(comparison: Comparison) -> str:
    """The same for a pull request, with the first flipped questions."""
    rows = [(escaped(row[0]), *row[1:]) for row in map(_change_row, comparison.changes)]
    speeds = [(escaped(row[0]), *row[1:]) for row in map(_speed_row, comparison.speeds)]
    parts = [
        f"## {escaped(title(comparison))}",
        *(f"**{escaped(warning)}**" for warning in comparison.warnings),
        "\n".join(map(_fact_line, comparison.facts)),
        f"{escaped(about(comparison))}.",
        table(_CHANGES, rows),
        f"{OTHER_RUN}:" if speeds else "",
        table(_SPEEDS, speeds),
        _flips(comparison),
        "\n\n".join(map(escaped, alone(comparison))),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def comparison_page(comparison: Comparison) -> str:
    """One self-contained page.

    Raises:
        SettingsError: jinja2 is not installed.
    """
    return render_page(
        "compare.html", comparison=comparison, title=title(comparison), about=about(comparison),
        counts=turned_counts(comparison), alone=alone(comparison), first_answer=first_answer,
        fact_values=fact_values, change_band=change_band, other_run=OTHER_RUN,
        better=better_word, signed=signed, question=question,
    )  # fmt: skip


def title(comparison: Comparison) -> str:
    """What was compared."""
    return f"{comparison.old.name} → {comparison.new.name}"


def about(comparison: Comparison) -> str:
    """On how many questions, and how many of them flipped."""
    flipped = counted(len(comparison.flips), "flipped question")
    return f"{counted(comparison.matched, 'question')} in both reports, {flipped}"


def first_answer(record: Record) -> str:
    """What readers saw: the first quote, or that there was none and why."""
    if record.answered is False:
        return "no answer" + (f": {record.reason}" if record.reason else "")
    return record.found[0].quote if record.found else NOTHING


def question(flip: Flip) -> str:
    """Its words, or its id where the reports keep no words."""
    return flip.new.question or flip.old.question or flip.new.id


def turned_counts(comparison: Comparison) -> list[tuple[str, int]]:
    """How many questions flipped each way, the worst way first."""
    turned = [flip.turned.value for flip in comparison.flips]
    return [(value, turned.count(value)) for value in dict.fromkeys(turned)]


def fact_values(fact: Fact) -> tuple[str, str]:
    """Old and new value."""
    return fact.old or NOTHING, fact.new or NOTHING


def better_word(change: Change) -> str:
    """Say “better” or “worse” where the interval leaves 0 out, else nothing."""
    if change.better is None or not (change.low > 0 or change.high < 0):
        return ""
    return "better" if change.better else "worse"


def change_band(change: Change, changes: list[Change]) -> tuple[float, float, float] | None:
    """Where a difference and its interval stand, from 0 to 100 with no change at 50.

    All bars of a table have one scale: the farthest end of an interval is at the edge.
    """
    ends = [abs(end) for c in changes for end in (c.low, c.high) if math.isfinite(end)]
    if not math.isfinite(change.low) or not max(ends, default=0.0):
        return None
    scale = 50 / max(ends)
    return 50 + change.low * scale, 50 + change.high * scale, 50 + change.difference * scale


def alone(comparison: Comparison) -> list[str]:
    """The questions that only one report has, a line for each report."""
    both = (("old", comparison.only_old), ("new", comparison.only_new))
    return [
        f"Only in the {which} report: {counted(len(records), 'question')}: "
        + ", ".join(one_line(record.id, 40) for record in records[:_FEW])
        + (", …" if len(records) > _FEW else "")
        for which, records in both
        if records
    ]


def _change_row(change: Change) -> tuple[str, ...]:
    return (
        change.name, figure(change.old), figure(change.new), signed(change.difference),
        interval(change.low, change.high), chance(change.p),
    )  # fmt: skip


def _speed_row(speed: Speed) -> tuple[str, ...]:
    return (
        speed.name, figure(speed.old, speed.unit), figure(speed.new, speed.unit),
        figure(speed.ratio), interval(speed.low, speed.high),
    )  # fmt: skip


def _fact_line(fact: Fact) -> str:
    old, new = fact_values(fact)
    return f"- {escaped(f'{fact.subject}: {fact.name}')}: {escaped(old)} → {escaped(new)}"


def _flips(comparison: Comparison) -> str:
    shown = [_flip_line(flip) for flip in comparison.flips[:_FEW]]
    rest = len(comparison.flips) - len(shown)
    return "\n".join([*shown, *([f"- and {rest:,} more"] if rest else [])])


def _flip_line(flip: Flip) -> str:
    old, new = (escaped(first_answer(record), _WIDTH) for record in (flip.old, flip.new))
    asked = escaped(question(flip), _WIDTH)
    return f"- **{flip.turned.value}**: {asked}  \n  old: {old}  \n  new: {new}"
