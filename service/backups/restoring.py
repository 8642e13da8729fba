"""Restores a backup to a new folder, verified before and after."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from msgspec import structs

from index.errors import StoreError
from index.files.durable import unusable
from index.store.library import Library
from index.store.sqlite.copying import problems_of
from service.backups.changes import write_database
from service.backups.making import new_folder, states_of
from service.backups.manifest import (
    CHANGES,
    DATABASE,
    WHOLE,
    Manifest,
    described,
    described_file,
    verified,
    write_manifest,
)


def restore_backup(
    backup: Path, target: Path, finish: Callable[[Path], None] = lambda _: None
) -> Manifest:
    """Restore a backup to a new data folder; nothing is created unless all of it is valid.

    Args:
        backup: the folder of the backup.
        target: the new folder.
        finish: called with the verified folder before it gets its name.

    Raises:
        NotFoundError: there is no backup, or a base backup is missing.
        InvalidFieldError: there is something at `target`.
        StoreError: the backup is damaged, or the folder cannot be written.
    """
    manifest = verified(backup)
    with new_folder(target) as folder:
        try:
            shutil.copytree(backup, folder, dirs_exist_ok=True)
        except (OSError, shutil.Error) as exc:
            raise _uncopied(target, exc) from exc
        if manifest.database is not None:
            _complete(folder, backup, manifest)
        # A second read from disk may differ from what was verified.
        manifest = verified(folder)
        _check_library(folder, manifest)
        finish(folder)
    return manifest


def _complete(folder: Path, backup: Path, manifest: Manifest) -> None:
    """Make the copy of a backup that continues another one a whole one."""
    (folder / CHANGES).unlink()
    write_database(backup, folder / DATABASE)
    if described_file(folder / DATABASE, folder) != manifest.database:
        raise StoreError(f"{backup}: damaged: {DATABASE} differs; use another backup")
    whole = structs.replace(
        manifest, format=WHOLE, files=described(folder), since=None, database=None
    )
    write_manifest(folder, whole)


def _check_library(folder: Path, manifest: Manifest) -> None:
    problems = problems_of(folder / DATABASE)
    if problems:
        raise StoreError(f"{DATABASE}: {problems[0]}; use another backup")
    with closing(Library(folder / DATABASE)) as library:
        if states_of(library) != manifest.collections:
            raise StoreError(f"{DATABASE}: contains other articles than the backup lists")


def _uncopied(target: Path, error: Exception) -> StoreError:
    if isinstance(error, shutil.Error):
        return StoreError(f"{target}: not everything could be copied: {error}")
    assert isinstance(error, OSError)  # noqa: S101
    return unusable(target, error)
