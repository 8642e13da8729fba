"""Fits how likely a provisional answer is to stay first.

    python -m eval.training.ahead --set service/demo DEMO --set QUESTIONS FOLDER [--write]

Each question is asked as a stream asks it. Each time that one more window is read, it is noted what
leads, and afterwards whether it still does. Folds are of whole questions.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold, cross_val_predict  # type: ignore[import-untyped]

from eval.components.inquiry_of_case import inquiry_of_case
from eval.questions import Case
from eval.sets import load
from eval.support.files import write_json
from eval.training.confidence.negatives import searched
from service.answers.matches import least_confidence
from service.candidates import Candidate, Unfinished
from service.engine import Engine
from service.reading.ahead import WEIGHTS_FILE, Model
from service.settings import load as load_settings
from service.telling import listening

NAMES = ("leading", "rival", "unread", "alone")
_POINTS = (0.95, 0.9, 0.85, 0.8, 0.75)
_FOLDS = 10
_DIGITS = 3


class Noted(Struct, frozen=True):
    """What led when some of the windows were read."""

    question: int
    features: dict[str, float]
    has_lasted: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--set", nargs=2, action="append", required=True, metavar=("QUESTIONS", "FOLDER")
    )
    parser.add_argument("--write", action="store_true", help="write the weights")
    options = parser.parse_args(arguments)
    noted: list[Noted] = []
    for questions, folder in options.set:
        noted += _noted(Path(questions), folder, len(noted))
    weights = _fit(noted)
    _print(noted, weights)
    if options.write:
        write_json(WEIGHTS_FILE, weights)


def _noted(questions: Path, folder: str, start: int) -> list[Noted]:
    engine = Engine(load_settings({}, data=folder, reader="span"))
    engine.open()
    cases = [case for case in load(questions).cases if case.group != "held_out"]
    noted = [
        one
        for number, case in enumerate(track(cases, f"asking {questions.name}"), start)
        for one in _asked(engine, case, number)
    ]
    engine.close()
    return noted


def _asked(engine: Engine, case: Case, number: int) -> Iterator[Noted]:
    """What led on the way to the answer of one question, as far as it could be told."""
    asked = inquiry_of_case(engine, case)
    found = searched(asked.opened, asked.query, asked.vector, asked.question.speakers)
    told: list[Unfinished] = []
    with listening(lambda news: told.append(news) if isinstance(news, Unfinished) else None):
        read = engine.reader.read(asked.question, asked.vector, found, asked.opened)
    for unfinished in told:
        leading = unfinished.candidates[0]
        if leading.confidence >= least_confidence(asked):
            yield Noted(number, unfinished.features, _place(leading) == _place(read[0]))


def _place(candidate: Candidate) -> tuple[object, ...]:
    return candidate.version_pk, candidate.quote


def _fit(noted: Sequence[Noted]) -> Model:
    fitted = _regression().fit(_rows(noted), _labels(noted))
    weights: dict[str, float] = dict(
        zip(NAMES, fitted.coef_[0].round(_DIGITS).tolist(), strict=True)
    )
    return Model(
        bias=round(float(fitted.intercept_[0]), _DIGITS),
        features=weights,
        fitted_on=f"{len(noted)} times in {len({one.question for one in noted})} questions of the "
        "demo and of RealTimeQA (1,390 articles); python -m eval.training.ahead",
    )


def _print(noted: Sequence[Noted], weights: Model) -> None:
    groups = [one.question for one in noted]
    likely: NDArray[np.float64] = np.asarray(
        cross_val_predict(
            _regression(),
            _rows(noted),
            _labels(noted),
            groups=groups,
            cv=GroupKFold(_FOLDS),
            method="predict_proba",
        )
    )[:, 1]
    table = Table("at least so likely", "questions", "of all of these", "still first in the end")
    for point in _POINTS:
        # The first time counts: then it is told.
        first: dict[int, bool] = {}
        for one, probability in zip(noted, likely.tolist(), strict=True):
            if probability >= point:
                first.setdefault(one.question, one.has_lasted)
        lasted = sum(first.values()) / max(1, len(first))
        share = len(first) / len(set(groups))
        table.add_row(f"{point:.2f}", f"{len(first)}", f"{share:.3f}", f"{lasted:.3f}")
    Console().print(table, weights)


def _regression() -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=1000)


def _rows(noted: Sequence[Noted]) -> NDArray[np.float64]:
    return np.array([[one.features[name] for name in NAMES] for one in noted])


def _labels(noted: Sequence[Noted]) -> NDArray[np.bool_]:
    return np.array([one.has_lasted for one in noted])


if __name__ == "__main__":
    main()
