"""A worker as a child process: one request at a time, each with a timeout."""

import os
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, TypeVar, cast

import msgspec

T = TypeVar("T")

_ROOT = Path(__file__).resolve().parents[2]
_GRACE_SECONDS = 10
_LAST_OUTPUT = 2_000

# No network: no telemetry, no downloads of models.
_QUIET = {
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "true",
}


class PeerError(Exception):
    """A request that a worker could not answer; it may answer the next."""


class PeerLostError(PeerError):
    """The worker exited or hangs: it will not reply any more."""


class Process:
    """A running worker. Leaving the block ends it."""

    def __init__(self, command: Sequence[str], threads: int, log: Path) -> None:
        """Start the worker; its output goes to the log.

        Raises:
            PeerLostError: the command cannot be run.
        """
        self._log = log
        try:
            with log.open("wb") as output:
                self._child = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=output,
                    cwd=_ROOT,
                    env=environment(threads),
                )
        except OSError as exc:
            raise PeerLostError(f"{command[0]}: {exc.strerror}") from exc
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> "Process":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.end()

    def ask(self, message: Mapping[str, Any], of: type[T], timeout_seconds: float) -> T:
        """Send a request and wait for its reply.

        Raises:
            PeerError: the reply is an error, or not of the expected type.
            PeerLostError: the worker exited, or did not reply in time.
        """
        line = self._exchange(message, timeout_seconds)
        try:
            reply: object = msgspec.json.decode(line)
            if isinstance(reply, dict) and "error" in reply:
                raise PeerError(str(reply["error"]))
            return msgspec.convert(reply, of)
        except (msgspec.ValidationError, msgspec.DecodeError) as exc:
            raise PeerError(f"invalid reply to {message['do']!r}: {exc}") from exc

    def _exchange(self, message: Mapping[str, Any], timeout_seconds: float) -> bytes:
        try:
            self._stdin.write(msgspec.json.encode(message) + b"\n")
            self._stdin.flush()
            line = self._lines.get(timeout=timeout_seconds)
        except OSError:
            line = b""
        except queue.Empty:
            raise PeerLostError(
                f"no reply to {message['do']!r} within {timeout_seconds:g} s"
            ) from None
        if not line:
            raise PeerLostError(self._why_ended())
        return line

    def end(self) -> None:
        """Terminate it, and kill it if that does not help."""
        self._child.terminate()
        try:
            self._child.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._listener.join(_GRACE_SECONDS)
        for pipe in (self._child.stdin, self._child.stdout):
            with suppress(OSError):
                cast("BinaryIO", pipe).close()

    @property
    def ended(self) -> bool:
        """Whether the process has exited."""
        return self._child.poll() is not None

    @property
    def _stdin(self) -> BinaryIO:
        return cast("BinaryIO", self._child.stdin)

    def _listen(self) -> None:
        for line in self._child.stdout or ():
            self._lines.put(line)
        self._lines.put(b"")

    def _why_ended(self) -> str:
        self._child.wait(_GRACE_SECONDS)
        output = self._log.read_bytes()[-_LAST_OUTPUT:].decode(errors="replace").split("\n")
        last = next((line.strip() for line in reversed(output) if line.strip()), "no output")
        return f"exit status {self._child.returncode}: {last}"


def environment(threads: int) -> dict[str, str]:
    """The environment of every worker: a thread limit, no network, none of Dateline's settings."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("DATELINE_", "PYTHON"))}
    counts = ("PEER_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    return mine | _QUIET | dict.fromkeys(counts, str(threads)) | {"PYTHONPATH": str(_ROOT)}
