"""Returns free memory to the system, which the C library would otherwise keep."""

import ctypes


def give_back_memory() -> None:
    """Give back what is free now; nothing where the C library cannot (it is glibc's own call).

    Indexes are written with buffers of many megabytes in threads that end soon. glibc keeps what
    they leave, in pieces: what is used stays as it was, and what the process holds grows.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
