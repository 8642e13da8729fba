"""A small auxiliary SQLite file whose loss breaks no promise.

It is never synced, so nobody waits for the disk; deleted data is overwritten.
"""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

# An answer never waits longer for it.
_BUSY_SECONDS = 0.1


class LooseFile:
    """One file for all processes. Safe to use from several threads."""

    def __init__(self, path: Path, table: str) -> None:
        """Open nothing yet.

        Args:
            path: of the file.
            table: the statement that makes its table, if that is not there.
        """
        self._path = path
        self._table = table
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    @contextmanager
    def open(self) -> Generator[sqlite3.Connection]:
        """Its connection, for one thread at a time; recreated if damaged by a crash.

        Raises:
            Error: of sqlite3, or an OSError: it cannot be used now.
        """
        with self._lock:
            if self._connection is None:
                try:
                    self._connection = self._connected()
                except sqlite3.OperationalError:
                    raise
                except sqlite3.DatabaseError:
                    delete_loose_file(self._path)
                    self._connection = self._connected()
            yield self._connection

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _connected(self) -> sqlite3.Connection:
        self._path.touch(mode=0o600)
        connection = sqlite3.connect(
            self._path, timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None
        )
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = OFF",
            "PRAGMA secure_delete = ON",
            self._table,
        ):
            connection.execute(statement)
        return connection


def delete_loose_file(path: Path) -> None:
    """Delete such a file and its companions, if possible."""
    with suppress(OSError):
        for end in ("", "-wal", "-shm"):
            path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
