"""Fits what confidences are worth: `dateline eval calibrate SET`.

Two maps are tried by cross-validation, and the one with the smaller Brier score is kept: isotonic
regression (Zadrozny & Elkan 2002), and Platt's scaling of the log odds (Platt 1999). The risk at
each threshold is measured on the probabilities of questions that had no part in their own map, and
bounded from above by the binomial tail (Clopper & Pearson 1934, as in Geifman & El-Yaniv 2017), so
that a lucky few at the top are not taken for a reader that hardly errs.
"""

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eval.metrics.answerability import risk_coverage
from eval.metrics.calibration import brier, ece
from eval.records import Record, Report
from eval.runs.facts import now
from index.errors import InvalidFieldError, SettingsError
from service.calibration import Calibration, RiskPoint, Subject

# Before the questions are asked, which takes minutes.
try:
    from scipy.stats import beta  # type: ignore[import-untyped]
    from sklearn.isotonic import IsotonicRegression  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
    from sklearn.model_selection import StratifiedKFold  # type: ignore[import-untyped]
except ModuleNotFoundError as exc:
    raise SettingsError(
        f"calibrating needs the library {(exc.name or '').split('.')[0]}, which is not installed; "
        "run: pip install 'dateline[eval]'"
    ) from exc

FOLDS = 10
LEAST_QUESTIONS = 50
_ODDS = 0.75
_MOST_POINTS = 500
_EDGE = 1e-4
_DIGITS = 6

Floats = NDArray[np.float64]


class Map(Struct, frozen=True):
    """Confidences and their probabilities, linear in between."""

    x: list[float]
    y: list[float]

    def of(self, confidences: Floats) -> Floats:
        """The probabilities of these confidences."""
        return np.interp(confidences, self.x, self.y)


class Fitted(Struct, frozen=True, kw_only=True):
    """A calibration, and what cross-validation says of it."""

    calibration: Calibration
    before: dict[str, float]
    """ECE and Brier score of the reader's own confidences."""
    after: dict[str, float]
    """The same of the calibrated ones, each question by a map fitted without it."""
    compared: dict[str, float]
    """Brier score of each method."""


def fit(report: Report, subject: Subject, seed: int = 0) -> Fitted:
    """Fit a calibration on the records of a run without calibration.

    Raises:
        InvalidFieldError: too few questions with known answers, or all right, or all wrong.
    """
    confidences, right = _known(report.records)
    outside = {name: _cross_validated(fit, confidences, right, seed) for name, fit in _FITS.items()}
    compared = {name: brier(values, right) for name, values in outside.items()}
    method = min(compared, key=lambda name: (compared[name], name != "platt"))
    fitted = _FITS[method](confidences, right)
    return Fitted(
        calibration=Calibration(
            subject=subject,
            created=now(),
            questions=len(right),
            fitted_on=f"{report.name} ({report.data['question set'][:12]})",
            method=method,
            x=fitted.x,
            y=fitted.y,
            curve=risk_points(outside[method], right),
        ),
        before={"ECE": ece(confidences, right), "Brier": brier(confidences, right)},
        after={"ECE": ece(outside[method], right), "Brier": compared[method]},
        compared=compared,
    )


def risk_points(probabilities: Floats, right: Floats) -> list[RiskPoint]:
    """Thresholds with the risk, the coverage and the bound of the risk, by falling threshold."""
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
    """The risk that the true one is below with a probability of three in four.

    The one-sided bound of Clopper & Pearson (1934): with 0 wrong of 10 it is 1 - 0.25 ** (1 / 10).
    """
    return np.where(
        wrong < answered, beta.ppf(_ODDS, wrong + 1, np.maximum(answered - wrong, 1)), 1
    )


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
        all_of_them = "right" if right.min() else "wrong"
        raise InvalidFieldError("question set", f"all first answers are {all_of_them}")
    return confidences, right


def _cross_validated(
    fit: Callable[[Floats, Floats], Map], confidences: Floats, right: Floats, seed: int
) -> Floats:
    """The probability of each question, by a map that was fitted on the others."""
    few = int(min(right.sum(), len(right) - right.sum()))
    folds = StratifiedKFold(max(2, min(FOLDS, few)), shuffle=True, random_state=seed)
    outside = np.zeros(len(right))
    for inside, rest in folds.split(confidences, right):
        outside[rest] = fit(confidences[inside], right[inside]).of(confidences[rest])
    return outside


def _isotonic(confidences: Floats, right: Floats) -> Map:
    model = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    model.fit(confidences, right)
    return _map(model.X_thresholds_, model.y_thresholds_)


def _platt(confidences: Floats, right: Floats) -> Map:
    model = LogisticRegression(C=1e6)
    model.fit(_log_odds(confidences), right)
    x = 1 / (1 + np.exp(-np.linspace(-12, 12, 193)))
    return _map(x, model.predict_proba(_log_odds(x))[:, 1])


_FITS: dict[str, Callable[[Floats, Floats], Map]] = {"isotonic": _isotonic, "platt": _platt}


def _map(x: Floats, y: Floats) -> Map:
    # Not falling: where a fit runs the wrong way round, confidence says nothing.
    rising = np.maximum.accumulate(y)
    return Map(
        [round(v, _DIGITS) for v in x.tolist()], [round(v, _DIGITS) for v in rising.tolist()]
    )


def _log_odds(confidences: Floats) -> Floats:
    bounded = np.clip(confidences, _EDGE, 1 - _EDGE)
    return np.log(bounded / (1 - bounded)).reshape(-1, 1)
