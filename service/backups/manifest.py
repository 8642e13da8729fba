"""A backup's contents with checksums: the last file written.

    library.db       the articles with all that is derived from them, conversations, feedback;
                     or library.db.changes, what of it differs from an earlier backup
    jobs/            the files of jobs that were not done
    calibration.json, demo    if there are any
    backup.json      this

Indexes are built from the database. Keys are excluded: a backup must neither leak nor revive any.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from index.errors import NotFoundError, StoreError
from index.files.durable import unusable, write_durably

MANIFEST = "backup.json"
DATABASE = "library.db"
CHANGES = "library.db.changes"
JOBS = "jobs"
BESIDE = ("calibration.json", "demo")
WHOLE, CONTINUING = 1, 2
"""Formats."""


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


class Earlier(Struct, frozen=True, kw_only=True):
    """The backup that another one continues."""

    folder: str
    """As seen from the later one."""
    sha256: str
    """The hash of its manifest, which covers all its files."""


class Manifest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The contents of a backup."""

    format: int
    created: str
    collections: list[CollectionState]
    files: list[StoredFile]
    since: Earlier | None = None
    database: StoredFile | None = None
    """The complete database's checksum, if only changes are stored."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def described(folder: Path) -> list[StoredFile]:
    """All files below a folder, except the manifest.

    Raises:
        StoreError: one cannot be read.
    """
    return [
        described_file(path, folder)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    ]


def verified(folder: Path) -> Manifest:
    """The manifest of a backup, after verifying it and its base backups.

    Raises:
        NotFoundError: there is no backup, or a base backup is missing.
        StoreError: it is damaged, or from a newer Dateline; the message names the file.
    """
    manifest = earlier = read_manifest(folder)
    _check_files(folder, manifest)
    while earlier.since is not None:
        folder = earlier_folder(folder, earlier)
        earlier = read_manifest(folder)
        _check_files(folder, earlier)
    return manifest


def earlier_folder(folder: Path, manifest: Manifest) -> Path:
    """The folder of the base backup.

    Raises:
        NotFoundError: it is missing.
        StoreError: a different backup is there.
    """
    assert manifest.since is not None  # noqa: S101
    before = (folder.resolve() / manifest.since.folder).resolve()
    if not (before / MANIFEST).is_file():
        raise NotFoundError(f"{folder}: continues the backup {before}, which is missing")
    if described_file(before / MANIFEST, before).sha256 != manifest.since.sha256:
        raise StoreError(f"{folder}: is based on a different backup from the one in {before}")
    return before


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup, without checking its files.

    Raises:
        NotFoundError: there is no backup.
        StoreError: the manifest is damaged, or from a newer Dateline.
    """
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise NotFoundError(f"{folder}: contains no backup, or an incomplete one") from None
    except OSError as exc:
        raise unusable(path, exc) from exc
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise StoreError(f"{path}: damaged ({exc}); use another backup") from exc
    if manifest.format > CONTINUING:
        raise StoreError(f"{path}: made by a newer Dateline; restore it with that version")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, which completes the backup.

    Raises:
        StoreError: it cannot be written.
    """
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    write_durably(folder / MANIFEST, data)


def _check_files(folder: Path, manifest: Manifest) -> None:
    wrong = list(_differing(manifest, folder))
    if wrong:
        raise StoreError(f"{folder}: damaged: {', '.join(wrong[:5])}; use another backup")


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


def described_file(path: Path, folder: Path) -> StoredFile:
    """One file below a folder.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as exc:
        raise unusable(path, exc) from exc
    return StoredFile(path=path.relative_to(folder).as_posix(), size=size, sha256=digest)
