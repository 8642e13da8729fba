"""The SQLite database file: writers, durability and diagnostics."""

import logging
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import msgspec
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import DBAPIError

from index.errors import StoreError, UnreachableStoreError
from index.files.durable import FREE_SPACE, MAKE_WRITABLE, make_data_folder
from index.files.kinds import other_kind
from index.store.database import Database
from index.store.schema import SCHEMA_VERSION, counters, facts, metadata
from index.store.sqlite.connections import BUSY_SECONDS, Access, engine
from index.store.sqlite.locks import Hold, file_lock_if_free

_log = logging.getLogger(__name__)

# SQLite's messages when it cannot create its companion files.
_CANNOT_WRITE = {"SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR"}
# With less free space than this, SQLite cannot even start reading.
_LEAST_BYTES = 1 << 16
_RESTORE = (
    "run `dateline doctor` to see what else is, and restore the file from a backup, "
    "together with its -wal if there is one"
)
_MOST_SAID = 3
"""The most problems of a database that are named."""
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
# By a trigger: the library was moved elsewhere.
_REFUSED = "SQLITE_CONSTRAINT_TRIGGER"


class SqliteDatabase(Database):
    """One SQLite file in WAL mode: many readers, one writer at a time, across processes.

    If it cannot be written, it can still be read.
    """

    def __init__(self, path: Path) -> None:
        """Open the database at `path`, creating folder, file and tables if missing.

        Raises:
            StoreError: the file is damaged, missing, cannot be opened, or is from a newer Dateline.
        """
        self.path = path
        self.name = path.name
        self._cause = ""
        self._file: tuple[int, int] | None = None
        make_data_folder(path.parent)
        check_are_files(path)
        check_not_lost(path)
        self._open(Access.WRITABLE)
        try:
            self._create_tables()
        except _CannotWriteError as exc:
            self._open_for_reading(exc)
            _log.warning("%s; until then it is read-only", exc)
        self._file = _inode(path)

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A consistent view for reading."""
        if self._access is Access.FROZEN and _stamp(self.path) != self._seen:
            self._open_again()
        self.check_in_place()
        with _explained(self.path), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One transaction: durable once the block ends, nothing of it if the block raises.

        Raises:
            StoreError: nothing can be written; the message says why.
        """
        self.check_in_place()
        if self.read_only:
            self._open_again()
        if self.read_only:
            raise StoreError(self.read_only)
        try:
            with _explained(self.path), self._writers.begin() as connection:
                yield connection
                self.check_in_place()
        except _CannotWriteError:
            self._open_again()
            raise

    @property
    def read_only(self) -> str | None:
        """Why nothing can be written; None if it can."""
        return None if self._access is Access.WRITABLE else self._cause

    def check(self) -> list[str]:
        """Problems found by SQLite; empty if none."""
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        problems = [str(line) for line in found if line != "ok"]
        problems += [f"{row[0]}: row {row[1]} refers to nothing" for row in orphans[:5]]
        return [_damaged(self.path, problems)] if problems else []

    def check_in_place(self) -> None:
        """Check that the file is still in place: writes to a removed file are lost.

        Raises:
            StoreError: it was removed or replaced.
        """
        if self._file is None or self._access is Access.FROZEN:
            return
        if _inode(self.path) != self._file:
            raise StoreError(
                f"{self.path}: removed or replaced while it was open; "
                "put it back, or restart Dateline to use the new one"
            )

    def alone(self, name: str) -> AbstractContextManager[bool]:
        """Be the only process inside the block, by a file in the data folder."""
        lock = self._lock(name)
        make_data_folder(lock.parent)
        return file_lock_if_free(lock)

    def hold(self, name: str) -> Hold:
        """Hold a shared lock on that file."""
        return Hold(self._lock(name))

    def watch(self, wake: Callable[[], object]) -> None:
        """Do nothing: SQLite does not notify, but polling it is cheap."""

    def follow_keys(self, connection: Connection) -> None:
        """Nothing: SQLite does so by itself."""

    def close(self) -> None:
        """Close all connections."""
        self._readers.dispose()
        self._writers.dispose()

    def _lock(self, name: str) -> Path:
        return self.path.parent / f"{name}.lock"

    # Opening

    def _open(self, access: Access) -> None:
        self._access, self._seen = access, _stamp(self.path)
        self._readers = engine(self.path, access, begin="BEGIN")
        # The lock is taken at the start: a reader that turns writer halfway would fail instead.
        self._writers = engine(self.path, access, begin="BEGIN IMMEDIATE")

    def _open_for_reading(self, cause: StoreError) -> None:
        """Open what cannot be written to.

        Raises:
            StoreError: it cannot be read either.
        """
        self._cause = str(cause)
        for access in (Access.READ_ONLY, Access.FROZEN):
            # If they were not included in the snapshot, changes waiting in the log would be lost.
            if access is Access.READ_ONLY or not _has_log(self.path):
                self.close()
                self._open(access)
                with suppress(_CannotWriteError):
                    if self._is_current():
                        return
        raise StoreError(self._cause) from cause

    def _open_again(self) -> None:
        """Find out what is possible now."""
        self.close()
        self._open(Access.WRITABLE)
        try:
            with _explained(self.path), self._writers.begin():
                pass
        except _CannotWriteError as exc:
            self._open_for_reading(exc)

    def _create_tables(self) -> None:
        if self._is_current():
            return
        with self.writing() as connection:
            own = [table for table in metadata.sorted_tables if not table.info.get("shared")]
            metadata.create_all(connection, own)
            found = _schema_version(connection)
            if found is None:
                connection.execute(insert(facts).values(name="schema", value=str(SCHEMA_VERSION)))
                connection.execute(insert(counters).values(name="passages", next=1))
            elif found != str(SCHEMA_VERSION):
                self._migrate(connection, found)

    def _migrate(self, connection: Connection, found: str) -> None:
        # Imported only here: most starts do not need it.
        from index.store.migrations import OLDEST, migrate

        if not found.isdigit() or not OLDEST <= int(found) < SCHEMA_VERSION:
            raise StoreError(
                f"{self.path}: written with schema {found}, this Dateline knows {OLDEST} to "
                f"{SCHEMA_VERSION}; run the Dateline that wrote it, or export and import"
            )
        _log.info("%s: from schema %s to %s", self.path, found, SCHEMA_VERSION)
        migrate(connection, int(found))
        connection.execute(
            update(facts).where(facts.c.name == "schema").values(value=str(SCHEMA_VERSION))
        )

    def _is_current(self) -> bool:
        """Tell without taking the write lock: commands that only read must not wait for it."""
        known = "SELECT 1 FROM sqlite_master WHERE name = 'facts'"
        with self.reading() as connection:
            if connection.exec_driver_sql(known).first() is None:
                return False
            return _schema_version(connection) == str(SCHEMA_VERSION)


