"""Baselines to commit: what the gate needs of a report, and nobody else's text."""

from pathlib import Path

import msgspec

from eval.records import Record, Report
from eval.reports.files import make_folder, save


def slim(report: Report) -> Report:
    """Return a baseline to commit: nobody else's text, only what `judge` needs.

    The command is left out too: it names folders of the machine.
    """
    records = [_slim_record(record) for record in report.records]
    return msgspec.structs.replace(report, records=records, by_type={}, command="")


def save_baseline(report: Report, path: Path) -> None:
    """Write the slim report, one record a line.

    Raises:
        StoreError: the file cannot be written.
    """
    make_folder(path.parent)
    save(slim(report), path)


def _slim_record(record: Record) -> Record:
    return Record(
        id=record.id, question="", type=record.type, scores=record.scores,
        answerable=record.answerable, answered=record.answered, confidence=record.confidence,
        right=record.right, error=None if record.error is None else "failed",
    )  # fmt: skip
