"""Fits confidences to known answers: `dateline eval calibrate SET`.

Two mappings are compared by cross-validation, and the one with the lower Brier score is kept:
isotonic regression (Zadrozny & Elkan 2002), and Platt scaling of the log odds (Platt 1999). The
risk at each threshold is measured on out-of-fold probabilities, and bounded from above by the
binomial tail (Clopper & Pearson 1934, as in Geifman & El-Yaniv 2017), so that a few lucky answers
at the top are not taken for a reader that hardly ever errs.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eval.metrics.answerability import risk_coverage
from eval.metrics.calibration import brier, ece
from eval.records import Record, Report
from eval.support.extras import require_library
from eval.support.machine import now
from index.errors import InvalidFieldError
from service.answers.calibration import FILE, Calibration, RiskPoint, Subject, save
from service.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

FOLDS = 10
LEAST_QUESTIONS = 50
_BOUND_CONFIDENCE = 0.75
_MOST_POINTS = 500
_EDGE = 1e-4
_DIGITS = 6
_RISK_TARGETS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)

Floats = NDArray[np.float64]


class Map(Struct, frozen=True):
    """A piecewise linear map from confidences to probabilities."""

    x: list[float]
    y: list[float]

    def of(self, confidences: Floats) -> Floats:
        """The probabilities of these confidences."""
        return np.interp(confidences, self.x, self.y)


class Fitted(Struct, frozen=True, kw_only=True):
    """A calibration and its cross-validated scores."""

    calibration: Calibration
    before: dict[str, float]
    """ECE and Brier score of the reader's raw confidences."""
    after: dict[str, float]
    """The same of the calibrated ones, each question mapped by a fit that excludes it."""
    compared: dict[str, float]
    """Brier score of each method."""


def calibrate(report: Report, settings: Settings) -> tuple[Fitted, Path]:
    """Fit a calibration to a report and write it into the data folder.

    Raises:
        InvalidFieldError: the report is of a server, whose data folder is elsewhere, or has too
            few questions to fit.
        SettingsError: scikit-learn or scipy is not installed.
    """
    if not {"embedder", "reader", "search"} <= report.models.keys():
        raise InvalidFieldError("url", "calibrate where the data folder is, without a server")
    subject = Subject(
        embedder=report.models["embedder"],
        reader=report.models["reader"],
        search=report.models["search"],
    )
    fitted = fit(report, subject, report.seed)
    path = settings.folder / FILE
    save(path, fitted.calibration)
    return fitted, path


def require_libraries() -> None:
    """Check that the libraries that fit are installed.

    Raises:
        SettingsError: one is not installed.
    """
    for library in ("sklearn", "scipy"):
        require_library(library, "calibrations")


def fit(report: Report, subject: Subject, seed: int = 0) -> Fitted:
    """Fit a calibration to the records of an uncalibrated run.

    Raises:
        InvalidFieldError: too few questions have known answers, or all are right, or all wrong.
        SettingsError: scikit-learn or scipy is not installed.
    """
    require_libraries()
    confidences, right = _known(report.records)
    held_out = {
        name: _cross_validated(method, confidences, right, seed)
        for name, method in _METHODS.items()
    }
    compared = {name: brier(values, right) for name, values in held_out.items()}
    best = min(compared, key=lambda name: (compared[name], name != "platt"))
    fitted = _METHODS[best](confidences, right)
    return Fitted(
        calibration=Calibration(
            subject=subject,
            created=now(),
            questions=len(right),
            fitted_on=f"{report.name} ({report.data['question set'][:12]})",
            method=best,
            x=fitted.x,
            y=fitted.y,
            curve=risk_points(held_out[best], right),
        ),
        before={"ECE": ece(confidences, right), "Brier": brier(confidences, right)},
        after={"ECE": ece(held_out[best], right), "Brier": compared[best]},
        compared=compared,
    )


