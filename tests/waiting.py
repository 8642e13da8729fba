"""Waiting for what other threads and processes do."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")

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


def run_apart(work: Coroutine[Any, Any, Result]) -> Result:
    """Run it to its end in a thread of its own.

    The main thread may have a loop that counts as running: that of the browser's tests.
    """
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
