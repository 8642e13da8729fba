"""Explains PostgreSQL errors and their remedies."""

import zlib
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from index.errors import StoreError, UnreachableStoreError
from index.store.postgresql.connections import BUSY_SECONDS

READ_ONLY = "25006"
_NO_TABLE = "42P01"
REFUSED = "DLMVD"
"""The error of writes to a moved library."""
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_ADVICE = {
    "42501": "let the user of `database` create tables there: they must be its own",
    "53100": "free some disk space there and try again; what was acknowledged is safe",
    "55P03": f"another process has been writing for over {BUSY_SECONDS} seconds; try again",
    READ_ONLY: "it is a replica, or was set so; name the primary in `database` to write",
    "XX001": "the database is damaged; restore it from a backup",
    "XX002": "an index is damaged; run `reindexdb`, then `dateline doctor`",
}
_GONE = ("08", "57P")
_ON = "Dateline goes on once that is put right"


class ReadOnlyStoreError(StoreError):
    """The database is read-only."""


class MissingTableError(StoreError):
    """A table is not there, or not there any more."""


@contextmanager
def explained(name: str) -> Generator[None]:
    """Translate driver errors and row damage into errors with advice."""
    try:
        yield
    except DBAPIError as exc:
        # Of a connection that could not be made, the driver tells no state.
        unknown = isinstance(exc, OperationalError) and not getattr(exc.orig, "sqlstate", None)
        is_gone = exc.connection_invalidated or unknown
        raise explanation(name, exc.orig, is_gone=is_gone) from None
    except PoolTimeoutError as exc:
        raise UnreachableStoreError(
            f"{name}: all connections are in use; send fewer requests at once"
        ) from exc
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise StoreError(
            f"{name}: a row is damaged ({exc}); run `dateline doctor` to see what else is, and "
            "restore the database from a backup"
        ) from exc


def explanation(name: str, error: Any, *, is_gone: bool = False) -> StoreError:
    """What happened, and what to do; neither values of articles nor a password is repeated."""
    state = getattr(error, "sqlstate", None)
    # The server's message on connecting is in the middle of the driver's message.
    told = getattr(getattr(error, "diag", None), "message_primary", None) or _last_line(error)
    if state == READ_ONLY:
        return ReadOnlyStoreError(f"{name}: {told}; {_ADVICE[state]}")
    if state == _NO_TABLE:
        return MissingTableError(f"{name}: {told}")
    if state in _ADVICE:
        return StoreError(f"{name}: {told}; {_ADVICE[state]}")
    if state == REFUSED:
        return UnreachableStoreError(f"{name}: {told}")
    if is_gone or (state or "").startswith(_GONE):
        return UnreachableStoreError(f"{name}: {told}; {_ON}")
    return StoreError(f"{name}: {told} ({state or type(error).__name__})")


def _last_line(error: Any) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = next((line for line in lines if "FATAL:" in line), lines[0] if lines else "no answer")
    return said.partition("FATAL:")[2].strip() or said
