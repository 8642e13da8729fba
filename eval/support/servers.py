"""Real servers for measurements: started, queried and killed, on loopback only."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from eval.support.forking import Forked, Forking

Program: TypeAlias = Sequence[str] | Forking
"""What Python runs, or what forks."""
MODULE = ("-m", "service")
"""The program of a user."""
_START_SECONDS = 180
_ANSWER_SECONDS = 60


class Server:
    """One `dateline serve` process, and requests to it."""

    def __init__(
        self,
        data: Path,
        port: int,
        log: Path,
        *,
        program: Program = MODULE,
        **settings: str,
    ) -> None:
        """Start what Python runs as `program`, or forks; its output goes to the log."""
        self.address = f"http://127.0.0.1:{port}"
        self._log = log
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DATELINE_")}
        environment |= {f"DATELINE_{k.upper()}": v for k, v in settings.items()}
        arguments = ["--data", str(data), "serve", "--port", str(port)]
        self.process: subprocess.Popen[bytes] | Forked
        if isinstance(program, Forking):
            self.process = program.start(arguments, environment, log)
            return
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *program, *arguments],
                stdout=output,
                stderr=output,
                env=environment,
            )

    def wait_until_ready(self) -> float:
        """Wait for /ready; return the seconds it took.

        Raises:
            RuntimeError: the server exited, or did not become ready.
        """
        start = time.perf_counter()
        while time.perf_counter() - start < _START_SECONDS:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended; see {self._log}")
            try:
                status, _ = self.request("GET", "/ready")
            except OSError:
                status = 0
            if status == 200:
                return time.perf_counter() - start
            time.sleep(0.05)
        raise RuntimeError(f"the server is not ready after {_START_SECONDS} s; see {self._log}")

    def request(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and decoded body.

        Raises:
            OSError: the connection was refused or reset.
        """
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310
            self.address + path,
            data=data,
            method=method,
            headers={"content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=_ANSWER_SECONDS) as reply:  # noqa: S310
                return reply.status, _decoded(reply.read())
        except urllib.error.HTTPError as error:
            return error.code, _decoded(error.read())
        except http.client.HTTPException as error:
            raise ConnectionError(f"{path}: the response was cut off: {error}") from error

    def kill(self) -> None:
        """Kill it without warning, as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Stop it with SIGTERM; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=_START_SECONDS)

    def processor_milliseconds(self) -> float:
        """Processor time that it has used, on all cores."""
        # How Linux names the clock of another process (clock_getcpuclockid).
        return time.clock_gettime(~self.process.pid << 3 | 2) * 1000

    def resident_megabytes(self) -> float:
        """Memory it uses now; 0 off Linux."""
        return resident_megabytes(self.process.pid)


@contextmanager
def running_server(
    data: Path, log: Path, *, program: Program = MODULE, **settings: str
) -> Generator[Server]:
    """A ready server, stopped at the end of the block."""
    server = Server(data, free_port(), log, program=program, **settings)
    try:
        server.wait_until_ready()
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def resident_megabytes(pid: int) -> float:
    """Memory that a process uses now; 0 off Linux."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _decoded(data: bytes) -> Any:
    try:
        return json.loads(data) if data else None
    except ValueError:
        return data.decode(errors="replace")
