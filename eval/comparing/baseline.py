"""Baselines to commit: what the gate needs from a report, without copyrighted text."""

from pathlib import Path

import msgspec

from eval.records import Record, Report
from eval.reports.files import make_folder, save


def slim(report: Report) -> Report:
    """Return the parts of a report that the gate needs, without text of questions or articles.

    The command is left out too, since it names folders of the machine.
    """
    records = [_slim_record(record) for record in report.records]
    return msgspec.structs.replace(report, records=records, by_type={}, command="")


def save_baseline(report: Report, path: Path) -> None:
    """Write the slim report, one record per line."""
    make_folder(path.parent)
    save(slim(report), path)


def _slim_record(record: Record) -> Record:
    return Record(
        id=record.id, question="", type=record.type, group=record.group, scores=record.scores,
        answerable=record.answerable, answered=record.answered, confidence=record.confidence,
        right=record.right, maybe=record.maybe, maybe_right=record.maybe_right,
        error=None if record.error is None else "failed",
    )  # fmt: skip
