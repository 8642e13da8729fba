"""Calibration: fits a reader's confidence to questions with known answers.

`dateline eval calibrate` fits it and writes `calibration.json` into the data folder:

    reader's confidence --map--> probability of being right --threshold--> answer or none

The threshold follows from a risk target: as many questions as possible are answered while at most
that share of the answers is wrong, as far as the measured questions can prove it (selective
classification, Geifman & El-Yaniv 2017). A measurement with one reader, embedder and search says
nothing about another, so a calibration names them and is refused if they differ.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from index.errors import SettingsError
from index.files.durable import make_data_folder, write_durably
from service.candidates import Candidate

FILE = "calibration.json"
_FORMAT = 1
_AGAIN = "run `dateline eval calibrate` again, or delete the file to do without one"


class RiskPoint(Struct, frozen=True, array_like=True):
    """What was measured when all answers of at least this confidence were given."""

    threshold: float
    risk: float
    """Share of the answered questions whose first answer was wrong."""
    coverage: float
    """Share of all questions that were answered."""
    bound: float
    """An upper bound of the true risk at odds of three to one: few answers prove little."""


class Subject(Struct, frozen=True, kw_only=True):
    """What was calibrated."""

    embedder: str
    reader: str
    search: str


class Calibration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fitted map of confidences, and the risk at each threshold."""

    subject: Subject
    created: str
    questions: int
    """How many questions with known answers it was fitted on."""
    fitted_on: str
    """The question set and its SHA-256."""
    method: str
    """"isotonic" or "platt": the one with the smaller error in cross-validation."""
    x: list[float]
    """The reader's confidences, ascending."""
    y: list[float]
    """Their probabilities, never descending; interpolated linearly."""
    curve: list[RiskPoint]
    """By descending threshold, which is a probability."""
    format: int = _FORMAT

    @property
    def fingerprint(self) -> str:
        """Changes with anything that changes probabilities."""
        return f"{self.method}-{self.created}"

    def probabilities(self, confidences: Sequence[float]) -> NDArray[np.float64]:
        """The probability of being right behind each of the reader's confidences."""
        return np.interp(np.asarray(confidences, np.float64), self.x, self.y)

    def apply(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates with calibrated confidences, in the same order."""
        calibrated = self.probabilities([candidate.confidence for candidate in candidates])
        return [
            structs.replace(candidate, confidence=confidence)
            for candidate, confidence in zip(candidates, calibrated.tolist(), strict=True)
        ]

    def point(self, risk: float) -> RiskPoint | None:
        """The point with the highest coverage at this risk or less; None if there is none."""
        return next((point for point in reversed(self.curve) if point.bound <= risk), None)

    def threshold(self, risk: float) -> float:
        """The lowest confidence at which no more than `risk` of the answers were wrong.

        Raises:
            SettingsError: no threshold guarantees that risk; the message says which one can be.
        """
        point = self.point(risk)
        if point is None:
            least = min((point.bound for point in self.curve), default=1.0)
            raise SettingsError(
                f"risk_target {risk:g}: this reader cannot guarantee it; the lowest risk that "
                f"{self.fitted_on} proves is {least:.3f}. Set a higher target, or set "
                "min_confidence instead"
            )
        return point.threshold


def load(path: Path, subject: Subject) -> Calibration | None:
    """Read the calibration of a data folder; None if there is none.

    Raises:
        SettingsError: it is damaged, or was made for another model or search.
    """
    try:
        calibration = msgspec.json.decode(path.read_bytes(), type=Calibration)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(f"{path}: {exc}; {_AGAIN}") from exc
    if calibration.format != _FORMAT:
        raise SettingsError(f"{path}: format {calibration.format}, not {_FORMAT}; {_AGAIN}")
    for name in subject.__struct_fields__:
        fitted, used = getattr(calibration.subject, name), getattr(subject, name)
        if fitted != used:
            raise SettingsError(f"{path}: made for the {name} {fitted}, not {used}; {_AGAIN}")
    return calibration


def save(path: Path, calibration: Calibration) -> None:
    """Write it whole or not at all; creates the data folder if needed.

    Raises:
        StoreError: it cannot be written.
    """
    make_data_folder(path.parent)
    write_durably(path, msgspec.json.format(msgspec.json.encode(calibration), indent=1))
