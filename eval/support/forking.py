"""Runs commands in forks of a process that has loaded everything, so that they start fast.

Forking()  -- a line of JSON for each command -->  python -m eval.support.forking  -- fork --> it
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import index.embedders

# What a server loads on its way; modules only, so that no thread is there to be lost by a fork.
_LOADED = (
    "httptools",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "index.followers.faiss",
    "index.embedders.letters",
    "service.readers.sentence",
    "service.commands.cli",
    "service.commands.server.serve",
    "service.commands.server.backup",
    "service.http.app",
    "service.http.process.serving",
    "service.backups.making",
)
_LOOK_SECONDS = 0.02


class Forked:
    """A forked process: as much of `subprocess.Popen` as servers need."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """None while it runs; the exit status is unknown."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Raises:
            TimeoutExpired: it takes longer.
        """
        until = time.monotonic() + (timeout or float("inf"))
        while self.poll() is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("a forked process", timeout or 0)
            time.sleep(_LOOK_SECONDS)
        return 0


class Forking:
    """Starts commands of Dateline."""

    def __init__(self, parts: Path | None = None) -> None:
        """Load everything; `parts` is a folder with embedders that are not shipped."""
        given = [str(parts)] if parts else []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "eval.support.forking", *given],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Forked:
        """Run a command with these arguments and variables; its output goes to the log."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("nothing can be forked any more")
        job = {"arguments": list(arguments), "environment": dict(environment), "log": str(log)}
        self._process.stdin.write(json.dumps(job).encode() + b"\n")
        self._process.stdin.flush()
        return Forked(int(self._process.stdout.readline()))

    def close(self) -> None:
        """Stop the forking process; its children continue."""
        self._process.communicate()


def main() -> None:
    """Fork for every line received, and print the process id."""
    index.embedders.__path__ += sys.argv[1:]
    for name in _LOADED:
        import_module(name)
    # Nobody waits for them: they are reaped as soon as they end.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin.buffer:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run(**job)
        os.write(1, f"{pid}\n".encode())


def _run(arguments: Sequence[str], environment: Mapping[str, str], log: str) -> NoReturn:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number, target in enumerate((os.open(os.devnull, os.O_RDONLY), output, output)):
        os.dup2(target, number)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["dateline", *arguments]
    code = 1
    try:
        import_module("service.commands.cli").main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
