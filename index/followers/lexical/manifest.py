"""The lexical index's manifest: log position, folder, and the checksum of each file.

    lexical.json   folder, position in the log, size and CRC-32 of every file
    lexical-<n>/   tantivy's files; a rebuilt index gets a folder of its own

`writing` is set in the manifest while a process writes. If it is set but the lock is free, a crash
came between tantivy's commit and ours, and new files are not damage. The log is then applied again
from the recorded position, which changes nothing twice.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from index.errors import DamagedIndexError
from index.files.sealed import checksum, read_sealed, write_sealed

_FORMAT = 6
# tantivy replaces these at every commit; all its other files are written once.
_REPLACED = {"meta.json", ".managed.json"}

Checksums = Mapping[str, tuple[int, int]]


class Manifest(Struct, frozen=True, kw_only=True):
    """The manifest of the index on disk."""

    format: int = _FORMAT
    folder: str
    seq: int = 0
    writing: bool = False
    files: dict[str, tuple[int, int]] = {}


def read(folder: Path) -> Manifest | None:
    """The manifest in a collection's folder; None if it has no index yet.

    Raises:
        DamagedIndexError: it is damaged, or from another version of Dateline.
    """
    path = folder / "lexical.json"
    content = read_sealed(path)
    if content is None:
        return None
    try:
        found = msgspec.json.decode(content, type=Manifest)
    except msgspec.DecodeError as exc:
        raise DamagedIndexError(f"{path}: {exc}") from exc
    if found.format != _FORMAT:
        raise DamagedIndexError(f"{path}: written by another version of Dateline")
    return found


def write(folder: Path, manifest: Manifest) -> None:
    """Write it, whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    write_sealed(folder / "lexical.json", msgspec.json.encode(manifest))


def checksums(folder: Path, known: Checksums) -> dict[str, tuple[int, int]]:
    """The checksum of every tantivy file, reusing `known` for immutable ones."""
    names = sorted(p.name for p in folder.iterdir() if p.is_file() and p.suffix != ".lock")
    return {
        name: known[name] if name in known and name not in _REPLACED else checksum(folder / name)
        for name in names
    }


def check(folder: Path, manifest: Manifest) -> None:
    """Compare the files with their checksums.

    Raises:
        DamagedIndexError: a file is missing or altered.
    """
    for name, expected in manifest.files.items():
        path = folder / manifest.folder / name
        if manifest.writing and (name in _REPLACED or not path.exists()):
            continue
        try:
            found = checksum(path)
        except OSError as exc:
            raise DamagedIndexError(f"{path}: unreadable ({exc.strerror or exc})") from exc
        if found != expected:
            raise DamagedIndexError(f"{path}: checksum does not match")
