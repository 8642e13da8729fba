"""Listens for change log notifications (LISTEN) in a thread.

The listening connection also shows whether the server is reachable, without polling or waiting.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from index.store.postgresql.explaining import READ_ONLY, explanation

CHANNEL = "dateline"
_STOP_SECONDS = 0.25
_AGAIN_SECONDS = 0.5


class Listener:
    """Calls `wake` at each change, and whenever it may have missed one."""

    def __init__(self, pool: Engine, name: str, wake: Callable[[], object]) -> None:
        self.trouble: str | None = None
        """Why the database cannot be reached at present."""
        self._pool = pool
        self._name = name
        self._wake = wake
        self._closing = Event()
        self._thread = Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        # Imported here: without the setting, the driver is not needed.
        from psycopg import Error

        while not self._closing.is_set():
            try:
                self._listen()
            except Error as exc:
                self.trouble = str(explanation(self._name, exc, is_gone=True))
            except DBAPIError as exc:
                self.trouble = str(explanation(self._name, exc.orig, is_gone=True))
            self._closing.wait(_AGAIN_SECONDS)

    def _listen(self) -> None:
        pooled = self._pool.raw_connection()
        try:
            connection: Any = pooled.driver_connection
            _begin(connection)
            self.trouble = None
            self._wake()
            while not self._closing.is_set():
                for _ in connection.notifies(timeout=_STOP_SECONDS, stop_after=1):
                    self._wake()
        finally:
            # It must not go back to those that do not listen.
            with suppress(Exception):
                pooled.invalidate()


def _begin(connection: Any) -> None:
    from psycopg import Error

    try:
        connection.execute(f"LISTEN {CHANNEL}")
    except Error as exc:
        # Replicas do not notify; changes are seen at the next poll.
        if exc.sqlstate != READ_ONLY:
            raise
