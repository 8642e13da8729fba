"""`python -m eval.benches.faults`: every operation with a fault at each of its calls, if feasible.

For each kind of fault, points are spread evenly over all calls if there are more than `--most`.
Nothing acknowledged may be lost, nothing torn, and no error silent.
"""

import argparse
import errno
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from eval.benches.faults.injecting import Bench, Outcome
from eval.benches.faults.operations import Operation, base, operations
from eval.benches.faults.shim import Call, Fault, Point, Shim, run_preloaded
from eval.support.machine import timed

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(tuple[str, Outcome]).decode
_ERRORS = {
    Fault.FAILS: errno.EIO,
    Fault.FAILS_ON: errno.ENOSPC,
    Fault.KILLED: 0,
    Fault.TORN: 0,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Inject faults; exit status 1 if anything was lost, torn or silent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=130, help="points per operation and fault")
    parser.add_argument("--allocations", type=int, default=40, help="points per operation")
    parser.add_argument("--only", nargs="+", help="operations")
    parser.add_argument("--older", type=Path, help="an SQL dump of an older library, to upgrade")
    parser.add_argument("--done", type=Path, help="a file of points that are done, to go on with")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.inside is not None:
        sys.exit(_inside(options))
    with tempfile.TemporaryDirectory() as folder:
        given = sys.argv[1:] if arguments is None else arguments
        inside = ["-m", "eval.benches.faults", *given, "--inside", folder]
        sys.exit(run_preloaded(inside, Path(folder)).returncode)


class Known:
    """Outcomes by point, in a file with one line each, so that a run can be resumed."""

    def __init__(self, path: Path | None) -> None:
        """Without a file, start empty."""
        self._path = path
        lines = path.read_bytes().splitlines() if path and path.exists() else []
        self._outcomes: dict[str, Outcome] = dict(map(_decode, lines))

    def outcome(self, bench: Bench, operation: Operation, point: Point) -> Outcome:
        """The known outcome, or a new one."""
        name = f"{operation.name} {point.fault.name} {point.calls.value} {point.number}"
        if name not in self._outcomes:
            self._outcomes[name] = bench.outcome(operation, point)
            if self._path is not None:
                with self._path.open("ab") as file:
                    file.write(_encode((name, self._outcomes[name])) + b"\n")
        return self._outcomes[name]


def _inside(options: argparse.Namespace) -> int:
    """The bench itself, in a process with the shim."""
    bench = Bench(Shim(), options.inside)
    console = Console(width=120)
    table = Table("operation", "fault", "calls", "points", "went on", "reported", "died", "wrong")
    known = Known(options.done)
    points = wrong = 0
    with timed() as timing:
        for operation in operations(options.older):
            if options.only and operation.name not in options.only:
                continue
            bench.prepare(operation, base)
            for fault, calls, numbers in _plan(bench, operation, options):
                outcomes = {
                    n: known.outcome(bench, operation, _point(fault, calls, n)) for n in numbers
                }
                kinds = Counter(outcome.kind for outcome in outcomes.values())
                name = fault.name.lower() + (" (memory)" if calls is Call.ALLOCATE else "")
                row = [str(kinds[k]) for k in ("went on", "reported", "died", "wrong")]
                table.add_row(operation.name, name, str(numbers.stop - 1), str(len(numbers)), *row)
                points += len(numbers)
                wrong += kinds["wrong"]
                _show_worst(console, f"{operation.name}, {name}", outcomes)
    console.print(table)
    console.print(f"{points} points, {wrong} wrong; {timing}")
    return 1 if wrong else 0


def _plan(
    bench: Bench, operation: Operation, options: argparse.Namespace
) -> Iterator[tuple[Fault, Call, range]]:
    """Faults, calls and the numbers of the calls that fail."""
    for calls, most in ((Call.FILES, options.most), (Call.ALLOCATE, options.allocations)):
        if not most:
            continue
        count = bench.outcome(operation, Point(Fault.COUNT, calls, 0))
        if count.problems or count.errors:
            raise RuntimeError(f"{operation.name}: fails without a fault: {count}")
        numbers = range(1, count.calls + 1, max(1, -(-count.calls // most)))
        for fault in _ERRORS if calls is Call.FILES else (Fault.FAILS,):
            yield fault, calls, numbers


def _point(fault: Fault, calls: Call, number: int) -> Point:
    error = errno.ENOMEM if calls is Call.ALLOCATE else _ERRORS[fault]
    return Point(fault, calls, number, error)


def _show_worst(console: Console, name: str, outcomes: dict[int, Outcome]) -> None:
    """What is wrong, and errors that nobody foresaw."""
    for number, outcome in outcomes.items():
        for problem in outcome.problems[:3]:
            console.print(f"{name}, call {number} {outcome.failed_at}: WRONG {problem}")
        for error in outcome.errors:
            if error.startswith("unforeseen"):
                console.print(f"{name}, call {number} {outcome.failed_at}: {error[:300]}")


if __name__ == "__main__":
    main()