def check_are_files(path: Path) -> None:
    """Reject paths on which SQLite would block or fail obscurely.

    Raises:
        StoreError: the database or a file next to it is not a regular file.
    """
    for place in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        kind = other_kind(place)
        if kind is not None:
            todo = f"and restore {place.name} from a backup" if place == path else "and start again"
            raise StoreError(f"{place}: is {kind}, not a file; move it away {todo}")


def check_not_lost(path: Path) -> None:
    """Refuse to create a new library where one existed.

    Raises:
        StoreError: the file is missing or empty, but its indexes or its log exist.
    """
    if path.exists() and path.stat().st_size:
        return
    beside = [path.with_name(f"{path.name}-wal"), *path.parent.glob("indexes/*/lexical.json")]
    for witness in beside:
        if witness.exists() and witness.stat().st_size:
            state = "empty" if path.exists() else "missing"
            raise StoreError(
                f"{path}: {state}, though {witness} belongs to it: "
                f"restore it from a backup, or delete {path.parent} to start again"
            )


class _CannotWriteError(StoreError):
    """The file may be intact, but cannot be written."""


def _schema_version(connection: Connection) -> str | None:
    return connection.execute(select(facts.c.value).where(facts.c.name == "schema")).scalar()


def _stamp(path: Path) -> tuple[int, int, bool]:
    """What is different once somebody writes to the file."""
    try:
        stat = path.stat()
    except OSError:
        return 0, 0, False
    return stat.st_mtime_ns, stat.st_size, _has_log(path)


def _has_log(path: Path) -> bool:
    """Whether the write-ahead log holds something that may be missing in the file."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


@contextmanager
def _explained(path: Path) -> Generator[None]:
    """Turn the driver's errors, and what damaged rows cause, into one that says what to do."""
    try:
        yield
    except DBAPIError as exc:
        raise _explanation(path, exc.orig) from exc
    except sqlite3.Error as exc:
        raise _explanation(path, exc) from exc
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise StoreError(f"{path}: a row is damaged ({exc}); {_RESTORE}") from exc


def _damaged(path: Path, problems: list[str]) -> str:
    """What is wrong, of which SQLite tells line after line, and what to do."""
    said = "; ".join(" ".join(line.split()) for line in problems[:_MOST_SAID])
    more = f" and {len(problems) - _MOST_SAID:,} more" if len(problems) > _MOST_SAID else ""
    return (
        f"{path}: the database is damaged and cannot be repaired; restore the file from a backup, "
        "together with its -wal if there is one; without a backup, `dateline export` saves what "
        f"can still be read (SQLite reports: {said}{more})"
    )


def _explanation(path: Path, error: BaseException | None) -> StoreError:
    name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
    if name in _DAMAGED:
        return StoreError(f"{path}: {error}; the database is damaged: {_RESTORE}")
    if getattr(error, "sqlite_errorname", "") == _REFUSED:
        return UnreachableStoreError(f"{path}: {error}")
    if name not in _CANNOT_WRITE:
        return StoreError(f"{path}: {error}; {_advice(str(error))}")
    if name == "SQLITE_FULL" or shutil.disk_usage(path.parent).free < _LEAST_BYTES:
        return _CannotWriteError(f"{path}: the disk is full; {FREE_SPACE}")
    return _CannotWriteError(f"{path}: {error}; {_advice(str(error))}")


def _advice(message: str) -> str:
    if "readonly" in message or "unable to open" in message:
        return MAKE_WRITABLE
    if "locked" in message:
        return f"another process has been writing for over {BUSY_SECONDS} seconds; try again"
    return "check that the disk is healthy and the data folder writable"


def _inode(path: Path) -> tuple[int, int] | None:
    """What tells the file from any other at its path; None if it is missing."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
