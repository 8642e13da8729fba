"""A collection's people register, kept up to date with the change log.

    database (quotations, change log) --follow--> names with their articles --join--> Registry

The register is saved to a file (`index.people.snapshot`). After a change, only names that end in
the same word are matched again, from the database: no others can be affected.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TypeVar

import numpy as np
from msgspec import Struct
from sqlalchemy import ColumnElement, func, select

from index.errors import (
    DamagedIndexError,
    DatelineError,
    StoreError,
    UnfinishedIndexError,
)
from index.interruption import Stopped, interruptible
from index.people import snapshot
from index.people.joining import Spoken, joined
from index.people.packed import nobody, repacked
from index.people.parts import last_words, parts_of
from index.people.registry import Registry
from index.people.roll import Roll
from index.store.library import Library
from index.store.rows import AnyRow
from index.store.schema import articles, quotations, versions
from index.store.values import Change, Collection

_log = logging.getLogger(__name__)

_ROWS_AT_ONCE = 10_000
_MOST_ANEW = 0.5
"""Share of people to be matched again above which matching everyone is faster."""
_JOINED_AT_ONCE = 500_000
"""Quotations whose speakers are matched at a time, in about half a gigabyte."""
_MANY = 2_000
"""Changes from which on matching does not wait for the first question."""
_PATIENCE_SECONDS = 15.0
"""How long a question waits for matching in the background."""

Key = TypeVar("Key", int, str)


class _Changes(Struct):
    """The log's changes to versions."""

    seq: int
    versions: set[int]
    removed: set[int]


