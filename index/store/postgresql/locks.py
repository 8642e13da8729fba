"""Cross-machine locks: PostgreSQL advisory locks, each held by one connection.

The server releases the locks of a dead process. If the connection is lost, so are its locks: two
may then do the same work for a while, which only costs time.
"""

import weakref
from collections import Counter, deque
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from index.errors import StoreError
from index.store.postgresql.explaining import explained

_KEY = "hashtextextended(current_schema() || ' dateline ' || CAST(:name AS text), 0)"
WRITING = "hashtextextended(current_schema() || ' dateline', 0)"
"""The lock of writers."""


class Locks:
    """The locks of one process. Safe to use from several threads."""

    def __init__(self, pool: Engine, name: str) -> None:
        """Of the database that messages call `name`."""
        self._pool = pool
        self._name = name
        self._connection: Connection | None = None
        self._lock = RLock()
        self._alone: set[str] = set()
        self._shared: Counter[str] = Counter()
        # A shared lock may be given back by the garbage collector, in the middle of anything.
        self._given_back: deque[str] = deque()

    @contextmanager
    def alone(self, name: str) -> Generator[bool]:
        """Hold the lock exclusively inside the block; False if it is taken, here or elsewhere.

        Raises:
            StoreError: the server cannot be reached.
        """
        with self._lock:
            self._take_back()
            is_mine = name not in self._alone and not self._shared[name]
            is_mine = is_mine and self._call("pg_try_advisory_lock", name)
            if is_mine:
                self._alone.add(name)
        try:
            yield is_mine
        finally:
            if is_mine:
                self._give_back(name)

    def hold(self, name: str) -> "Hold":
        """Hold a shared lock.

        Raises:
            BlockingIOError: the exclusive lock is held.
            StoreError: the server cannot be reached.
        """
        with self._lock:
            self._take_back()
            if name in self._alone or not (
                self._shared[name] or self._call("pg_try_advisory_lock_shared", name)
            ):
                raise BlockingIOError(name)
            self._shared[name] += 1
        return Hold(name, self._given_back.append)

    def close(self) -> None:
        """Give everything back."""
        with self._lock:
            if self._connection is not None:
                self._connection.invalidate()
                self._connection.close()
            self._connection = None

    def _give_back(self, name: str) -> None:
        with self._lock:
            self._alone.discard(name)
            # With a lost connection, the lock is lost, too.
            with suppress(StoreError):
                self._call("pg_advisory_unlock", name)

    def _take_back(self) -> None:
        while self._given_back:
            name = self._given_back.popleft()
            self._shared[name] -= 1
            if not self._shared[name]:
                with suppress(StoreError):
                    self._call("pg_advisory_unlock_shared", name)

    def _call(self, function: str, name: str) -> bool:
        with explained(self._name):
            try:
                return self._called(self._connected(), function, name)
            except DBAPIError as exc:
                if not exc.connection_invalidated:
                    raise
            self.close()
            return self._called(self._connected(), function, name)

    def _connected(self) -> Connection:
        if self._connection is None:
            connection = self._pool.connect()
            for held in +self._shared:
                self._called(connection, "pg_try_advisory_lock_shared", held)
            self._connection = connection
        return self._connection

    def _called(self, connection: Connection, function: str, name: str) -> bool:
        found: Any = connection.execute(text(f"SELECT {function}({_KEY})"), {"name": name}).scalar()
        # No transaction was started on the server: this only informs SQLAlchemy.
        connection.rollback()
        return bool(found)


class Hold:
    """A shared lock, held until `release`, or until nothing refers to this object."""

    def __init__(self, name: str, give_back: Callable[[str], object]) -> None:
        self.release = weakref.finalize(self, give_back, name)
