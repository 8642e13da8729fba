"""Durable writes: after a crash, either the old or the new file is complete."""

import errno
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import IO, cast

from index.errors import StoreError

_PART_BYTES = 1 << 20
_SAFE = "what was acknowledged is safe"
FREE_SPACE = f"free some disk space and try again; {_SAFE}"
MAKE_WRITABLE = "make the data folder writable, or set DATELINE_DATA to another one"
_FILES = "allow the process more open files (`ulimit -n`)"
_ADVICE = {
    errno.ENOSPC: FREE_SPACE,
    errno.EDQUOT: FREE_SPACE,
    errno.EFBIG: f"allow the process larger files (`ulimit -f`) and try again; {_SAFE}",
    errno.EACCES: MAKE_WRITABLE,
    errno.EPERM: MAKE_WRITABLE,
    errno.EROFS: MAKE_WRITABLE,
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
}


def advice(code: int | None) -> str | None:
    """Advice for an operating system error; None if Dateline's own code is to blame."""
    return _ADVICE.get(code or 0)


def unusable(path: Path, error: OSError) -> StoreError:
    """The error for a failed file operation, with advice."""
    todo = advice(error.errno) or "check that the disk is healthy and the data folder writable"
    return StoreError(f"{path}: {error.strerror or error}; {todo}")


def make_data_folder(folder: Path) -> None:
    """Create a folder for articles that only this user can read, if it does not exist.

    Raises:
        StoreError: it cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as exc:
        raise StoreError(f"{folder}: cannot be created: {exc.strerror or exc}") from exc


def write_durably(
    path: Path, data: bytes | memoryview | IO[bytes] | Iterable[bytes], mode: int | None = None
) -> None:
    """Write a file so that a crash leaves the old file or the new one, complete.

    Streams and data in parts are never loaded completely into memory.

    Args:
        path: the file.
        data: the complete content.
        mode: permissions from the first byte on; None: the system's default.

    Raises:
        StoreError: the disk is full or cannot be written; the old file is unchanged.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            file.writelines([data] if isinstance(data, bytes | memoryview) else _parts(data))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as exc:
        raise unusable(path, exc) from exc
    finally:
        temporary.unlink(missing_ok=True)


def _parts(data: IO[bytes] | Iterable[bytes]) -> Iterable[bytes]:
    if not hasattr(data, "read"):
        return data
    # As an iterable, a stream would give lines, which may be of any length.
    return iter(partial(cast("IO[bytes]", data).read, _PART_BYTES), b"")


def _sync_folder(folder: Path) -> None:
    """Make the new name of a file survive a power cut, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