class People:
    """Keeps a collection's people register up to date. Thread-safe."""

    def __init__(
        self, library: Library, collection: Collection, folder: Path | None = None
    ) -> None:
        """Start empty; `folder` is the place of the snapshot, if any."""
        self._library = library
        self._collection = collection
        self._folder = folder
        self._lock, self._saving = Lock(), Lock()
        self._seq = -1
        self._saved_seq: int | None = None
        """The snapshot's log position; None if not yet checked, -1 if there is none."""
        self._registry = Registry([])
        self._thread: Thread | None = None
        self._is_joined = Event()
        """Set once the background thread has finished matching; it may still be saving."""
        self._check: Callable[[], object] | None = None

    def registry(self) -> Registry:
        """Return the current registry, after following the change log.

        Raises:
            UnfinishedIndexError: very many changes are being followed in the background.
        """
        behind = self._library.log.position(self._collection) - self._seq
        if self._is_far(behind):
            self._await_background()
        return self._current() if behind else self._registry

    def _is_far(self, behind: int) -> bool:
        """Whether so many changes are followed in the background."""
        return self._check is not None and behind >= _MANY

    def _await_background(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._begin(self._catch_up)
        if not self._is_joined.wait(_PATIENCE_SECONDS):
            raise UnfinishedIndexError(
                "the people quoted are still being matched by name; try again in a few seconds"
            )

    def _current(self) -> Registry:
        with self._lock:
            position = self._library.log.position(self._collection)
            if self._seq < 0:
                self._open(position)
            if position != self._seq:
                self._follow(position)
            return self._registry

    def latest(self) -> tuple[Registry, bool]:
        """The register, without waiting, and whether it includes the latest changes.

        Missing changes are followed in the background, or, if they are few and the register is
        empty, immediately.
        """
        behind = self._library.log.position(self._collection) - self._seq
        if behind and not len(self._registry) and not self._is_far(behind):
            return self.registry(), True
        if behind and not self._lock.locked():
            self._begin(self._current)
        return self._registry, not behind

    def prepare(self, check: Callable[[], object] = lambda: None) -> None:
        """Follow the log and save in the background, so that nobody waits for it.

        From now on, `check` may stop background work.
        """
        self._check = check
        self._begin(self._catch_up)

    def wait(self) -> None:
        """Wait for background work."""
        if self._thread is not None:
            self._thread.join()

    def settle(self) -> None:
        """If there are many changes, follow them now, before anyone asks, and save."""
        position = self._library.log.position(self._collection)
        with self._lock:
            if self._seq < 0:
                self._open(position)
        if position - max(self._seq, 0) >= _MANY:
            self._current()
            self.save()

    def save(self) -> None:
        """Save a snapshot if the existing one is older; failures are ignored.

        Nothing is saved if nobody has used the register.
        """
        with self._saving:
            with self._lock:
                seq, registry = self._seq, self._registry
            if self._folder is not None and seq not in (-1, self._saved_seq):
                with suppress(StoreError):
                    snapshot.write(self._folder, seq, registry.roll.packed())
                    self._map(seq)
                self._saved_seq = seq

    def _map(self, seq: int) -> None:
        """Look people up in the snapshot, which takes no memory, if it is the latest."""
        with self._lock, suppress(DamagedIndexError):
            if seq == self._seq and self._folder is not None:
                found = snapshot.read(self._folder, seq)
                if found is not None and found[0] == seq:
                    self._registry = Registry(Roll(found[1]))

    def forget_removed(self) -> None:
        """Delete the snapshot if it has words of a version that was removed since."""
        with self._saving:
            if self._folder is None:
                return
            if self._saved_seq is None:
                self._saved_seq = snapshot.reached(self._folder)
            if self._saved_seq >= 0 and self._library.log.has_removed(
                self._collection, self._saved_seq
            ):
                snapshot.discard(self._folder)
                self._saved_seq = -1

    def _begin(self, work: Callable[[], object]) -> None:
        check = self._check or (lambda: None)

        def run() -> None:
            # Who asks next finds out as well.
            with suppress(DatelineError, Stopped), interruptible(check):
                work()
            self._is_joined.set()

        self._is_joined.clear()
        self._thread = Thread(target=run, daemon=True, name="people")
        self._thread.start()

    def _catch_up(self) -> None:
        self._current()
        self._is_joined.set()
        self.forget_removed()
        if self._saved_seq == -1:
            self.save()

    def _open(self, position: int) -> None:
        """Take what is in the snapshot, if it is of this collection's past."""
        self._saved_seq = -1
        if self._folder is None:
            return
        try:
            found = snapshot.read(self._folder, position)
        except DamagedIndexError as exc:
            _log.warning("%s; matching names again", exc)
            return
        if found is not None:
            seq, people = found
            self._saved_seq, self._registry = seq, Registry(Roll(people))
            # Set last: readers compare it and then use the registry without the lock.
            self._seq = seq

    def _follow(self, position: int) -> None:
        if self._seq >= 0:
            changes = self._changes()
            if self._join_touched(changes):
                self._seq = max(position, changes.seq)
                return
        self._registry = Registry(self._joined_anew())
        self._seq = position

    def _joined_anew(self) -> Roll:
        counts = self._counts()
        if sum(counts.values()) <= _JOINED_AT_ONCE:
            return Roll.of(joined(self._spoken(), self._article_ids))
        packed, gone = nobody(), np.empty(0, np.int64)
        for speakers in parts_of(counts, _JOINED_AT_ONCE):
            spoken = self._spoken(quotations.c.speaker, speakers)
            packed = repacked(packed, gone, joined(spoken, self._article_ids))
        return Roll(packed)

    def _counts(self) -> dict[str, int]:
        """How many quotations each speaker has."""
        statement = (
            select(quotations.c.speaker, func.count().label("times"))
            .join(versions, quotations.c.version_pk == versions.c.pk)
            .where(versions.c.collection_pk == self._collection.pk)
            .group_by(quotations.c.speaker)
        )
        with self._library.database.reading() as connection:
            return {row.speaker: row.times for row in connection.execute(statement)}

    def _changes(self) -> _Changes:
        found = _Changes(self._seq, set(), set())
        while entries := self._library.log.entries(self._collection, after=found.seq):
            found.seq = entries[-1].seq
            found.versions.update(entry.version_pk for entry in entries)
            found.removed.update(e.version_pk for e in entries if e.kind is Change.REMOVE)
        return found

    def _join_touched(self, changes: _Changes) -> bool:
        """Match again the people affected by changes; False if everyone should be instead."""
        there = self._spoken(versions.c.pk, changes.versions)
        lasts = {last for _, speaker, _ in there for last in last_words(speaker)}
        # The database has forgotten whom they quoted.
        quoted = self._registry.roll.quoted_in(changes.removed) if changes.removed else ()
        lasts.update(last for one in quoted for last in one.lasts)
        touched = self._registry.sharing(lasts)
        if len(touched) > _MOST_ANEW * len(self._registry):
            return False
        speakers = {speaker for one in touched for speaker in one.spellings}
        speakers.update(speaker for _, speaker, _ in there)
        people = joined(self._spoken(quotations.c.speaker, speakers), self._article_ids)
        self._registry = self._registry.changed(touched, people)
        return True

    def _spoken(
        self, key: ColumnElement[Key] | None = None, keys: Iterable[Key] = ()
    ) -> list[Spoken]:
        """The quotations, all or those with one of the keys, by version and number."""
        statement = (
            select(
                quotations.c.version_pk,
                quotations.c.number,
                quotations.c.speaker,
                quotations.c.called,
            )
            .join(versions, quotations.c.version_pk == versions.c.pk)
            .where(versions.c.collection_pk == self._collection.pk)
        )
        with self._library.database.reading() as connection:
            if key is None:
                rows: list[AnyRow] = list(connection.execute(statement))
            else:
                rows = [
                    row
                    for some in _chunks(keys)
                    for row in connection.execute(statement.where(key.in_(some)))
                ]
        rows.sort(key=lambda row: (row.version_pk, row.number))
        return [(row.version_pk, row.speaker, row.called) for row in rows]

    def _article_ids(self, version_pks: Iterable[int]) -> dict[int, str]:
        """The ids of the articles of some versions."""
        found: dict[int, str] = {}
        statement = select(versions.c.pk, articles.c.id).join(
            articles, versions.c.article_pk == articles.c.pk
        )
        with self._library.database.reading() as connection:
            for some in _chunks(version_pks):
                rows = connection.execute(statement.where(versions.c.pk.in_(some)))
                found.update((row.pk, row.id) for row in rows)
        return found


def _chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    every = sorted(keys)
    for start in range(0, len(every), _ROWS_AT_ONCE):
        yield every[start : start + _ROWS_AT_ONCE]
