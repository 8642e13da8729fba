"""Files that are whole or not there, whatever happens while they are written."""

import os
from pathlib import Path

from index.errors import StoreError


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
