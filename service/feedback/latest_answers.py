"""The latest answers, which feedback can refer to: one small file for all processes.

It stores questions and the positions of answers for a day, but no article text. Losing it breaks no
promise: feedback sent later must then include its subject.
"""

import logging
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from index.records import reshape
from index.store.feedback_table import CitedPlace
from index.store.sqlite.loose_file import LooseFile, delete_loose_file
from index.store.writing import now
from service.wire.answer import Answer, AnswerItem
from service.wire.asking import AskRequest
from service.wire.feedback import Asked, ShownAnswer

FILE = "latest-answers.db"
_DAY_SECONDS = 86_400
_MOST = 20_000
_TIDY_EVERY = 500
_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers "
    "(id TEXT PRIMARY KEY, time INTEGER NOT NULL, given BLOB NOT NULL)"
)
_log = logging.getLogger(__name__)


class Given(Struct, frozen=True, kw_only=True):
    """An answer that was given."""

    collection: str
    asked: Asked
    citations: list[CitedPlace]


class LatestAnswers:
    """The answers of the last day, up to a maximum. Thread-safe."""

    def __init__(self, folder: Path, most: int = _MOST) -> None:
        """Of this data folder."""
        self._file = LooseFile(folder / FILE, _TABLE)
        self._most = most
        self._since_tidied = 0

    def keep(self, request: AskRequest, answer: Answer, collection: str) -> None:
        """Store an answer, ignoring failures."""
        given = msgspec.json.encode(_given(request, answer, collection))
        try:
            with self._file.open() as connection:
                row = answer.id, int(time.time()), given
                connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", row)
                self._since_tidied += 1
                if self._since_tidied >= min(_TIDY_EVERY, self._most):
                    self._tidy(connection)
        except (sqlite3.Error, OSError) as exc:
            _log.debug("an answer is not kept for feedback: %s", exc)

    def find(self, id: str) -> Given | None:
        """The answer with this id; None if unknown or expired."""
        oldest = int(time.time()) - _DAY_SECONDS
        wanted = "SELECT given FROM answers WHERE id = ? AND time > ?"
        with suppress(sqlite3.Error, OSError, msgspec.DecodeError), self._file.open() as connection:
            row = connection.execute(wanted, (id, oldest)).fetchone()
            return msgspec.json.decode(row[0], type=Given) if row else None
        return None

    def tidy(self) -> None:
        """Delete entries that are too old or too many."""
        with suppress(sqlite3.Error, OSError), self._file.open() as connection:
            self._tidy(connection)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _tidy(self, connection: sqlite3.Connection) -> None:
        self._since_tidied = 0
        old = int(time.time()) - _DAY_SECONDS
        connection.execute("DELETE FROM answers WHERE time <= ?", (old,))
        kept = "SELECT rowid FROM answers ORDER BY rowid DESC LIMIT -1 OFFSET ?"
        connection.execute(f"DELETE FROM answers WHERE rowid IN ({kept})", (self._most,))  # noqa: S608


def forget(folder: Path) -> None:
    """Delete the file of a data folder."""
    delete_loose_file(folder / FILE)


def _given(request: AskRequest, answer: Answer, collection: str) -> Given:
    asked = Asked(
        answer_id=answer.id,
        question=request.question,
        searched=answer.searched,
        filters=request.filters,
        as_of=request.as_of,
        asked_at=request.asked_at,
        answered=now(),
        status=answer.status,
        reason=answer.reason,
        form=answer.form,
        answers=[_shown(item) for item in answer.answers],
        models=answer.models,
    )
    places = [reshape(one, CitedPlace) for one in answer.citations]
    return Given(collection=collection, asked=asked, citations=places)


def _shown(item: AnswerItem) -> ShownAnswer:
    marked = item.highlight
    return ShownAnswer(
        citations=item.citations,
        confidence=item.confidence,
        start=marked.start if marked else None,
        end=marked.end if marked else None,
    )
