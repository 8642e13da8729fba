"""Recent questions, in one small file shared by all processes.

Nothing is kept unless `statistics_days` is set. Answers, articles and users are never stored.
"""

import logging
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from index.store.sqlite.loose_file import LooseFile, delete_loose_file
from service.wire.answer import Answer
from service.wire.asking import AskRequest

FILE = "questions-asked.db"
_TABLE = (
    "CREATE TABLE IF NOT EXISTS asked (time INTEGER NOT NULL, collection TEXT NOT NULL, "
    "question TEXT NOT NULL, status TEXT NOT NULL, reason TEXT, milliseconds REAL NOT NULL)"
)
_MOST = 1_000_000
_DAY_SECONDS = 86_400
_log = logging.getLogger(__name__)


class AskedQuestion(Struct, frozen=True):
    """One question, and how it was answered."""

    time: int
    """Seconds since 1970."""
    collection: str
    question: str
    status: str
    reason: str | None
    milliseconds: float


class AskedQuestions:
    """The questions of one data folder. Safe to use from several threads."""

    def __init__(self, folder: Path, days: int) -> None:
        """Keep questions for `days` days."""
        self.days = days
        self._file = LooseFile(folder / FILE, _TABLE)

    def keep(self, request: AskRequest, answer: Answer, collection: str) -> None:
        """Store a question, ignoring failures."""
        row = (
            int(time.time()),
            collection,
            request.question,
            answer.status,
            answer.reason,
            answer.timings_ms.get("total", 0.0),
        )
        try:
            with self._file.open() as connection:
                connection.execute("INSERT INTO asked VALUES (?, ?, ?, ?, ?, ?)", row)
        except (sqlite3.Error, OSError) as exc:
            _log.debug("a question is not kept for statistics: %s", exc)

    def since(self, at: float, collections: Sequence[str]) -> list[AskedQuestion]:
        """The questions since then in these collections, or in all if none is given."""
        names = ", ".join("?" * len(collections))
        among = f" AND collection IN ({names})" if collections else ""
        wanted = f"SELECT * FROM asked WHERE time >= ?{among} ORDER BY rowid"  # noqa: S608
        oldest = max(at, time.time() - self.days * _DAY_SECONDS)
        with suppress(sqlite3.Error, OSError), self._file.open() as connection:
            return [
                AskedQuestion(*row) for row in connection.execute(wanted, (oldest, *collections))
            ]
        return []

    def tidy(self) -> None:
        """Delete entries that are too old or too many."""
        oldest = time.time() - self.days * _DAY_SECONDS
        kept = "SELECT rowid FROM asked ORDER BY rowid DESC LIMIT -1 OFFSET ?"
        with suppress(sqlite3.Error, OSError), self._file.open() as connection:
            connection.execute("DELETE FROM asked WHERE time < ?", (oldest,))
            connection.execute(f"DELETE FROM asked WHERE rowid IN ({kept})", (_MOST,))  # noqa: S608

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def forget(folder: Path) -> None:
    """Delete the questions of a data folder."""
    delete_loose_file(folder / FILE)
