"""Makes a backup while the service runs: a snapshot, complete or absent.

    nobody writes for a moment --> the database's view is fixed, files of open jobs are linked
    all go on                  --> the view is copied, and checked
                               --> the manifest is written, the folder gets its name

A failure leaves nothing behind.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from msgspec import structs
from sqlalchemy import Connection, select

from index.errors import InvalidFieldError, StoreError
from index.files.durable import make_data_folder, unusable
from index.store.jobs.table import JobStatus
from index.store.library import Library
from index.store.postgresql.address import without_password
from index.store.schema import jobs
from index.store.sqlite.copying import copy_database, problems_of
from index.store.sqlite.database import SqliteDatabase
from index.store.sqlite.locks import file_lock
from service.backups.changes import write_changes
from service.backups.manifest import (
    BESIDE,
    CHANGES,
    CONTINUING,
    DATABASE,
    JOBS,
    MANIFEST,
    WHOLE,
    CollectionState,
    Earlier,
    Manifest,
    described,
    described_file,
    verified,
    write_manifest,
)
from service.settings import Settings

_OPEN = (JobStatus.QUEUED.value, JobStatus.RUNNING.value, JobStatus.CANCELLING.value)
_LINKED = ".backup-"
_LOCK = "backup.lock"


def make_backup(settings: Settings, target: Path, since: Path | None = None) -> Manifest:
    """Back a data folder up to a new folder.

    Args:
        settings: of the data folder.
        target: the new folder.
        since: an earlier backup; only database pages that differ from it are stored. The new backup
            needs it from then on.

    Raises:
        InvalidFieldError: there is something at `target`.
        NotFoundError: there is no backup at `since`.
        StoreError: the data folder cannot be read, or the backup cannot be written or is damaged;
            or the articles are not in it.
    """
    if settings.database:
        raise StoreError(
            f"{without_password(settings.database)}: back up a PostgreSQL database with its own "
            "tools, such as `pg_dump` or continuous archiving; restore it with `pg_restore`"
        )
    if since is not None:
        verified(since)
    with closing(Library(settings.library)) as library, new_folder(target) as folder:
        _copy(library, settings, folder)
        with closing(Library(folder / DATABASE)) as copied:
            states = states_of(copied)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(format=WHOLE, created=made, collections=states, files=described(folder))
        if since is not None:
            manifest = _continuing(manifest, folder, since, target)
        write_manifest(folder, manifest)
    return manifest


def _continuing(manifest: Manifest, folder: Path, since: Path, target: Path) -> Manifest:
    """The manifest once only what differs from an earlier backup is left of the database."""
    database = described_file(folder / DATABASE, folder)
    write_changes(folder / DATABASE, since, folder / CHANGES)
    (folder / DATABASE).unlink()
    earlier = Earlier(
        folder=os.path.relpath(since.resolve(), target.resolve()),
        sha256=described_file(since / MANIFEST, since).sha256,
    )
    return structs.replace(
        manifest, format=CONTINUING, files=described(folder), since=earlier, database=database
    )


def states_of(library: Library) -> list[CollectionState]:
    """How far each collection is."""
    positions = library.log.positions()
    return [
        CollectionState(
            name=collection.name,
            articles=library.count_articles(collection),
            passages=library.log.count_passages(collection),
            position=positions.get(collection.pk, 0),
        )
        for collection in library.collections()
    ]


@contextmanager
def new_folder(target: Path) -> Generator[Path]:
    """A folder that gets its name once complete, and is removed on failure.

    Raises:
        InvalidFieldError: there is something at `target`.
        StoreError: it cannot be created.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InvalidFieldError(str(target), "exists already; name a new folder")
    make_data_folder(target.parent)
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as exc:
        raise unusable(target.parent, exc) from exc
    try:
        yield folder
        folder.replace(target)
    except OSError as exc:
        raise unusable(target, exc) from exc
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(library: Library, settings: Settings, folder: Path) -> None:
    with _links(library, settings.folder, folder) as links:

        def link_open_jobs(view: Connection) -> None:
            statement = select(jobs.c.id).where(jobs.c.status.in_(_OPEN))
            for id in view.execute(statement).scalars():
                _link(settings.folder / JOBS / id, links / id)

        assert isinstance(library.database, SqliteDatabase)  # noqa: S101
        copy_database(library.database, folder / DATABASE, link_open_jobs)
        if any(links.iterdir()):
            shutil.copytree(links, folder / JOBS)
    for name in BESIDE:
        if (settings.folder / name).is_file():
            shutil.copyfile(settings.folder / name, folder / name)
    problems = problems_of(folder / DATABASE)
    if problems:
        raise StoreError(f"{settings.library}: {problems[0]}; run `dateline doctor`")


@contextmanager
def _links(library: Library, data: Path, folder: Path) -> Generator[Path]:
    """A folder on the disk of the data, where files can be linked in no time, while it is needed.

    Where nothing can be written, nobody changes anything either, and time does not matter.
    """
    if library.database.read_only:
        with tempfile.TemporaryDirectory(dir=folder) as copies:
            yield Path(copies)
        return
    with file_lock(data / _LOCK):
        for left in data.glob(f"{_LINKED}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_LINKED, dir=data) as links:
            yield Path(links)


def _link(source: Path, target: Path) -> None:
    """The files of a job, which never change once they are there."""
    for path in sorted(source.glob("*")):
        if path.is_file() and path.suffix != ".lock":
            target.mkdir(exist_ok=True)
            _link_or_copy(path, target / path.name)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        # Some disks know no links.
        shutil.copyfile(source, target)
