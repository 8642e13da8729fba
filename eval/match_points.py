"""Fits the points of matches: `python -m eval.match_points REPORT... [--write]`.

The reports are those of `dateline eval run`. For each situation (a collection, one chosen article,
somebody's words) the points are the least confidences from which on at least nine of ten answers
are right, and between which at least two of three are. Half of the questions, by a hash of their
ids, fit them; what they are worth on the other half is printed. `--write` writes the points fitted
on all of them to `service/answers/matches.json`.
"""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.console import Console
from rich.table import Table

import service.answers.matches as matches
from eval.records import Record, Report
from eval.reports import read
from service.answers.matches import FILE, Fitted, Points, Situation
from service.questions.understand import asks_for_words, understand

_STRONG, _LIKELY = 0.9, 0.65
_LEAST = 15
"""So few answers prove nothing: there is no point above which there are fewer."""
_STEP = 0.05
_STEPS = 20


class Judged(Struct, frozen=True):
    """An answer that was shown: how sure it was, and whether it was right."""

    id: str
    situation: Situation
    confidence: float
    right: bool

    @property
    def is_held_out(self) -> bool:
        """Whether it is used for reporting only."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2 == 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, print, and write with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path, nargs="+", help="reports of `dateline eval run`")
    parser.add_argument("--write", action="store_true", help="write the points")
    options = parser.parse_args(arguments)
    reports = [read(path) for path in options.reports]
    answers = [one for report in reports for one in judged(report)]
    half = points_of([one for one in answers if not one.is_held_out])
    others = [one for one in answers if one.is_held_out]
    _print(Console(), "fitted on half, on the other half", half, others)
    every = points_of(answers)
    _print(Console(), "fitted on all, on the same", every, answers)
    if options.write:
        names = ", ".join(f"{report.name} ({len(report.records)})" for report in reports)
        fitted = Fitted(fitted_on=f"{names}; python -m eval.match_points", points=every)
        text = msgspec.json.format(msgspec.json.encode(fitted), indent=1)
        Path(matches.__file__).with_name(FILE).write_bytes(text + b"\n")


def judged(report: Report) -> list[Judged]:
    """The answers of a report of which it is known whether they are right."""
    is_given = report.data.get("passages") == "given"
    return [
        Judged(record.id, _situation(record, is_given=is_given), record.confidence, record.right)
        for record in report.records
        if record.answered and record.confidence is not None and record.right is not None
    ]


def points_of(answers: Sequence[Judged]) -> dict[Situation, Points]:
    """The points of each situation."""
    return {
        situation: fit([(a.confidence, a.right) for a in answers if a.situation is situation])
        for situation in Situation
    }


def fit(answers: Sequence[tuple[float, bool]]) -> Points:
    """The least confidences from which on enough of the answers are right, in steps of 5 %."""
    strong = _point(answers, _STRONG, 1.0)
    return Points(strong=strong, likely=min(strong, _point(answers, _LIKELY, strong)))


def _point(answers: Sequence[tuple[float, bool]], share: float, top: float) -> float:
    """The lowest step with enough right between it and the top; the top if there is none."""
    for step in range(_STEPS):
        low = round(step * _STEP, 2)
        within = [right for confidence, right in answers if low <= confidence <= top]
        if len(within) >= _LEAST and sum(within) >= share * len(within):
            return low
    return top


def _situation(record: Record, *, is_given: bool) -> Situation:
    if asks_for_words(understand(record.question)):
        return Situation.QUOTATIONS
    return Situation.ARTICLE if is_given else Situation.COLLECTION


def _print(
    console: Console, title: str, points: dict[Situation, Points], answers: Sequence[Judged]
) -> None:
    table = Table("situation", "match", "from", "answers", "right", title=title)
    for situation, own in points.items():
        for name, start in (("strong", own.strong), ("likely", own.likely), ("weak", 0.0)):
            found = [
                one.right
                for one in answers
                if one.situation is situation and own.match(one.confidence) == name
            ]
            share = f"{sum(found) / len(found):.2f}" if found else "–"
            table.add_row(situation.value, name, f"{start:.2f}", f"{len(found)}", share)
    console.print(table)


if __name__ == "__main__":
    main()
