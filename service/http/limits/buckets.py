"""Stores rate-limit buckets: in one process, or shared in a file."""

import logging
import os
import sqlite3
from collections import OrderedDict
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias

_log = logging.getLogger(__name__)

MOST = 20_000
_PATIENCE_SECONDS = 0.2
_EMPTYING = 500
_TABLE = (
    "CREATE TABLE IF NOT EXISTS bucket "
    "(who TEXT PRIMARY KEY, left REAL NOT NULL, since REAL NOT NULL) WITHOUT ROWID"
)
State = tuple[float, float]
"""A bucket's level and the time of that level."""


class Bucket:
    """A locked bucket; changes to `state` are saved."""

    def __init__(self, state: State | None) -> None:
        """Start from a stored state; None: a full bucket."""
        self.state = state


class OwnBuckets:
    """Buckets of one process; the least recently used are dropped."""

    def __init__(self, most: int = MOST) -> None:
        """Set the maximum number of buckets."""
        self._most = most
        self._states: OrderedDict[str, State] = OrderedDict()

    def __len__(self) -> int:
        return len(self._states)

    @contextmanager
    def of(self, who: str, now: float) -> Generator[Bucket]:
        """The caller's bucket."""
        del now
        bucket = Bucket(self._states.get(who))
        yield bucket
        if bucket.state is None:
            return
        self._states[who] = bucket.state
        self._states.move_to_end(who)
        while len(self._states) > self._most:
            self._states.popitem(last=False)


class SharedBuckets:
    """Buckets shared by all processes that serve a data folder.

    Full buckets are deleted occasionally, and the file is not synced, because losing it costs
    nothing. If it cannot be used, each process counts separately.
    """

    def __init__(self, path: Path, full_after: float, most: int = MOST) -> None:
        """Set the file and its maximum of buckets; a bucket refills within `full_after` seconds."""
        self._path = path
        self._full_after = full_after
        self._most = most
        self._own = OwnBuckets(most)
        self._taken = 0
        self._has_warned = False
        self._opened: tuple[int, sqlite3.Connection] | None = None

    @contextmanager
    def of(self, who: str, now: float) -> Generator[Bucket]:
        """The caller's bucket, locked for all processes."""
        try:
            file = self._file()
            file.execute("BEGIN IMMEDIATE")
            state = file.execute("SELECT left, since FROM bucket WHERE who = ?", (who,)).fetchone()
        except (sqlite3.Error, OSError) as exc:
            self._warn(exc)
            with self._own.of(who, now) as bucket:
                yield bucket
            return
        with file:  # commits, or rolls back what is raised
            bucket = Bucket(state)
            yield bucket
            if bucket.state is not None and bucket.state != state:
                row = (who, *bucket.state)
                file.execute("INSERT OR REPLACE INTO bucket VALUES (?, ?, ?)", row)
                self._empty(file, now)

    def _file(self) -> sqlite3.Connection:
        """This process's connection: one must not be taken along into another."""
        if self._opened is None or self._opened[0] != os.getpid():
            file = sqlite3.connect(
                self._path, timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
            )
            file.execute("PRAGMA synchronous = OFF")
            # Addresses of readers must not stay in free pages.
            file.execute("PRAGMA secure_delete = ON")
            with closing(file.execute("PRAGMA journal_mode = MEMORY")):
                file.execute(_TABLE)
            self._opened = os.getpid(), file
        return self._opened[1]

    def _warn(self, error: Exception) -> None:
        if not self._has_warned:
            _log.warning("%s: %s; each process counts requests alone", self._path.name, error)
        self._has_warned = True

    def _empty(self, file: sqlite3.Connection, now: float) -> None:
        """Now and then, forget the full ones, and those that are too many."""
        self._taken += 1
        if self._taken % _EMPTYING != 1:
            return
        file.execute("DELETE FROM bucket WHERE since < ?", (now - self._full_after,))
        file.execute(
            "DELETE FROM bucket WHERE who IN "
            "(SELECT who FROM bucket ORDER BY since DESC LIMIT -1 OFFSET ?)",
            (self._most,),
        )


Buckets: TypeAlias = OwnBuckets | SharedBuckets
"""Buckets by caller: `of` locks and returns the bucket of one."""
