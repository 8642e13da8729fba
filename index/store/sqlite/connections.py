"""SQLite connections: read-write, or read-only if the file cannot be written.

SQLite in WAL mode needs two files next to the database. If they cannot be created, because the
folder is read-only or the disk is full, an unchanging database can still be read without them.
"""

import sqlite3
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

BUSY_SECONDS = 30

_ALWAYS = ("foreign_keys=ON", "cache_size=-16000")
_WRITABLE = (
    "journal_mode=WAL",
    "synchronous=FULL",  # acknowledged means on the disk, through a power cut too
    "secure_delete=ON",  # what was deleted must not be left readable in the file
    "journal_size_limit=67108864",
)
_READ_ONLY = ("temp_store=MEMORY",)


class Access(Enum):
    """How the file is opened."""

    WRITABLE = ""
    READ_ONLY = "?mode=ro"
    """Others may write to it, and have created these files."""
    FROZEN = "?mode=ro&immutable=1"
    """Nobody has it open for writing."""


def engine(path: Path, access: Access, begin: str) -> Engine:
    """A connection pool whose transactions start with `begin`."""
    made = create_engine("sqlite://", creator=_creator(path, access), **_pool())
    pragmas = _WRITABLE if access is Access.WRITABLE else _READ_ONLY

    @event.listens_for(made, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        # Transactions are opened by us, below: the driver would open them too late.
        connection.isolation_level = None
        for pragma in (*pragmas, *_ALWAYS):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _on_begin(connection: Connection) -> None:
        # Straight to the driver, in a tenth of the time: every question begins several.
        driven: Any = connection.connection.driver_connection
        driven.execute(begin)

    return made


def _creator(path: Path, access: Access) -> Callable[[], sqlite3.Connection]:
    address = f"file:{quote(str(path.absolute()))}{access.value}"
    return lambda: sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)


def _pool() -> dict[str, Any]:
    return {"poolclass": QueuePool, "pool_size": 8, "max_overflow": 64}
