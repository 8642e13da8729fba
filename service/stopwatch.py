"""A stopwatch for the stages of one question."""

import time
from collections.abc import Generator
from contextlib import contextmanager


class Stopwatch:
    """Milliseconds spent in each stage of one question."""

    def __init__(self, came: float | None = None) -> None:
        """Start now, or at `came` on the clock of `time.perf_counter`."""
        self.milliseconds: dict[str, float] = {}
        self.start = time.perf_counter()
        if came is not None:
            self.start = came
            self.milliseconds["wait"] = _ms(came)

    @contextmanager
    def stage(self, name: str) -> Generator[None]:
        """Count the block's time under `name`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.milliseconds[name] = self.milliseconds.get(name, 0.0) + _ms(start)

    def total(self) -> dict[str, float]:
        """All stages, and the whole since the start."""
        return {**self.milliseconds, "total": _ms(self.start)}


def _ms(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 3)
