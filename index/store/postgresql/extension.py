"""Checks that pgvector is installed in a supported version."""

from sqlalchemy import Connection, text

from index.errors import SettingsError

_OLDEST = (0, 8, 5)
_FAULTS = (
    "before 0.8.2, building an index overflows a buffer (CVE-2026-3172); before 0.8.3, vacuuming "
    "may corrupt it, and before 0.8.4, fail"
)
_VERSIONS = text(
    "SELECT default_version, installed_version FROM pg_available_extensions WHERE name = 'vector'"
)
_CREATE = text("CREATE EXTENSION IF NOT EXISTS vector")
_MAY_CREATE = text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")


def why_unfit(offered: str | None, installed: str | None) -> str | None:
    """What to do before a database can store vectors, if anything.

    Args:
        offered: the version of the files on the server; None if there are none.
        installed: the version installed in the database; None if none.
    """
    if offered is None:
        return "the server has no pgvector: install it there (PGDG's postgresql-18-pgvector)"
    if _number(offered) < _OLDEST:
        return f"the server's pgvector is {offered}: {_FAULTS}; install 0.8.5 or newer there"
    if installed is None:
        return "pgvector is not installed: let a superuser run CREATE EXTENSION vector in it"
    if _number(installed) < _OLDEST:
        return f"pgvector is {installed} in it: run ALTER EXTENSION vector UPDATE"
    return None


def require(connection: Connection, name: str) -> None:
    """Check that the database `name` can store vectors.

    Raises:
        SettingsError: it cannot; the message says what to do.
    """
    found = connection.execute(_VERSIONS).first()
    unfit = why_unfit(*(found or (None, None)))
    if unfit is not None:
        raise SettingsError(f"settings: `vector_store` pgvector: {name}: {unfit}")


def install(connection: Connection) -> None:
    """Install the extension, if the user may."""
    if connection.execute(_MAY_CREATE).scalar():
        connection.execute(_CREATE)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
