"""Waiting for what other threads and processes do."""

import time
from collections.abc import Callable

# Longer than a busy machine needs: only what never comes is waited for so long.
_PATIENCE_SECONDS = 120


def wait_until(holds: Callable[[], bool]) -> None:
    """Return as soon as it holds.

    Raises:
        AssertionError: it never did.
    """
    end = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, f"not so after {_PATIENCE_SECONDS} seconds"
        time.sleep(0.01)
