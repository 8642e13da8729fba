"""PostgreSQL connections: a pool with explicit transactions."""

from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from index.errors import SettingsError
from index.store.postgresql.address import with_driver

BUSY_SECONDS = 30

# A machine that silently disappears is noticed within half a minute, on both sides.
_DEFAULTS: dict[str, Any] = {
    "application_name": "dateline",
    "client_encoding": "utf8",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
_SESSION = """
    SELECT set_config('jit', 'off', false),
           set_config('tcp_keepalives_idle', '10', false),
           set_config('tcp_keepalives_interval', '5', false),
           set_config('tcp_keepalives_count', '3', false),
           set_config('idle_in_transaction_session_timeout', '300s', false),
           -- Acknowledged means on the disk; where replicas are waited for, that stays so.
           CASE current_setting('synchronous_commit')
               WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END
"""


def engine(address: str) -> Engine:
    """A connection pool, opened on demand.

    Raises:
        SettingsError: the URL is invalid, or the driver is not installed.
    """
    try:
        import_module("psycopg")
    except ImportError as exc:
        raise SettingsError(
            f"settings: `database` needs psycopg ({exc}): run `pip install 'dateline[postgresql]'`"
        ) from exc
    try:
        url = make_url(with_driver(address))
    except (ArgumentError, ValueError):
        # Said without the cause, which may repeat the password.
        raise SettingsError(
            "settings: `database` is not a valid URL; write "
            "postgresql+psycopg://USER:PASSWORD@HOST:PORT/NAME"
        ) from None
    given = {name: value for name, value in _DEFAULTS.items() if name not in url.query}
    made = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=16,
        # Otherwise the driver would start each transaction with a separate statement.
        connect_args={**given, "autocommit": True},
    )

    @event.listens_for(made, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.execute(_SESSION)

    return made


def begun(pool: Engine, statement: str) -> Connection:
    """A connection, with its transaction begun by this statement.

    Only this reveals whether the server has been restarted; the pool then discards its connections,
    so a second attempt gets a new one.
    """
    try:
        return _begun(pool, statement)
    except DBAPIError as exc:
        if not exc.connection_invalidated:
            raise
        return _begun(pool, statement)


def _begun(pool: Engine, statement: str) -> Connection:
    connection = pool.connect()
    try:
        connection.begin()
        connection.exec_driver_sql(statement)
    except BaseException:
        connection.close()
        raise
    return connection
