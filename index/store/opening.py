"""Which database holds the truth: the file at a path, or the PostgreSQL database at an address."""

from pathlib import Path

from index.store.database import Database
from index.store.sqlite.database import SqliteDatabase

Place = Path | str
"""The path of a file, or an address: "postgresql+psycopg://user@host/name"."""


def open_database(place: Place) -> Database:
    """Open the truth, creating it where there is none.

    Raises:
        SettingsError: the address is none, or the driver for it is not installed.
        StoreError: it cannot be used; the message says what to do.
    """
    if isinstance(place, Path):
        return SqliteDatabase(place)
    # Imported here: with a file, nothing of it is needed.
    from index.store.postgresql.database import PostgresDatabase

    return PostgresDatabase(place)


def is_there(place: Place) -> bool:
    """Whether there is a library.

    Raises:
        SettingsError: the address is none, or the driver for it is not installed.
        StoreError: the server cannot be reached.
    """
    if isinstance(place, Path):
        return place.exists()
    from index.store.postgresql.database import is_begun

    return is_begun(place)
