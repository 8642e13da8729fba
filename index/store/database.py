"""Connections to the truth: who may write, how durably, and what a full disk looks like."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, update
from sqlalchemy.exc import DatabaseError, OperationalError

from index.errors import StoreError
from index.files.durable import make_data_folder
from index.store.schema import SCHEMA_VERSION, counters, facts, metadata

_log = logging.getLogger(__name__)

_BUSY_SECONDS = 30


class Database:
    """One SQLite file in WAL mode: many readers, one writer at a time, across processes."""

    def __init__(self, path: Path) -> None:
        """Open the database at `path`, creating folder, file and tables where they are missing.

        Raises:
            StoreError: the file cannot be opened or written, or is of a newer Dateline.
        """
        self.path = path
        make_data_folder(path.parent)
        self._readers = _engine(path, begin="BEGIN")
        # The lock is taken at the start: a reader that turns writer halfway would fail instead.
        self._writers = _engine(path, begin="BEGIN IMMEDIATE")
        self._create_tables()

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A consistent view for reading."""
        with _explained(self.path), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One transaction: durable once the block ends, nothing of it if the block raises."""
        with _explained(self.path), self._writers.begin() as connection:
            yield connection

    def check(self) -> list[str]:
        """What the database engine finds wrong with its file; empty when nothing is."""
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        problems = [str(line) for line in found if line != "ok"]
        return problems + [f"{row[0]}: row {row[1]} refers to nothing" for row in orphans[:5]]

    def close(self) -> None:
        """Close all connections."""
        self._readers.dispose()
        self._writers.dispose()

    def _create_tables(self) -> None:
        if self._is_current():
            return
        with self.writing() as connection:
            metadata.create_all(connection)
            found = _schema_version(connection)
            if found is None:
                connection.execute(insert(facts).values(name="schema", value=str(SCHEMA_VERSION)))
                connection.execute(insert(counters).values(name="passages", next=1))
            elif int(found) != SCHEMA_VERSION:
                self._migrate(connection, int(found))

    def _migrate(self, connection: Connection, found: int) -> None:
        # Loaded here alone: most starts need none of it.
        from index.store.migrations import OLDEST, migrate

        if not OLDEST <= found < SCHEMA_VERSION:
            raise StoreError(
                f"{self.path}: written with schema {found}, this Dateline knows {OLDEST} to "
                f"{SCHEMA_VERSION}; run the Dateline that wrote it, or export and import"
            )
        _log.info("%s: from schema %s to %s", self.path, found, SCHEMA_VERSION)
        migrate(connection, found)
        connection.execute(
            update(facts).where(facts.c.name == "schema").values(value=str(SCHEMA_VERSION))
        )

    def _is_current(self) -> bool:
        """Tell without taking the write lock: commands that only read must not wait for it."""
        try:
            with self._readers.begin() as connection:
                return _schema_version(connection) == str(SCHEMA_VERSION)
        except DatabaseError:
            return False


def _schema_version(connection: Connection) -> str | None:
    return connection.execute(select(facts.c.value).where(facts.c.name == "schema")).scalar()


def _engine(path: Path, begin: str) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
        pool_size=8,
        max_overflow=64,
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        # Transactions are opened by us, below: the driver would open them too late.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # acknowledged means on the disk, through a power cut too
            "foreign_keys=ON",
            "secure_delete=ON",  # what was deleted must not be left readable in the file
            "cache_size=-16000",
            "journal_size_limit=67108864",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def _explained(path: Path) -> Generator[None]:
    """Turn the driver's errors into one that says what to do."""
    try:
        yield
    except OperationalError as exc:
        raise StoreError(f"{path}: {exc.orig}; {_advice(str(exc.orig))}") from exc
    except DatabaseError as exc:
        raise StoreError(
            f"{path}: {exc.orig}; run `dateline doctor`, or restore the file from a backup"
        ) from exc


def _advice(message: str) -> str:
    if "full" in message:
        return "free some disk space and try again; what was acknowledged is safe"
    if "readonly" in message or "unable to open" in message:
        return "make the data folder writable, or set DATELINE_DATA to another one"
    if "locked" in message:
        return f"another process has been writing for over {_BUSY_SECONDS} seconds; try again"
    return "check that the disk is healthy and the data folder writable"
