"""Walks a folder: all files below it, in name order."""

import stat
from collections.abc import Iterator
from pathlib import Path

from index.records import Rejected


def files(path: Path) -> Iterator[Path | Rejected]:
    """Yield the path itself if it is a file, or every file below it that is not hidden.

    Links are followed; a folder inside itself is skipped. Whatever cannot be listed or is not a
    regular file is yielded as Rejected. Memory grows only with the largest folder.
    """
    try:
        if not path.is_dir():
            yield path if path.exists() else _missing(path)
            return
    except OSError as exc:
        yield Rejected(str(path), f"cannot be read: {exc.strerror}")
        return
    yield from _below(path, frozenset())


def _missing(path: Path) -> Rejected:
    return Rejected(str(path), "no such file or folder; check the path")


def _below(folder: Path, ancestors: frozenset[tuple[int, int]]) -> Iterator[Path | Rejected]:
    try:
        status = folder.stat()
        here = (status.st_dev, status.st_ino)
        if here in ancestors:
            return
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as exc:
        yield Rejected(str(folder), f"cannot be listed: {exc.strerror}")
        return
    for entry in entries:
        yield from _entry(entry, ancestors | {here})


def _entry(entry: Path, ancestors: frozenset[tuple[int, int]]) -> Iterator[Path | Rejected]:
    try:
        mode = entry.stat().st_mode
    except OSError as exc:
        yield Rejected(str(entry), f"cannot be read: {exc.strerror}")
        return
    if stat.S_ISDIR(mode):
        yield from _below(entry, ancestors)
    elif stat.S_ISREG(mode):
        yield entry
    else:
        # A pipe or device would block, or never end.
        yield Rejected(str(entry), "is not a regular file")
