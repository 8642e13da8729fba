"""The kind of a path: opening a named pipe would block until a writer appears."""

import stat
from pathlib import Path

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


def other_kind(path: Path) -> str | None:
    """Name what is at the path, or return None if it is a file or does not exist."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return None
    return _KINDS.get(stat.S_IFMT(mode))


def check_is_file(path: Path) -> None:
    """Tell whether a path can be opened as a file.

    Raises:
        OSError: something else is there.
    """
    kind = other_kind(path)
    if kind is not None:
        raise OSError(None, f"{kind}, not a file")
