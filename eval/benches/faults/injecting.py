"""Runs one operation with one fault in a separate process, and reports the outcome.

Processes are forked from one that has loaded everything and has no threads: starting one takes only
as long as copying a small folder.
"""

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn, TypeVar

from msgspec import Struct

from eval.benches.faults.examining import problems_after
from eval.benches.faults.operations import Operation, settings_in
from eval.benches.faults.shim import Fault, Point, Shim
from index.errors import DatelineError
from service.engine import Engine

# Only what hangs takes so long.
_LONGEST_SECONDS = 120
_KILLS = (Fault.KILLED, Fault.TORN)


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of an operation."""

    calls: int
    """How many were counted, until the fault if there was one."""
    failed_at: str = ""
    errors: list[str] = []
    """The reported error."""
    died: bool = False
    problems: list[str] = []
    """The problems: lost, torn, silent or wrong."""

    @property
    def kind(self) -> str:
        """In a word."""
        if self.problems:
            return "wrong"
        if self.died:
            return "died"
        return "reported" if self.errors else "went on"


class Bench:
    """Operations on copies of prepared folders."""

    def __init__(self, shim: Shim, folder: Path) -> None:
        """Create the common initial folder below `folder`."""
        self._shim = shim
        self._folder = folder
        self._bases: dict[str, Path] = {}

    def outcome(self, operation: Operation, point: Point) -> Outcome:
        """Do the operation on a fresh copy, with the fault, and examine the folder afterwards."""
        work = self._folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(self._base(operation), work)
        lines, status = _in_child(lambda tell: self._operate(operation, point, work, tell))
        acknowledged = sum(line[0] == "done" for line in lines)
        errors = [line[1] for line in lines if line[0] == "error"]
        problems = [line[1] for line in lines if line[0] == "wrong"]
        ends = [line for line in lines if line[0] == "end"]
        if not ends and point.fault not in _KILLS and status not in _ENDS_OF_ALLOCATION:
            problems.append(f"the process ended with {status}")
        if not problems:
            problems += self._examined(operation, work, acknowledged)
        calls, failed_at = (int(ends[0][1]), ends[0][2]) if ends else (point.number, "")
        return Outcome(
            calls=calls,
            failed_at=failed_at,
            errors=errors,
            died=not ends,
            problems=problems,
        )

    def prepare(self, operation: Operation, make: Callable[[Path], object]) -> None:
        """Create an operation's initial folder, in a separate process."""
        folder = self._folder / f"base-{operation.name}"
        settings = settings_in(folder)

        def work(tell: "Tell") -> None:
            make(folder)
            operation.prepare(settings)
            tell("end", *sys.modules)

        lines, status = _in_child(work)
        if lines[-1:] and lines[-1][0] == "end":
            _load(lines[-1][1:])
            self._bases[operation.name] = folder
        else:
            raise RuntimeError(f"{operation.name}: cannot be prepared: {lines}, {status}")

    def _base(self, operation: Operation) -> Path:
        return self._bases[operation.name]

    def _operate(self, operation: Operation, point: Point, work: Path, tell: "Tell") -> None:
        """Each step once; what fails is reported, and done again when the fault is over."""
        settings = settings_in(work, operation.embedder)
        self._shim.arm(Path(f"{work}/"), point)
        engine = _reporting(lambda: Engine(settings), tell)
        if engine is None:
            self._shim.disarm()
            engine = Engine(settings)
        for step in operation.steps:
            if not _is_done(step.do, engine, tell):
                self._shim.disarm()
                step.do(engine)
            tell("done")
        _reporting(engine.close, tell)
        tell("end", str(self._shim.disarm()), self._shim.last())

    def _examined(self, operation: Operation, work: Path, acknowledged: int) -> list[str]:
        def examine(tell: "Tell") -> None:
            settings = settings_in(work, operation.embedder)
            for problem in problems_after(settings, operation, acknowledged):
                tell("wrong", problem)
            tell("end", *sys.modules)

        lines, status = _in_child(examine)
        problems = [line[1] for line in lines if line[0] == "wrong"]
        if lines[-1:] and lines[-1][0] == "end":
            _load(lines[-1][1:])
            return problems
        return [*problems, f"cannot be examined: {status}"]


def _load(modules: Sequence[str]) -> None:
    """Import what was imported on the way, so that no process has to do so again."""
    for name in modules:
        with suppress(Exception):
            import_module(name)


# What a process without memory may end with: aborted by a library, or by its own exception.
_ENDS_OF_ALLOCATION = (-signal.SIGABRT,)

Tell = Callable[..., None]
T = TypeVar("T")


def _is_done(do: Callable[[Engine], object], engine: Engine, tell: Tell) -> bool:
    return _reporting(lambda: (do(engine), True), tell) is not None


def _reporting(do: Callable[[], T], tell: Tell) -> T | None:
    """The result; None if it failed, which is told."""
    try:
        return do()
    except (DatelineError, MemoryError, OSError) as exc:
        tell("error", f"{type(exc).__name__}: {exc}")
    except BaseException as exc:  # noqa: BLE001
        tell("error", f"unforeseen {type(exc).__name__}: {exc}")
    return None


def _in_child(work: Callable[[Tell], None]) -> tuple[list[list[str]], int]:
    """Run it in a forked process; return what it told and how it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work_and_exit(work, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        lines = [json.loads(line) for line in told if line.endswith("\n")]
    _, status = os.waitpid(child, 0)
    return lines, os.waitstatus_to_exitcode(status)


def _work_and_exit(work: Callable[[Tell], None], writing: int) -> NoReturn:
    def tell(*words: str) -> None:
        os.write(writing, json.dumps(words).encode() + b"\n")

    signal.alarm(_LONGEST_SECONDS)
    code = 1
    try:
        work(tell)
        code = 0
    except BaseException as exc:  # noqa: BLE001
        last = traceback.extract_tb(exc.__traceback__)[-1]
        with suppress(BaseException):
            tell("wrong", f"{type(exc).__name__}: {exc} ({last.filename}:{last.lineno})")
    finally:
        os._exit(code)
