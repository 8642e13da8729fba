"""Each article's date and outlet in memory, for filters that leave many articles.

Selects half of a collection in milliseconds, where SQL would read a row per passage. Loaded from
the database first, it then follows the change log.
"""

from collections.abc import Sequence
from contextlib import suppress
from threading import Lock, Thread

import numpy as np
from msgspec import structs
from numpy.typing import NDArray
from sqlalchemy import func, select

from index.errors import DatelineError
from index.records import Filters
from index.store.change_log import LogEntry
from index.store.library import Library
from index.store.schema import passages, versions
from index.store.values import Change, Collection
from index.text.dates.parsing import first_instant, last_instant

_UNDATED = np.iinfo(np.int64).min
_READ_AT_ONCE = 10_000
_Numbers = NDArray[np.int64]


class Publications:
    """The current articles of one collection. Threads can share it."""

    def __init__(self, library: Library, collection: Collection) -> None:
        self._library = library
        self._collection = collection
        self._lock = Lock()
        self._seq = -1
        self._rows = np.empty((4, 0), np.int64)
        """First and last passage, time in seconds, and outlet of each article; ascending,
        disjoint."""
        self._outlets: dict[str | None, int] = {None: 0}
        self._thread: Thread | None = None

    def prepare(self) -> None:
        """Load everything in the background, so that nobody waits for it."""
        self._thread = Thread(target=self._catch_up, daemon=True, name="publications")
        self._thread.start()

    def wait(self) -> None:
        """Wait for background work."""
        if self._thread is not None:
            self._thread.join()

    def passages(self, filters: Filters, as_of: str | None) -> _Numbers | None:
        """Ids of the passages that pass the filters, ascending; None if it cannot tell.

        It covers only dates and outlets.
        """
        others = structs.replace(filters, outlet=(), published_from=None, published_to=None)
        if others != Filters():
            return None
        first, last, published, outlet = self._followed()
        allowed = np.ones(len(first), bool)
        if filters.outlet:
            keys = [self._outlets.get(one.casefold(), -1) for one in filters.outlet]
            allowed &= np.isin(outlet, keys)
        if filters.published_from:
            allowed &= published >= first_instant(filters.published_from)
        for until in (filters.published_to, as_of):
            if until:
                allowed &= (published <= last_instant(until)) & (published != _UNDATED)
        return _spread(first[allowed], last[allowed])

    def _catch_up(self) -> None:
        # Who asks next finds out as well.
        with suppress(DatelineError):
            self._followed()

    def _followed(self) -> _Numbers:
        with self._lock:
            if self._seq < 0:
                self._seq, self._rows = self._library.log.position(self._collection), self._read()
            while entries := self._library.log.entries(self._collection, after=self._seq):
                self._apply(entries)
                self._seq = entries[-1].seq
            return self._rows

    def _apply(self, entries: Sequence[LogEntry]) -> None:
        gone = [entry.first_passage for entry in entries if entry.kind is Change.REMOVE]
        rows = self._rows[:, ~np.isin(self._rows[0], gone)]
        added = sorted({entry.version_pk for entry in entries if entry.kind is Change.ADD})
        for start in range(0, len(added), _READ_AT_ONCE):
            read = self._read(added[start : start + _READ_AT_ONCE])
            rows = np.concatenate([rows, read[:, ~np.isin(read[0], rows[0])]], axis=1)
        self._rows = rows[:, np.argsort(rows[0])]

    def _read(self, version_pks: Sequence[int] | None = None) -> _Numbers:
        """The rows of current versions, all or some of these."""
        own = (versions.c.collection_pk == self._collection.pk) & versions.c.current
        spans = select(passages.c.version_pk, func.min(passages.c.id), func.max(passages.c.id))
        if version_pks is not None:
            own &= versions.c.pk.in_(version_pks)
            spans = spans.where(passages.c.version_pk.in_(version_pks))
        # One after the other: each is answered from an index only.
        with self._library.database.reading() as connection:
            dated = select(versions.c.pk, versions.c.published_first).where(own)
            published: dict[int, int | None] = {
                row.pk: row.published_first for row in connection.execute(dated)
            }
            named = select(versions.c.pk, versions.c.source_key).where(own)
            outlets = {pk: self._number(key) for pk, key in connection.execute(named)}
            rows = [
                (first, last, _UNDATED if (at := published[pk]) is None else at, outlets[pk])
                for pk, first, last in connection.execute(spans.group_by(passages.c.version_pk))
                if pk in published
            ]
        return np.array(sorted(rows), np.int64).reshape(-1, 4).T

    def _number(self, outlet: str | None) -> int:
        return self._outlets.setdefault(outlet, len(self._outlets))


def _spread(first: _Numbers, last: _Numbers) -> _Numbers:
    """Every number from each first to its last."""
    counts = last - first + 1
    before = np.cumsum(counts) - counts
    every: _Numbers = np.arange(counts.sum()) + np.repeat(first - before, counts)
    return every
