"""Temporary folders in memory: a disk makes each commit wait until it is written."""

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 4 << 30


def memory() -> str | None:
    """A folder in memory; None where there is little room, or no program may run in it."""
    if not _MEMORY.is_dir() or not os.access(_MEMORY, os.W_OK):
        return None
    has_room = shutil.disk_usage(_MEMORY).free > _ROOM_BYTES
    return None if not has_room or os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC else str(_MEMORY)


def use_memory() -> None:
    """Put there what this process and those it starts need for a while, unless TMPDIR is set."""
    if "TMPDIR" in os.environ or (folder := memory()) is None:
        return
    os.environ["TMPDIR"] = folder
    # pytest has asked for the usual folder before.
    tempfile.tempdir = None
