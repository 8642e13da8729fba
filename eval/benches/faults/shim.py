"""The preloaded C shim: compiled, and told what to do at which call."""

import ctypes
import errno
import os
import subprocess
import sys
from collections.abc import Sequence
from enum import Enum, IntFlag
from pathlib import Path
from shutil import which

from msgspec import Struct

_SOURCE = Path(__file__).with_name("shim.c")
_VARIABLE = "DATELINE_FAULTS_SHIM"


class Call(IntFlag):
    """Kinds of calls; the numbers are those of shim.c."""

    WRITE = 1
    SYNC = 2
    RENAME = 4
    REMOVE = 8
    CREATE = 16
    RESIZE = 32
    MAP = 64
    ALLOCATE = 128
    FILES = 127


class Fault(Enum):
    """What happens at the n-th call; the numbers are those of shim.c."""

    COUNT = 0
    """Nothing: calls are counted."""
    FAILS = 1
    """It fails, once."""
    FAILS_ON = 2
    """It fails, and so do all after it, until space is free again."""
    KILLED = 3
    """The process is killed."""
    TORN = 4
    """Half of the data is written, and the process is killed."""


class Point(Struct, frozen=True):
    """One fault at one call."""

    fault: Fault
    calls: Call
    number: int
    error: int = errno.EIO


class Shim:
    """The preloaded library, as seen from inside the process."""

    def __init__(self) -> None:
        """Find it.

        Raises:
            RuntimeError: it was not preloaded.
        """
        path = os.environ.get(_VARIABLE)
        if path is None:
            raise RuntimeError("the shim is not preloaded; start `python -m eval.benches.faults`")
        self._library = ctypes.CDLL(path)
        self._library.faults_disarm.restype = ctypes.c_long
        self._library.faults_last.restype = ctypes.c_char_p

    def arm(self, folder: Path, point: Point) -> None:
        """Start counting calls that concern the folder, and fail at the given point."""
        self._library.faults_arm(
            str(folder).encode(),
            int(point.calls),
            point.fault.value,
            ctypes.c_long(point.number),
            point.error,
        )

    def disarm(self) -> int:
        """Stop failing; return the number of calls."""
        return int(self._library.faults_disarm())

    def last(self) -> str:
        """The call that failed."""
        name: bytes = self._library.faults_last()
        return name.decode()


def can_be_built() -> bool:
    """Whether there is a compiler, on a system that preloads."""
    return sys.platform == "linux" and which("gcc") is not None


def run_preloaded(arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run Python with the shim preloaded, built into the folder."""
    library = folder / "shim.so"
    compiler = which("gcc")
    if compiler is None:
        raise RuntimeError("gcc is missing")
    flags = ["-O2", "-fPIC", "-shared", "-o", str(library), str(_SOURCE), "-ldl"]
    subprocess.run([compiler, *flags], check=True)
    environment = {
        **os.environ,
        "LD_PRELOAD": str(library),
        _VARIABLE: str(library),
        # Threads of number libraries do not survive a fork.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    return subprocess.run([sys.executable, *arguments], env=environment, check=False)
