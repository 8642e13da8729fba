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
    """A lock that several may hold together."""

    def release(self) -> object:
        """Give it back; so does nothing referring to this object any more."""
        ...


class Database(ABC):
    """The truth: many readers, one writer at a time, whoever and wherever they are."""

    name: str
    """What messages call it; it gives no secret away."""
    id: str = ""
    """What tells it from any other; empty where it lies in the data folder."""

    @property
    def is_shared(self) -> bool:
        """Whether servers with data folders of their own may use it, too."""
        return bool(self.id)

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A consistent view for reading.

        Raises:
            StoreError: it cannot be read; the message says why.
        """

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction: durable once the block ends, nothing of it if the block raises.

        Raises:
            StoreError: nothing can be written; the message says why.
        """

    @property
    @abstractmethod
    def read_only(self) -> str | None:
        """Why nothing can be written; None if it can."""

    @abstractmethod
    def check(self) -> list[str]:
        """What is wrong with it as far as the database engine knows; empty when nothing is."""

    @abstractmethod
    def check_in_place(self) -> None:
        """Find the truth where it was opened; asked often, so this takes no time.

        Raises:
            StoreError: it is gone; the message says what to do.
        """

    @abstractmethod
    def alone(self, name: str) -> AbstractContextManager[bool]:
        """Be the only one inside blocks of this name; False if anybody else is, or holds it.

        `name` is a path without an ending; where a lock is a file, it stands below the data folder.
        The lock of whoever dies is freed.

        Raises:
            StoreError: nobody can tell.
        """

    @abstractmethod
    def hold(self, name: str) -> SharedLock:
        """Keep others from being `alone` under this name, together with everybody who holds it.

        Raises:
            BlockingIOError: somebody is alone at present.
            StoreError: nobody can tell.
        """

    @abstractmethod
    def watch(self, wake: Callable[[], object]) -> None:
        """Call `wake` as soon as the change log grows, where the database tells of it."""

    @abstractmethod
    def follow_keys(self, connection: Connection) -> None:
        """Let new rows get keys above those that were copied in."""

    @abstractmethod
    def close(self) -> None:
        """Close all connections."""
