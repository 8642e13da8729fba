"""Locks: many readers or one writer inside a process, one holder of a file across processes."""

import fcntl
import os
import weakref
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition

from index.files.durable import unusable


class ReadWriteLock:
    """A readers-writer lock for threads, with priority for waiting writers."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._readers = 0
        self._writing = False
        self._writers_waiting = 0

    @contextmanager
    def reading(self) -> Generator[None]:
        """Hold the lock shared."""
        with self._condition:
            self._condition.wait_for(lambda: not self._writing and not self._writers_waiting)
            self._readers += 1
        try:
            yield
        finally:
            with self._condition:
                self._readers -= 1
                self._condition.notify_all()

    @contextmanager
    def writing(self) -> Generator[None]:
        """Hold the lock exclusively."""
        with self._condition:
            self._writers_waiting += 1
            self._condition.wait_for(lambda: not self._writing and not self._readers)
            self._writers_waiting -= 1
            self._writing = True
        try:
            yield
        finally:
            with self._condition:
                self._writing = False
                self._condition.notify_all()


@contextmanager
def file_lock(path: Path) -> Generator[None]:
    """Be the only process inside the block. The system frees the lock of a process that dies.

    Raises:
        StoreError: the file is not there and cannot be made.
    """
    with _handle(path) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class Hold:
    """A shared lock on a file, held until `release`, or until nothing refers to this object."""

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            BlockingIOError: somebody else holds the file alone.
            StoreError: the file is not there and cannot be made.
        """
        handle = _open(path)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise
        self.release = weakref.finalize(self, os.close, handle)


@contextmanager
def file_lock_if_free(path: Path) -> Generator[bool]:
    """Hold an exclusive file lock inside the block; False if it is taken.

    Raises:
        StoreError: the file is not there and cannot be made.
    """
    with _handle(path) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _handle(path: Path) -> Generator[int]:
    handle = _open(path)
    try:
        yield handle
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as exc:
        # What may only be read can be locked all the same.
        with suppress(OSError):
            return os.open(path, os.O_RDONLY)
        raise unusable(path, exc) from exc
