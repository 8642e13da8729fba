"""The database interface of the store.

the data folder's own SQLite file     index/store/sqlite       one machine, nothing to set up
a PostgreSQL database                 index/store/postgresql   any number of machines
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection


class SharedLock(Protocol):
    """A shared lock."""

    def release(self) -> object:
        """Give it back; so does nothing referring to this object any more."""
        ...


class Database(ABC):
    """The database: many readers, one writer at a time, across threads, processes and machines."""

    name: str
    """What messages call it; it gives no secret away."""
    id: str = ""
    """A unique identifier; empty if it is in the data folder."""

    @property
    def is_shared(self) -> bool:
        """Whether several servers with separate data folders may use it."""
        return bool(self.id)

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A consistent view for reading.

        Raises:
            StoreError: it cannot be read; the message says why.
        """

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction: durable once the block ends, rolled back if the block raises.

        Raises:
            StoreError: it cannot be written; the message says why.
        """

    @property
    @abstractmethod
    def read_only(self) -> str | None:
        """Why it cannot be written; None if it can."""

    @abstractmethod
    def check(self) -> list[str]:
        """Problems known to the database engine; empty if none."""

    @abstractmethod
    def check_in_place(self) -> None:
        """Check that the database is still in place; called often, so it must be fast.

        Raises:
            StoreError: it is missing; the message says what to do.
        """

    @abstractmethod
    def alone(self, name: str) -> AbstractContextManager[bool]:
        """Hold an exclusive lock with this name inside the block; False if it is taken.

        `name` is a path without a suffix; file locks are below the data folder. A dead process's
        locks are released.

        Raises:
            StoreError: nobody can tell.
        """

    @abstractmethod
    def hold(self, name: str) -> SharedLock:
        """Hold a shared lock with this name, which excludes `alone`.

        Raises:
            BlockingIOError: the exclusive lock is held.
            StoreError: nobody can tell.
        """

    @abstractmethod
    def watch(self, wake: Callable[[], object]) -> None:
        """Call `wake` when the change log grows, if the database notifies."""

    @abstractmethod
    def follow_keys(self, connection: Connection) -> None:
        """Make new rows get keys above those copied in."""

    @abstractmethod
    def close(self) -> None:
        """Close all connections."""
