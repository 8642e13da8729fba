"""Moves a library: copies, catches up, compares row by row, then closes the old one.

    begin --> copy, table by table --> follow --> compare counts and hashes --> follow --> close
                  └── each step also brings over what was written meanwhile to what is there

The target always reflects the source at one moment, as far as it has been copied; its progress is
stored in it. So a killed move resumes. Servers read and write in the meantime; when both are equal,
the old library rejects writes and says where it moved.
"""

import time
from collections.abc import Callable

import msgspec
from msgspec import Struct, structs
from sqlalchemy import Connection, delete, func, insert, select

from index.errors import InvalidFieldError, StoreError
from index.interruption import go_on
from index.store.database import Database
from index.store.jobs.table import UNFINISHED
from index.store.moving.capture import (
    MOVED,
    MOVING,
    TABLES,
    Key,
    begin,
    changed,
    close,
    fact,
    last_noted,
    release,
    told,
)
from index.store.moving.copying import AT_ONCE, check, copy, erase, next_keys, own_excluded, summed
from index.store.opening import ARRIVING
from index.store.schema import articles, collections, facts, jobs, views

_NAME = "moving"
_JOB_SECONDS = 0.5


class Moved(Struct, frozen=True):
    """The result of a move."""

    articles: int
    rows: int


class _State(Struct, frozen=True):
    """The progress of a move, stored in the target."""

    token: str
    """Of the library that is copied."""
    noted: int
    """The last recorded write that has been applied."""
    table: int = 0
    """Number of the table that is being copied; those before it are there."""
    after: Key | None = None
    """The last of its units that is there."""


def move(
    source: Database,
    target: Database,
    where: str,
    wait: Callable[[], object] = lambda: None,
    *,
    at_once: int = AT_ONCE,
) -> Moved:
    """Move everything to an empty library, or resume; servers may use the source.

    Args:
        source: the library to copy, closed at the end.
        target: the new library; nobody else may use it before this returns.
        where: the location the source will report.
        wait: called if jobs have to be waited for.
        at_once: batch size in articles, passages and so on.

    Raises:
        InvalidFieldError: the target is not empty, or holds a part of another library.
        StoreError: the source is being moved by somebody else, has been moved elsewhere, or one of
            them cannot be used, or what arrived differs.
    """
    with source.alone(_NAME) as is_mine:
        if not is_mine:
            raise StoreError(f"{source.name}: is being moved by another process")
        return _Mover(source, target, where, at_once).moved(wait)


def stay(source: Database) -> bool:
    """Give up a move, or take back a library that was moved; False if there was nothing to do."""
    with source.writing() as connection:
        return release(connection)


def moved_away(source: Database) -> str | None:
    """Where a library is by now, and what to do; None: it has not been moved."""
    with source.reading() as connection:
        where = fact(connection, MOVED)
    return None if where is None else f"{source.name}: {told(where)}"


