"""Resilient background loops: failures are logged and retried with growing delays.

    step --> done --> wait --> step
         --> failed: log why, wait twice as long as before, give or take, up to 15 seconds

Each loop tracks how long it has made no progress; `/ready` and `/metrics` report it.
"""

import random
import time
from collections.abc import Callable
from threading import Event, Thread

from msgspec import Struct
from structlog import get_logger

from index.interruption import Stopped, interruptible

_log = get_logger("loops")

_FIRST_PAUSE_SECONDS = 0.25
_LONGEST_PAUSE_SECONDS = 15.0
# Shorter failures are normal: a lock that was held, a file that was being replaced.
_TOLERATED_SECONDS = 2.0


class LoopState(Struct, frozen=True, kw_only=True):
    """How a loop fares."""

    name: str
    seconds: float
    """Since it last finished a step, or got on with one."""
    failures: int
    """Steps that failed since the start of the process."""
    trouble: str | None = None
    """Why it is unhealthy; None while it works."""


class Loop:
    """A step repeated in a separate thread until `stop`."""

    def __init__(
        self, name: str, step: Callable[[], bool], *, pause: float, patience: float
    ) -> None:
        """Do not start yet.

        `step` returns whether there is more to do immediately; `go_on` of index/interruption.py
        ends it when the loop should stop. The loop pauses between steps. After `patience` seconds
        without a sign of life it counts as stuck.
        """
        self.name = name
        self._step = step
        self._pause = pause
        self._patience = patience
        self._stopping = Event()
        self._awake = Event()
        self._failures = self._failed_in_a_row = 0
        self._reason: str | None = None
        self._last = time.monotonic()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start with a step immediately."""
        self._last = time.monotonic()
        self._thread.start()

    def begin_stop(self) -> None:
        """Ask it to stop at the next occasion."""
        self._stopping.set()
        self._awake.set()

    def stop(self) -> None:
        """Stop, and wait until it has."""
        self.begin_stop()
        if self._thread.is_alive():
            self._thread.join()

    def wake(self) -> None:
        """There is something to do: do not wait for the end of the pause."""
        self._awake.set()

    def state(self) -> LoopState:
        """How it fares."""
        seconds = time.monotonic() - self._last
        return LoopState(
            name=self.name,
            seconds=round(seconds, 3),
            failures=self._failures,
            trouble=self._trouble(seconds),
        )

    def _trouble(self, seconds: float) -> str | None:
        if not self._thread.is_alive():
            return f"{self.name}: it does not run"
        if self._reason is not None and seconds > _TOLERATED_SECONDS:
            return f"{self.name}: has been failing for {seconds:.0f} seconds: {self._reason}"
        if seconds > self._patience:
            return f"{self.name}: no sign of life for {seconds:.0f} seconds"
        return None

    def _run(self) -> None:
        with interruptible(self._get_on):
            while not self._stopping.is_set():
                self._awake.wait(self._one_step())
                self._awake.clear()

    def _one_step(self) -> float:
        """Do one step; return the seconds to wait before the next."""
        try:
            more = self._step()
        except Stopped:
            return 0.0
        except Exception as exc:  # noqa: BLE001
            return self._failed(exc)
        if self._reason is not None:
            _log.info("loop recovered", loop=self.name, after_failures=self._failed_in_a_row)
        self._failed_in_a_row, self._reason = 0, None
        self._last = time.monotonic()
        return 0.0 if more else self._pause

    def _failed(self, exc: Exception) -> float:
        self._failures += 1
        self._failed_in_a_row += 1
        self._reason = str(exc) or type(exc).__name__
        pause = _backoff(self._failed_in_a_row)
        _log.warning(
            "loop failed",
            loop=self.name,
            reason=self._reason,
            kind=type(exc).__name__,
            again_in_seconds=round(pause, 1),
        )
        return pause

    def _get_on(self) -> None:
        """A step shows a sign of life, and learns that the loop is to stop."""
        if self._stopping.is_set():
            raise Stopped
        if self._reason is None:
            self._last = time.monotonic()


def _backoff(failures: int) -> float:
    """Seconds, doubled with each failure, and scattered: processes must not all try at once."""
    longest: float = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2 ** min(failures - 1, 16))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311
