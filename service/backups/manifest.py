"""What a backup holds, with the checksum of each file: the last file of it that is written.

    library.db       the articles with all that is derived from them, conversations, feedback
    jobs/            the files of jobs that were not done
    calibration.json, demo    if there are any
    backup.json      this

Indexes are built from the database. Keys are left out: a backup must give none away, and
revive none that was revoked.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from index.errors import NotFoundError, StoreError
from index.files.durable import unusable

MANIFEST = "backup.json"
DATABASE = "library.db"
JOBS = "jobs"
BESIDE = ("calibration.json", "demo")
_FORMAT = 1


class CollectionState(Struct, frozen=True, kw_only=True):
    """How far a collection was."""

    name: str
    articles: int
    passages: int
    position: int
    """Of its last change in the log."""


class StoredFile(Struct, frozen=True, kw_only=True):
    """One file."""

    path: str
    size: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """What a backup holds."""

    format: int = _FORMAT
    created: str
    collections: list[CollectionState]
    files: list[StoredFile]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def described(folder: Path) -> list[StoredFile]:
    """Every file below a folder, but for the manifest.

    Raises:
        StoreError: one cannot be read.
    """
    return [
        _described(path, folder)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    ]


def verified(folder: Path) -> Manifest:
    """A backup's manifest, once all that it lists was found as it was written.

    Raises:
        NotFoundError: there is no backup.
        StoreError: it is damaged, or of a newer Dateline; the message names the file.
    """
    manifest = _read(folder)
    wrong = list(_differing(manifest, folder))
    if wrong:
        raise StoreError(f"{folder}: damaged: {', '.join(wrong[:5])}; use another backup")
    return manifest


def _read(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise NotFoundError(f"{folder}: holds no backup, or an incomplete one") from None
    except OSError as exc:
        raise unusable(path, exc) from exc
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise StoreError(f"{path}: damaged ({exc}); use another backup") from exc
    if manifest.format > _FORMAT:
        raise StoreError(f"{path}: of a newer Dateline; restore it with that")
    return manifest


def _differing(manifest: Manifest, folder: Path) -> Iterator[str]:
    """What is wrong with the files."""
    found = {file.path: file for file in described(folder)}
    for listed in manifest.files:
        there = found.pop(listed.path, None)
        if there is None:
            yield f"{listed.path} is missing"
        elif there != listed:
            yield f"{listed.path} was changed"
    yield from (f"{path} does not belong to it" for path in found)


def _described(path: Path, folder: Path) -> StoredFile:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as exc:
        raise unusable(path, exc) from exc
    return StoredFile(path=path.relative_to(folder).as_posix(), size=size, sha256=digest)
