"""Fits the thresholds of match labels: `python -m eval.match_points REPORT... [--write]`.

The reports are those of `dateline eval run`. For each situation (a collection, one chosen article,
somebody's words), Platt scaling (Platt 1999) of the answers' confidences tells how probably an
answer is right; the points are the confidences at which that reaches 85 % and 60 %, so that about
nine of ten strong matches are right, and about seven of ten likely ones. Each report counts as much
as any other. Half of the questions, by a hash of their ids, fit points whose worth on the other
half is printed; `--write` writes those fitted on all of them to `service/answers/matches.json`.
"""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct, structs
from rich.console import Console
from rich.table import Table

from eval.calibrate import Floats, platt
from eval.records import Record, Report
from eval.reports import read
from eval.support.files import write_json
from service.answers import matches
from service.answers.matches import CALIBRATED, FILE, Points, Situation
from service.questions.understand import asks_for_words, understand

_STRONG, _LIKELY = 0.85, 0.6
_LEAST = 20
"""So few answers prove nothing: they fit no points."""
_STEP = 0.01
_STEPS = 100


class Judged(Struct, frozen=True):
    """An answer that was shown: how sure it was, and whether it was right."""

    id: str
    situation: Situation
    confidence: float
    right: bool
    weight: float
    """So that each report counts as much as any other."""

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
        made_of = f"{names}; python -m eval.match_points"
        fitted = structs.replace(matches.fitted(), fitted_on=made_of, points=every)
        write_json(Path(matches.__file__).with_name(FILE), fitted)


def judged(report: Report) -> list[Judged]:
    """The answers of a report of which it is known whether they are right."""
    is_given = report.data.get("passages") == "given"
    known = [
        (record, record.confidence, record.right)
        for record in report.records
        if record.answered and record.confidence is not None and record.right is not None
    ]
    return [
        Judged(
            id=record.id,
            situation=_situation(record, is_given=is_given),
            confidence=confidence,
            right=right,
            weight=1 / len(known),
        )
        for record, confidence, right in known
    ]


def points_of(answers: Sequence[Judged]) -> dict[Situation, Points]:
    """The points of each situation."""
    return {
        situation: fit([answer for answer in answers if answer.situation is situation])
        for situation in Situation
    }


def fit(answers: Sequence[Judged]) -> Points:
    """The points of some answers; where these prove nothing, those of true probabilities."""
    if len(answers) < _LEAST or len({answer.right for answer in answers}) == 1:
        return CALIBRATED
    mapped = platt(
        np.asarray([answer.confidence for answer in answers]),
        np.asarray([answer.right for answer in answers], np.float64),
        np.asarray([answer.weight for answer in answers]) * len(answers),
    )
    steps = np.asarray(np.arange(_STEPS + 1) * _STEP, np.float64)
    strong, likely = (_first(mapped.of(steps), least) for least in (_STRONG, _LIKELY))
    return Points(strong=strong, likely=likely)


def _first(probabilities: Floats, least: float) -> float:
    """The first step whose probability reaches it; 1 if none does."""
    reached = np.flatnonzero(probabilities >= least)
    return round(float(reached[0]) * _STEP, 2) if len(reached) else 1.0


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