class _Mover:
    def __init__(self, source: Database, target: Database, where: str, at_once: int) -> None:
        self._source, self._target, self._where = source, target, where
        self._at_once = at_once

    def moved(self, wait: Callable[[], object]) -> Moved:
        gone = self._begin()
        if gone not in (None, self._where):
            raise StoreError(f"{self._source.name}: was moved to {gone}")
        if gone is None:
            while self._step():
                go_on()
            self._compare()
            if not self._closed():
                wait()
                while not self._closed():
                    time.sleep(_JOB_SECONDS)
                    self._follow()
        return self._finished()

    def _begin(self) -> str | None:
        """Let writes be noted; where the library has gone already, if so."""
        with self._source.reading() as old:
            known, gone = fact(old, MOVING), fact(old, MOVED)
        if gone is not None:
            return gone
        with self._target.writing() as new:
            state = _read(new)
            if state is None and not _is_empty(new):
                raise InvalidFieldError(
                    self._target.name, "holds a library already; name an empty one"
                )
            if state is not None and state.token != known:
                raise InvalidFieldError(
                    self._target.name, "holds a part of another library; name an empty one"
                )
            if state is None:
                with self._source.writing() as old:
                    token = begin(old)
                    _write(new, _State(token, last_noted(old)))
        return None

    def _step(self) -> bool:
        """Copy the next rows, and what has changed of those that are there; False at the end."""
        with self._source.reading() as old, self._target.writing() as new:
            state = _catch_up(old, new)
            if state.table == len(TABLES):
                return False
            table = TABLES[state.table]
            keys = next_keys(old, table, state.after, self._at_once)
            copy(old, new, table, keys)
            done = structs.replace(state, table=state.table + 1, after=None)
            _write(new, structs.replace(state, after=keys[-1]) if keys else done)
            return True

    def _follow(self) -> None:
        with self._source.reading() as old, self._target.writing() as new:
            _catch_up(old, new)

    def _compare(self) -> None:
        """Compare every row of both as they were at one moment."""
        with self._source.reading() as old:
            with self._target.writing() as new:
                _catch_up(old, new)
            with self._target.reading() as new:
                for table in TABLES:
                    if summed(old, table) != summed(new, table):
                        raise StoreError(
                            f"table {table.name}: the copy differs; start the move again"
                        )
        self._follow()

    def _closed(self) -> bool:
        """Bring over the last writes and refuse further ones; False if a job is not done."""
        with self._source.writing() as old:
            if _has_jobs(old):
                return False
            with self._target.writing() as new:
                _catch_up(old, new)
                _check_counts(old, new)
                self._target.follow_keys(new)
            close(old, self._where)
        return True

    def _finished(self) -> Moved:
        """Let the target be used."""
        with self._target.writing() as new:
            if _is_empty(new):
                raise StoreError(
                    f"{self._target.name}: the library that was moved there is missing"
                )
            new.execute(delete(facts).where(facts.c.name == ARRIVING))
            copies = articles.c.collection_pk.in_(select(views.c.collection_pk))
            statement = select(func.count()).select_from(articles).where(~copies)
            count = new.execute(statement).scalar_one()
            return Moved(articles=count, rows=sum(_counts(new)))


def _catch_up(old: Connection, new: Connection) -> _State:
    """Bring over what was written to the tables that are there, or are being copied."""
    state = _read(new)
    if state is None:
        raise StoreError("the move was abandoned; start again with an empty library")
    last = last_noted(old)
    if last == state.noted:
        return state
    found = changed(old, state.noted)
    tables = [table for table in TABLES[: state.table + 1] if table.name in found]
    for table in reversed(tables):
        erase(old, new, table, found[table.name])
    for table in tables:
        copy(old, new, table, found[table.name])
    for table in tables:
        check(old, new, table, found[table.name])
    state = structs.replace(state, noted=last)
    _write(new, state)
    return state


def _read(new: Connection) -> _State | None:
    value = fact(new, ARRIVING)
    return None if value is None else msgspec.json.decode(value, type=_State)


def _write(new: Connection, state: _State) -> None:
    new.execute(delete(facts).where(facts.c.name == ARRIVING))
    value = msgspec.json.encode(state).decode()
    new.execute(insert(facts).values(name=ARRIVING, value=value))


def _is_empty(new: Connection) -> bool:
    return new.execute(select(collections.c.pk).limit(1)).first() is None


def _has_jobs(old: Connection) -> bool:
    waiting = select(jobs.c.id).where(jobs.c.status.in_([one.value for one in UNFINISHED]))
    return old.execute(waiting.limit(1)).first() is not None


def _check_counts(old: Connection, new: Connection) -> None:
    for table, here, there in zip(TABLES, _counts(old), _counts(new), strict=True):
        if here != there:
            raise StoreError(f"table {table.name}: {here} rows, of which {there} were copied")


def _counts(connection: Connection) -> list[int]:
    return [
        connection.execute(
            select(func.count()).select_from(table).where(*own_excluded(table))
        ).scalar_one()
        for table in TABLES
    ]
