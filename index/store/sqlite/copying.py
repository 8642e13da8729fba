"""A consistent copy of the database while it is in use."""

import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection

from index.errors import StoreError
from index.files.durable import unusable
from index.store.sqlite.database import SqliteDatabase

_OWNER_ONLY = 0o600


def copy_database(
    database: SqliteDatabase, target: Path, while_still: Callable[[Connection], None]
) -> None:
    """Copy the whole file; concurrent writes are not included and not blocked.

    Args:
        database: the source.
        target: the new file.
        while_still: called with the snapshot while writes are blocked, so that files
            next to the database can be captured in the same state. It should be fast.

    Raises:
        StoreError: it cannot be read, or the copy cannot be written.
    """
    with database.reading() as view:
        with _still(database):
            # Only with its first look does a reader get its view.
            view.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first()
            while_still(view)
        source = view.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)  # noqa: S101
        _copy(source, target)


def problems_of(path: Path) -> list[str]:
    """Problems that SQLite finds in an unused file; empty if none."""
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
    except sqlite3.Error as exc:
        return [str(exc)]
    problems = [line for line in found if line != "ok"]
    return problems + [f"{row[0]}: row {row[1]} refers to nothing" for row in orphans]


@contextmanager
def _still(database: SqliteDatabase) -> Generator[None]:
    """Let nobody write; where nothing can be written, nobody does anyway."""
    if database.read_only:
        yield
        return
    with database.writing():
        yield


def _copy(source: sqlite3.Connection, target: Path) -> None:
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        with target.open("rb") as file:
            os.fsync(file.fileno())
    except OSError as exc:
        raise unusable(target, exc) from exc
    except sqlite3.Error as exc:
        raise StoreError(f"{target}: cannot be written: {exc}") from exc
