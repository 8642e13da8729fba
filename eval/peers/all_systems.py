"""Measures all systems: reuses reports that are still valid, and records failures."""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import structs

from eval.peers.measuring import Task, failed_report, measure
from eval.peers.process import PeerError
from eval.peers.systems import Setup, System, code_hash, versions
from eval.records import Report
from eval.reports.files import read, report_file, save
from eval.support.files import hash_files
from index.errors import UnreadableFileError

_KEY = "key"


def measure_all(systems: Sequence[System], setup: Setup, task: Task, out: Path) -> Iterator[Report]:
    """One report per system, in order; each is kept in a subfolder of `out` named after it."""
    for system in systems:
        folder = out / system.name
        folder.mkdir(parents=True, exist_ok=True)
        yield _report(system, setup, task, folder)


def _report(system: System, setup: Setup, task: Task, folder: Path) -> Report:
    """The kept report, or a new one; a failed system is measured again next time."""
    try:
        found = versions(setup.python(system))
        key = _key(system, setup, task, found)
        kept = _kept(folder, key)
        if kept is not None:
            return kept
        print(
            f"{system.name}: starting with {len(task.sample.documents):,} articles", file=sys.stderr
        )
        report = measure(system, setup, task, folder / "worker.log")
    except PeerError as exc:
        return failed_report(system, setup, task, str(exc))
    report = structs.replace(report, versions=found, data=report.data | {_KEY: key})
    save(report, report_file(folder))
    return report


def _kept(folder: Path, key: str) -> Report | None:
    try:
        report = read(folder)
    except UnreadableFileError:
        return None
    return report if report.data.get(_KEY) == key else None


def _key(system: System, setup: Setup, task: Task, found: dict[str, str]) -> str:
    """A hash of everything that determines the figures, except the machine."""
    folder = setup.reader_of(system)
    reader = hash_files(folder.iterdir()) if folder else ""
    decides = [
        *(task.sample.sha256, task.seed, task.clients, task.limits.load, setup.threads),
        *(reader, setup.reader_dtype if reader else "", list(system.arguments)),
        setup.dtype if system.picks else None,
        *(sorted(found.items()), code_hash(system)),
    ]
    return hashlib.sha256(msgspec.json.encode(decides)).hexdigest()
