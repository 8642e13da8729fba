"""`make gate`: measures the committed samples and compares them with their baselines.

`python -m eval.comparing.committed_gates --update [NAME...]` measures again and writes new
baselines: do that in the commit that changes quality on purpose, and state there by how much.
"""

import argparse
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, convert
from rich.console import Console

from eval.comparing.baseline import save_baseline
from eval.comparing.gate import judge, show
from eval.records import Report
from eval.reports import read
from eval.runs.run import Options, run
from index.errors import DatelineError
from service.settings import load

PROJECT = Path(__file__).resolve().parents[2]
BASELINES = PROJECT / "eval" / "baselines"


class Gate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sample: the set, and how much of it is measured."""

    set: str
    questions: int | None = None
    articles: int | None = None
    searched: bool = False
    conversations: str | None = None
    """Instead of the set's questions, the conversations of this file that are over the set."""

    @property
    def path(self) -> Path:
        """Where the set is."""
        return PROJECT / self.set

    def options(self, library: Path) -> Options:
        """The options to measure it with; its articles are indexed in `library`."""
        return Options(
            questions=self.questions,
            articles=self.articles,
            searched=self.searched,
            by_type=False,
            bounds=False,
            conversations=PROJECT / self.conversations if self.conversations else None,
            library=library,
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and judge; exit status 1 if a gate failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these gates")
    parser.add_argument("--update", action="store_true", help="write the baselines")
    options = parser.parse_args(arguments)
    console = Console()
    with tempfile.TemporaryDirectory(prefix="dateline-gate-") as folder:
        failed = [
            name
            for name, gate in gates().items()
            if (not options.names or name in options.names)
            and not _passes(name, gate, console, Path(folder), update=options.update)
        ]
    if failed:
        console.print(f"failed: {', '.join(failed)}", style="red")
    sys.exit(1 if failed else 0)


def gates() -> dict[str, Gate]:
    """All gates by name."""
    return convert(tomllib.loads((BASELINES / "gates.toml").read_text()), dict[str, Gate])


def _passes(name: str, gate: Gate, console: Console, folder: Path, *, update: bool) -> bool:
    if not gate.path.exists():
        console.print(f"{name}: skipped, {gate.set} not found")
        return True
    started = time.perf_counter()
    try:
        report = _measure(gate, folder / name, folder / "libraries")
        passed = _update(name, report) if update else _judge(name, report, console)
    except DatelineError as exc:
        console.print(f"{name}: {exc}", style="red")
        return False
    seconds = time.perf_counter() - started
    console.print(f"{name}: {len(report.records):,} measured in {seconds:.0f} s")
    return passed


def _measure(gate: Gate, folder: Path, libraries: Path) -> Report:
    settings = load({}, data=str(folder / "data"))
    return run(gate.path, settings, folder / "report", gate.options(libraries))


def _update(name: str, report: Report) -> bool:
    save_baseline(report, BASELINES / f"{name}.json")
    return True


def _judge(name: str, report: Report, console: Console) -> bool:
    verdict = judge(read(BASELINES / f"{name}.json"), report)
    show(verdict, console)
    return verdict.passed


if __name__ == "__main__":
    main()
