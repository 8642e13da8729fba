"""Files that are whole or not there, whatever happens while they are written."""

import os
from pathlib import Path

from index.errors import StoreError


def make_data_folder(folder: Path) -> None:
    """Make a folder for articles, nobody else's to read, unless it is there.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as exc:
        raise StoreError(f"{folder}: cannot be created: {exc.strerror or exc}") from exc


def write_durably(path: Path, data: bytes | memoryview) -> None:
    """Write a file so that a crash leaves the old one or the new one, whole.

    Raises:
        StoreError: the disk is full or cannot be written; the old file is still there.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as exc:
        raise StoreError(
            f"{path}: {exc.strerror}; free some disk space and try again; "
            "what was acknowledged is safe"
        ) from exc
    finally:
        temporary.unlink(missing_ok=True)
