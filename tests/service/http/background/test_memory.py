"""What is free is given back to the system."""

import ctypes
import os
import platform

import pytest

from eval.support.servers import resident_megabytes
from service.http.background.memory import give_back_memory

_PIECES = 60_000


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="of glibc alone")
def test_memory_that_was_freed_in_pieces_is_given_back() -> None:
    c = ctypes.CDLL(None)
    c.malloc.restype = ctypes.c_void_p
    pieces = [ctypes.c_void_p(c.malloc(1_000)) for _ in range(_PIECES)]
    for piece in pieces:
        ctypes.memset(piece, 1, 1_000)
    # The last one stays: what lies below it cannot just be cut off.
    for piece in pieces[:-1]:
        c.free(piece)
    before = resident_megabytes(os.getpid())

    give_back_memory()

    assert before - resident_megabytes(os.getpid()) > 30
    c.free(pieces[-1])
