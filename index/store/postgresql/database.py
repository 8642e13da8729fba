"""PostgreSQL as the database, shared by any number of processes and machines.

reading()   REPEATABLE READ, READ ONLY     one consistent view
writing()   an advisory lock first         one writer at a time, so that the log has an order
"""

import secrets
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, func, insert, inspect, select, text, update

from index.errors import StoreError
from index.store.database import Database
from index.store.postgresql.address import without_password
from index.store.postgresql.connections import BUSY_SECONDS, begun, engine
from index.store.postgresql.examining import problems
from index.store.postgresql.explaining import ReadOnlyStoreError, explained
from index.store.postgresql.listening import CHANNEL, Listener
from index.store.postgresql.locks import WRITING, Hold, Locks
from index.store.schema import SCHEMA_VERSION, counters, facts, metadata

OLDEST_SERVER = 16
_OLDEST_SCHEMA = 8
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# Read committed: sees what the previous writer left, not the state when we queued.
_WRITE = f"""
    BEGIN ISOLATION LEVEL READ COMMITTED;
    SET LOCAL lock_timeout = '{BUSY_SECONDS}s';
    SET LOCAL idle_in_transaction_session_timeout = '60s';
    SELECT pg_advisory_xact_lock({WRITING})
"""
_INDEX = "BEGIN ISOLATION LEVEL READ COMMITTED"
_TOLD = (
    "CREATE OR REPLACE FUNCTION dateline_changed() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN PERFORM pg_notify('{CHANNEL}', TG_TABLE_SCHEMA); RETURN NULL; END $$",
    "CREATE OR REPLACE TRIGGER changes_told AFTER INSERT ON changes "
    "FOR EACH STATEMENT EXECUTE FUNCTION dateline_changed()",
)
_ID = "library"


class PostgresDatabase(Database):
    """One database of a PostgreSQL server."""

    def __init__(self, address: str) -> None:
        """Connect, creating missing tables.

        Raises:
            SettingsError: the URL is invalid, or the driver is not installed.
            StoreError: the server cannot be reached or used; the message says why.
        """
        self.name = without_password(address)
        self._pool = engine(address)
        self._locks = Locks(self._pool, self.name)
        self._listener: Listener | None = None
        self._cause: str | None = None
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A consistent view for reading."""
        with explained(self.name), begun(self._pool, _READ) as connection:
            yield connection
            connection.commit()

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One transaction: durable once the block ends, nothing of it if the block raises.

        Raises:
            StoreError: nothing can be written; the message says why.
        """
        try:
            with explained(self.name), begun(self._pool, _WRITE) as connection:
                yield connection
                connection.commit()
        except ReadOnlyStoreError as exc:
            self._cause = str(exc)
            raise
        self._cause = None

    @contextmanager
    def indexing(self) -> Generator[Connection]:
        """One transaction on derived data, which does not block writers.

        Raises:
            StoreError: nothing can be written; the message says why.
        """
        with explained(self.name), begun(self._pool, _INDEX) as connection:
            yield connection
            connection.commit()

    @property
    def read_only(self) -> str | None:
        """Why the last write failed; None if it succeeded."""
        return self._cause

    def check(self) -> list[str]:
        """Problems known to the server, and settings that weaken guarantees."""
        with self.reading() as connection:
            return problems(connection)

    def check_in_place(self) -> None:
        """Find that the server could be reached a moment ago.

        Raises:
            StoreError: it could not.
        """
        if self._listener is not None and self._listener.trouble is not None:
            raise StoreError(self._listener.trouble)

    def alone(self, name: str) -> AbstractContextManager[bool]:
        """Be the only one on all machines inside the block."""
        return self._locks.alone(name)

    def hold(self, name: str) -> Hold:
        """Hold a shared lock across all machines."""
        return self._locks.hold(name)

    def watch(self, wake: Callable[[], object]) -> None:
        """Call `wake` when a change is committed."""
        self._listener = Listener(self._pool, self.name, wake)

    def follow_keys(self, connection: Connection) -> None:
        """Set each sequence above the highest key."""
        for table in metadata.sorted_tables:
            column = table.autoincrement_column
            if column is not None:
                highest = select(func.max(column)).scalar_subquery()
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                connection.execute(select(func.setval(sequence, func.coalesce(highest, 1))))

    def close(self) -> None:
        """Close all connections."""
        if self._listener is not None:
            self._listener.close()
        self._locks.close()
        self._pool.dispose()

    def _prepare(self) -> None:
        self._check_server()
        if not self._is_current():
            self._create_tables()
        with self.reading() as connection:
            self.id = str(_fact(connection, _ID))

    def _check_server(self) -> None:
        with self.reading() as connection:
            version = int(connection.execute(text("SHOW server_version_num")).scalar_one())
            encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        unfit = why_unfit(version // 10_000, encoding)
        if unfit is not None:
            raise StoreError(f"{self.name}: {unfit}")

    def _is_current(self) -> bool:
        """Tell without waiting for anybody who writes."""
        with self.reading() as connection:
            return has_tables(connection) and _fact(connection, "schema") == str(SCHEMA_VERSION)

    def _create_tables(self) -> None:
        with self.writing() as connection:
            metadata.create_all(connection)
            for statement in _TOLD:
                connection.exec_driver_sql(statement)
            found = _fact(connection, "schema")
            if found is None:
                values = {"schema": str(SCHEMA_VERSION), _ID: secrets.token_hex(8)}
                rows = [{"name": name, "value": value} for name, value in values.items()]
                connection.execute(insert(facts), rows)
                connection.execute(insert(counters).values(name="passages", next=1))
            elif found != str(SCHEMA_VERSION):
                self._migrate(connection, found)

    def _migrate(self, connection: Connection, found: str) -> None:
        # Imported only here: most starts do not need it.
        from index.store.migrations import migrate

        if not found.isdigit() or not _OLDEST_SCHEMA <= int(found) < SCHEMA_VERSION:
            raise StoreError(
                f"{self.name}: written with schema {found}, this Dateline knows {_OLDEST_SCHEMA} "
                f"to {SCHEMA_VERSION}; run the Dateline that wrote it, or export and import"
            )
        migrate(connection, int(found))
        connection.execute(
            update(facts).where(facts.c.name == "schema").values(value=str(SCHEMA_VERSION))
        )


def why_unfit(version: int, encoding: str) -> str | None:
    """Why a server of that version or a database in that encoding is unsuitable, if so."""
    if version < OLDEST_SERVER:
        return f"is of PostgreSQL {version}; use {OLDEST_SERVER} or newer"
    if encoding != "UTF8":
        remedy = "createdb --encoding=UTF8 --template=template0"
        return f"its encoding is {encoding}; make one that can hold every text: {remedy}"
    return None


def has_tables(connection: Connection) -> bool:
    """Whether the tables exist."""
    return inspect(connection).has_table(facts.name)


def _fact(connection: Connection, name: str) -> str | None:
    return connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()


def is_begun(address: str) -> bool:
    """Whether a library exists at a URL.

    Raises:
        SettingsError: the URL is invalid, or the driver is not installed.
        StoreError: the server cannot be reached.
    """
    pool = engine(address)
    try:
        with explained(without_password(address)), begun(pool, _READ) as connection:
            return has_tables(connection)
    finally:
        pool.dispose()
