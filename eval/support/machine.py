"""What a measurement must report about the machine it ran on."""

import resource
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


def peak_megabytes() -> float:
    """Peak memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Timing:
    """Seconds, CPU seconds and the share of the machine's CPU time that was stolen."""

    seconds = 0.0
    cpu_seconds = 0.0
    steal = 0.0

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s, {self.cpu_seconds:.2f} s CPU, steal {self.steal:.1%}"


@contextmanager
def timed() -> Generator[Timing]:
    """Time a block."""
    timing = Timing()
    stolen, total = _steal_and_total()
    start, cpu = time.perf_counter(), time.process_time()
    try:
        yield timing
    finally:
        timing.seconds = time.perf_counter() - start
        timing.cpu_seconds = time.process_time() - cpu
        stolen_after, total_after = _steal_and_total()
        timing.steal = (stolen_after - stolen) / max(1, total_after - total)


def _steal_and_total() -> tuple[int, int]:
    """CPU ticks stolen by other virtual machines, and all ticks, since boot; (0, 1) off Linux."""
    path = Path("/proc/stat")
    if not path.exists():
        return 0, 1
    ticks = [int(part) for part in path.read_text().splitlines()[0].split()[1:]]
    return (ticks[7] if len(ticks) > 7 else 0), sum(ticks[:8])
