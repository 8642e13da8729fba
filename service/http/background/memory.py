"""Returns free memory to the system, which the C library would otherwise keep."""

import ctypes


def give_back_memory() -> None:
    """Return free memory to the system; does nothing without glibc's `malloc_trim`.

    Indexes are written with large buffers in short-lived threads. glibc keeps the freed fragments,
    so the process grows although its memory use stays the same.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