def risk_points(probabilities: Floats, right: Floats) -> list[RiskPoint]:
    """Thresholds with their risk, coverage and risk bound, highest threshold first."""
    curve = risk_coverage(probabilities, right)
    answered = np.rint(curve.coverage * len(right))
    wrong = np.rint(curve.risk * answered)
    columns = (curve.threshold, curve.risk, curve.coverage, bounds(wrong, answered))
    points = [
        RiskPoint(*(round(value, _DIGITS) for value in row))
        for row in zip(*(column.tolist() for column in columns), strict=True)
    ]
    step = max(1, len(points) // _MOST_POINTS)
    return points[::-1][::step][::-1]


def bounds(wrong: Floats, answered: Floats) -> Floats:
    """The upper bound of the risk at 75 % confidence.

    The one-sided bound of Clopper & Pearson (1934): with 0 wrong of 10 it is 1 - 0.25 ** (1 / 10).
    """
    from scipy.stats import beta  # type: ignore[import-untyped]

    right = np.maximum(answered - wrong, 1)
    return np.where(wrong < answered, beta.ppf(_BOUND_CONFIDENCE, wrong + 1, right), 1)


def show(fitted: Fitted, console: "Console") -> None:
    """Print what calibration changed, and what each risk target would mean."""
    from rich.table import Table

    calibration = fitted.calibration
    scores = ", ".join(f"{name} {score:.4f}" for name, score in fitted.compared.items())
    console.print(
        f"{calibration.questions:,} questions; the {calibration.method} fit is kept "
        f"(cross-validated Brier scores: {scores})"
    )
    table = Table("", "raw", "calibrated")
    for name, value in fitted.before.items():
        table.add_row(name, f"{value:.4f}", f"{fitted.after[name]:.4f}")
    console.print(table)
    targets = Table("risk target", "threshold", "wrong among answered", "answered")
    for target in _RISK_TARGETS:
        point = calibration.point(target)
        if point is None:
            targets.add_row(f"{target:.0%}", "out of reach", "", "")
        else:
            row = f"{point.threshold:.3f}", f"{point.risk:.1%}", f"{point.coverage:.1%}"
            targets.add_row(f"{target:.0%}", *row)
    console.print(targets)


def _known(records: Sequence[Record]) -> tuple[Floats, Floats]:
    known = [
        (record.confidence, record.right)
        for record in records
        if record.error is None and record.right is not None and record.confidence is not None
    ]
    if len(known) < LEAST_QUESTIONS:
        raise InvalidFieldError(
            "question set",
            f"{len(known)} questions with known answers are too few; {LEAST_QUESTIONS} are needed",
        )
    confidences, right = (np.asarray(column, np.float64) for column in zip(*known, strict=True))
    if right.min() == right.max():
        outcome = "right" if right.min() else "wrong"
        raise InvalidFieldError("question set", f"all first answers are {outcome}")
    return confidences, right


def _cross_validated(
    method: Callable[[Floats, Floats], Map], confidences: Floats, right: Floats, seed: int
) -> Floats:
    """The probability of each question, by a map fitted to the other folds."""
    from sklearn.model_selection import StratifiedKFold  # type: ignore[import-untyped]

    few = int(min(right.sum(), len(right) - right.sum()))
    folds = StratifiedKFold(max(2, min(FOLDS, few)), shuffle=True, random_state=seed)
    held_out = np.zeros(len(right))
    for inside, outside in folds.split(confidences, right):
        held_out[outside] = method(confidences[inside], right[inside]).of(confidences[outside])
    return held_out


def _isotonic(confidences: Floats, right: Floats) -> Map:
    from sklearn.isotonic import IsotonicRegression  # type: ignore[import-untyped]

    model = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    model.fit(confidences, right)
    return _map(model.X_thresholds_, model.y_thresholds_)


def platt(confidences: Floats, right: Floats, weights: Floats | None = None) -> Map:
    """Platt scaling of the log odds."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    model = LogisticRegression(C=1e6)
    model.fit(_log_odds(confidences), right, sample_weight=weights)
    x = 1 / (1 + np.exp(-np.linspace(-12, 12, 193)))
    return _map(x, model.predict_proba(_log_odds(x))[:, 1])


_METHODS: dict[str, Callable[[Floats, Floats], Map]] = {"isotonic": _isotonic, "platt": platt}


def _map(x: Floats, y: Floats) -> Map:
    # Never falling: if a fit slopes the wrong way, confidence carries no information.
    rising = np.maximum.accumulate(y)
    return Map(
        [round(v, _DIGITS) for v in x.tolist()], [round(v, _DIGITS) for v in rising.tolist()]
    )


def _log_odds(confidences: Floats) -> Floats:
    bounded = np.clip(confidences, _EDGE, 1 - _EDGE)
    return np.log(bounded / (1 - bounded)).reshape(-1, 1)
