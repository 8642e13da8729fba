"""Comparisons in all forms: tables on a terminal, Markdown, one HTML page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from eval.reports.files import make_folder
from eval.reports.formatting import NOTHING, chance, counted, figure, interval, one_line, signed
from eval.reports.markdown import escaped, table
from eval.reports.pages import render_page
from eval.reports.terminal import print_line, print_table
from eval.reports.writing import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from eval.comparing.changes import Change, Comparison, Fact, Flip, Speed
    from eval.records import Record

NOISE_NOTE = "each run has its own noise"
"""Shown with every time, rate and amount of memory."""
_CHANGES = ("metric", "old", "new", "difference", "95 % interval", "p")
_SPEEDS = ("metric", "old", "new", "new / old", "95 % interval")
_WIDTH = 110
_FEW = 10
_MANY = 20


def show(comparison: Comparison, console: Console) -> None:
    """Print the differences in setup, metrics and speed, and the flipped questions."""
    print_line(console, title(comparison), "bold")
    for warning in comparison.warnings:
        print_line(console, warning, "yellow")
    if comparison.facts:
        rows = [(f"{f.subject}: {f.name}", *fact_values(f)) for f in comparison.facts]
        print_table(console, "Differences in setup", ("what", "old", "new"), rows)
    print_table(console, about(comparison), _CHANGES, map(_change_row, comparison.changes))
    if comparison.speeds:
        title_of_speeds = f"Speed and memory ({NOISE_NOTE})"
        print_table(console, title_of_speeds, _SPEEDS, map(_speed_row, comparison.speeds))
    for flip in comparison.flips[:_MANY]:
        print_line(console, f"{flip.kind.value}: {one_line(question(flip), _WIDTH)}", "bold")
        print_line(console, f"old: {one_line(first_answer(flip.old), _WIDTH)}", indent=2)
        print_line(console, f"new: {one_line(first_answer(flip.new), _WIDTH)}", indent=2)
    if (rest := len(comparison.flips) - _MANY) > 0:
        print_line(console, f"and {counted(rest, 'more flipped question')}: see the HTML page")
    for line in unmatched(comparison):
        print_line(console, line)


def markdown(comparison: Comparison) -> str:
    """Return a comparison for a pull request, with the first flipped questions."""
    rows = [(escaped(row[0]), *row[1:]) for row in map(_change_row, comparison.changes)]
    speeds = [(escaped(row[0]), *row[1:]) for row in map(_speed_row, comparison.speeds)]
    parts = [
        f"## {escaped(title(comparison))}",
        *(f"**{escaped(warning)}**" for warning in comparison.warnings),
        "\n".join(map(_fact_line, comparison.facts)),
        f"{escaped(about(comparison))}.",
        table(_CHANGES, rows),
        f"Speed and memory ({NOISE_NOTE}):" if speeds else "",
        table(_SPEEDS, speeds),
        _flips(comparison),
        "\n\n".join(map(escaped, unmatched(comparison))),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def html(comparison: Comparison) -> str:
    """Return a comparison as one self-contained page.

    Raises:
        SettingsError: jinja2 is not installed.
    """
    return render_page(
        "compare.html", comparison=comparison, title=title(comparison), about=about(comparison),
        counts=flip_counts(comparison), unmatched=unmatched(comparison), first_answer=first_answer,
        fact_values=fact_values, change_band=change_band, noise_note=NOISE_NOTE,
        better=better_word, signed=signed, question=question,
    )  # fmt: skip


def write(comparison: Comparison, folder: Path) -> list[Path]:
    """Write compare.html and compare.md; return the files.

    Raises:
        SettingsError: jinja2 is not installed.
        StoreError: a file cannot be written.
    """
    make_folder(folder)
    page = write_text(folder / "compare.html", html(comparison))
    return [page, write_text(folder / "compare.md", markdown(comparison))]


def title(comparison: Comparison) -> str:
    """The names of the two reports."""
    return f"{comparison.old.name} → {comparison.new.name}"


def about(comparison: Comparison) -> str:
    """How many questions were compared, and how many of them flipped."""
    flipped = counted(len(comparison.flips), "flipped question")
    return f"{counted(comparison.matched, 'question')} in both reports, {flipped}"


def first_answer(record: Record) -> str:
    """What users saw: the first quote, or that there was no answer and why."""
    if record.maybe and record.found:
        return f"maybe: {record.found[0].quote}"
    if record.answered is False:
        return "no answer" + (f": {record.reason}" if record.reason else "")
    return record.found[0].quote if record.found else NOTHING


def question(flip: Flip) -> str:
    """Its text, or its id if the reports contain no text."""
    return flip.new.question or flip.old.question or flip.new.id


def flip_counts(comparison: Comparison) -> list[tuple[str, int]]:
    """How many questions flipped each way, worst first."""
    kinds = [flip.kind.value for flip in comparison.flips]
    return [(value, kinds.count(value)) for value in dict.fromkeys(kinds)]


def fact_values(fact: Fact) -> tuple[str, str]:
    """Old and new value."""
    return fact.old or NOTHING, fact.new or NOTHING


def better_word(change: Change) -> str:
    """“better” or “worse” if the interval excludes 0, else empty."""
    if change.better is None or not (change.low > 0 or change.high < 0):
        return ""
    return "better" if change.better else "worse"


def change_band(change: Change, changes: list[Change]) -> tuple[float, float, float] | None:
    """The ends of a difference's interval and the difference, from 0 to 100; 50 is no change.

    All bars in a table share one scale: the farthest end of any interval is at the edge.
    """
    ends = [abs(end) for c in changes for end in (c.low, c.high) if math.isfinite(end)]
    if not math.isfinite(change.low) or not max(ends, default=0.0):
        return None
    scale = 50 / max(ends)
    return 50 + change.low * scale, 50 + change.high * scale, 50 + change.difference * scale


def unmatched(comparison: Comparison) -> list[str]:
    """The questions that are in one report only, one line per report."""
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
    return f"- **{flip.kind.value}**: {asked}  \n  old: {old}  \n  new: {new}"
