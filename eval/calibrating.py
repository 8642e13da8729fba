"""The steps of `dateline eval calibrate` after the run: fit, write, and tell."""

from pathlib import Path
from typing import TYPE_CHECKING

from eval.calibrate import Fitted, fit
from eval.records import Report
from index.errors import InvalidFieldError
from service.answers.calibration import FILE, Subject, save
from service.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

_TARGETS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)


def calibrate(report: Report, settings: Settings) -> tuple[Fitted, Path]:
    """Fit a report's confidences and write them into the data folder.

    Raises:
        InvalidFieldError: it is the report of a server, whose data folder is elsewhere, or it holds
            too little to fit.
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


def show(fitted: Fitted, console: "Console") -> None:
    """What calibration changed, and what each risk target would mean."""
    from rich.table import Table

    calibration = fitted.calibration
    scores = ", ".join(f"{name} {score:.4f}" for name, score in fitted.compared.items())
    console.print(
        f"{calibration.questions:,} questions; {calibration.method} is kept (Brier score, "
        f"cross-validated: {scores})"
    )
    table = Table("", "reader's own", "calibrated")
    for name, value in fitted.before.items():
        table.add_row(name, f"{value:.4f}", f"{fitted.after[name]:.4f}")
    console.print(table)
    targets = Table("risk target", "threshold", "wrong of the answered", "answered of all")
    for target in _TARGETS:
        point = calibration.point(target)
        if point is None:
            targets.add_row(f"{target:.0%}", "cannot be kept", "", "")
        else:
            row = f"{point.threshold:.3f}", f"{point.risk:.1%}", f"{point.coverage:.1%}"
            targets.add_row(f"{target:.0%}", *row)
    console.print(targets)
