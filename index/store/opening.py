"""Opens the database: the file at a path, or PostgreSQL at a URL."""

from pathlib import Path

from sqlalchemy import select

from index.errors import StoreError
from index.store.database import Database
from index.store.schema import facts
from index.store.sqlite.database import SqliteDatabase

ARRIVING = "arriving"
"""The fact with the progress of a move to this database."""

Place = Path | str
"""The path of a file, or an address: "postgresql+psycopg://user@host/name"."""


def open_whole(place: Place) -> Database:
    """Open the database, creating it if needed.

    Raises:
        SettingsError: the URL is invalid, or its driver is not installed.
        StoreError: it cannot be used, or is not all there; the message says what to do.
    """
    database = open_database(place)
    with database.reading() as connection:
        arriving = connection.execute(select(facts.c.name).where(facts.c.name == ARRIVING)).first()
    if arriving is not None:
        database.close()
        raise StoreError(
            f"{database.name}: a library is being moved there; let `dateline migrate` finish"
        )
    return database


def open_database(place: Place) -> Database:
    """Open it even if a library is still being moved there.

    Raises:
        SettingsError: the URL is invalid, or its driver is not installed.
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
        SettingsError: the URL is invalid, or its driver is not installed.
        StoreError: the server cannot be reached.
    """
    if isinstance(place, Path):
        return place.exists()
    from index.store.postgresql.database import is_begun

    return is_begun(place)
