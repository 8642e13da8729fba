"""Durable files: a crash while writing leaves the old file or the new one, complete."""

import os
from pathlib import Path

from index.errors import StoreError


def make_data_folder(folder: Path) -> None:
    """Create a folder for articles that only this user can read, if it does not exist.

    Raises:
        StoreError: it cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as exc:
        raise StoreError(f"{folder}: cannot be created: {exc.strerror or exc}") from exc


def write_durably(path: Path, data: bytes | memoryview) -> None:
    """Write a file so that a crash leaves the old file or the new one, complete.

    Raises:
        StoreError: the disk is full or cannot be written; the old file is unchanged.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as exc:
        raise StoreError(
            f"{path}: {exc.strerror}; free some disk space and try again; "
            "what was acknowledged is safe"
        ) from exc
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name of a file survive a power cut, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
