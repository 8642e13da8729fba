"""Facts about the machine for a measurement's report."""

import os
import platform
import resource
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = ("dateline", "faiss-cpu", "tantivy", "openvino", "numpy", "scikit-learn")


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


def versions() -> dict[str, str]:
    """Versions of Dateline, Python and those libraries that decide results and are installed."""
    found = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, str]:
    """Processor, cores and operating system; nothing that identifies the machine or its user."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count() or 0),
        "system": f"{platform.system()} {platform.machine()}",
    }


def now() -> str:
    """The current time, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if not path.exists():
        return platform.processor() or "unknown"
    lines = [line.partition(":") for line in path.read_text().splitlines()]
    facts = {name.strip(): value.strip() for name, _, value in lines}
    flags = facts.get("flags", "").split()
    decisive = [flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if flag in flags]
    return f"{facts.get('model name', 'unknown')} ({' '.join(decisive)})"
