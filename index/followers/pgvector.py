"""pgvector as a vector store: vectors stay in PostgreSQL, not in the servers.

    truth (vectors, change log) --whoever comes first--> a table with an index <--search-- servers

All servers search the same table. Following the log locks the table's row, and only one server
rebuilds it. A replica gets its table from the primary.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from math import isqrt
from pathlib import Path
from threading import Thread

import numpy as np
from msgspec import structs
from sqlalchemy import Connection

from index.errors import DamagedIndexError, SettingsError, StoreError
from index.followers.contract import Cosines, Ids, VectorOptions, VectorStore
from index.followers.vector_source import VectorSource, added_ranges
from index.interruption import steps
from index.records import Vectors
from index.store.change_log import LogEntry
from index.store.postgresql import extension
from index.store.postgresql import vector_tables as tables
from index.store.postgresql.database import PostgresDatabase
from index.store.postgresql.explaining import MissingTableError, ReadOnlyStoreError
from index.store.postgresql.vector_tables import VectorTable

_log = logging.getLogger(__name__)

# Up to this many passages, after filtering, a full scan is as fast as probing lists until enough
# are found.
_MOST_SCANNED = 20_000
_CHANGES_AT_ONCE = 100
# Of a million passages, in a thousand lists, 10 probes found .990 of the ten nearest, 20 .995. HNSW
# found .927 to .975 with an `ef_search` of 200 to 1,000: near copies are islands that its walk may
# never reach (eval/results/2026-11-30-pgvector.md).
_LEAST_PROBES, _LISTS_A_PROBE = 10, 50
# The lists are rebuilt once a table has grown by this factor.
_GROWTH = 2.0


def create(source: VectorSource, folder: Path, options: VectorOptions) -> VectorStore:  # noqa: ARG001
    """Build one; it needs no folder.

    Raises:
        SettingsError: the articles are not in PostgreSQL.
    """
    if not isinstance(source.database, PostgresDatabase):
        raise SettingsError(
            "settings: `vector_store` pgvector keeps vectors in the PostgreSQL database that "
            "`database` names, which is not set: set it, or use the vector store faiss"
        )
    return PgvectorStore(source, source.database, options)


class PgvectorStore:
    """Nearest passages of one collection, by cosine. Safe to use from several threads."""

    def __init__(
        self, source: VectorSource, database: PostgresDatabase, options: VectorOptions
    ) -> None:
        self._source = source
        self._database = database
        self._scanned = min(options.flat_until, _MOST_SCANNED)
        self._known: VectorTable | None = None
        self._rebuild: Thread | None = None

    @property
    def seq(self) -> int:
        """Sequence number of the last change applied, as far as this process knows."""
        return self._known.seq if self._known else 0

    @property
    def count(self) -> int:
        """Number of vectors in the table."""
        with self._database.reading() as connection:
            return tables.count(connection, self._table().name)

    def open(self) -> None:
        """Find or create the table, and follow the log to its end.

        Raises:
            SettingsError: the database has no pgvector, or one with known faults.
        """
        self._prepare()
        if self._look_up() is None:
            self.rebuild()
        self._drop_unneeded()
        self.follow()

    def follow(self) -> int:
        """Apply new changes from the log, unless another server has; return the position."""
        if self._look_up() is None:
            raise DamagedIndexError("vector_tables: the row of this collection is missing")
        with suppress(ReadOnlyStoreError):
            while self._source.position() > self.seq:
                self._apply_next()
        self._grow()
        return self.seq

    def search(self, questions: Vectors, k: int, allowed: Ids | None = None) -> tuple[Cosines, Ids]:
        """The `k` nearest passages of each question vector, as in `VectorStore`."""
        try:
            return self._searched(questions, k, allowed)
        except MissingTableError:
            # Another server has rebuilt it.
            self._look_up()
        try:
            return self._searched(questions, k, allowed)
        except MissingTableError as exc:
            raise DamagedIndexError(str(exc)) from exc

    def save(self) -> None:
        """Do nothing: committed changes are saved."""

    def rebuild(self) -> None:
        """Rebuild the table, unless another server does, and make it searchable."""
        self._prepare()
        old = self._look_up()
        with self._database.indexing() as connection:
            tables.lock(connection, f"{self._source.collection.pk} {self._source.fingerprint}")
            found = self._find(connection)
            if _name(found) == _name(old):
                found = self._made(connection)
        self._known = found
        if old is not None and _name(found) != old.name:
            self._drop(old)

    def verify(self) -> list[str]:
        """Problems found by comparing it with the truth."""
        self.follow()
        count, held = self._source.moment().count, self.count
        if held != count:
            return [f"it holds {held} passages, the database {count}"]
        return []

    def wait(self) -> None:
        """Wait for a rebuild in the background, if there is one."""
        if self._rebuild is not None:
            self._rebuild.join()

    # The table

    def _prepare(self) -> None:
        """See that there is what is needed, or make it where that may be done."""
        with suppress(StoreError), self._database.indexing() as connection:
            extension.install(connection)
        with self._database.reading() as connection:
            extension.require(connection, self._database.name)
            prepared = tables.is_prepared(connection)
        if not prepared:
            with self._database.indexing() as connection:
                tables.prepare(connection)

    def _find(self, connection: Connection, *, alone: bool = False) -> VectorTable | None:
        source = self._source
        return tables.find(connection, source.collection.pk, source.fingerprint, alone=alone)

    def _look_up(self) -> VectorTable | None:
        try:
            with self._database.reading() as connection:
                self._known = self._find(connection)
        except MissingTableError as exc:
            raise DamagedIndexError(str(exc)) from exc
        return self._known

    def _table(self) -> VectorTable:
        if self._known is None:
            raise DamagedIndexError("vector_tables: this collection has no table yet")
        return self._known

    def _made(self, connection: Connection) -> VectorTable:
        """A new table, as far as the log goes; nobody follows it before it is committed."""
        source, moment = self._source, self._source.moment()
        name = tables.make(connection, source.collection.pk, source.dim)
        tables.add(connection, name, steps(source.rows(1, moment.last)))
        lists = self._lists_for(moment.count)
        tables.index(connection, name, lists, source.dim)
        made = VectorTable(
            collection_pk=source.collection.pk,
            embedder=source.fingerprint,
            name=name,
            seq=moment.seq,
            lists=lists,
        )
        self._find(connection, alone=True)
        while entries := source.entries(after=made.seq):
            made = self._applied(connection, made, entries)
        tables.put(connection, made)
        return made

    def _apply_next(self) -> None:
        """Apply the next changes, unless another server is faster."""
        with self._database.indexing() as connection:
            table = self._find(connection, alone=True)
            if table is None:
                raise DamagedIndexError("vector_tables: the row of this collection is missing")
            if entries := self._source.entries(after=table.seq)[:_CHANGES_AT_ONCE]:
                table = self._applied(connection, table, entries)
                tables.put(connection, table)
        self._known = table

    def _applied(
        self, connection: Connection, table: VectorTable, entries: Sequence[LogEntry]
    ) -> VectorTable:
        gone = [(entry.first_passage, entry.last_passage) for entry in entries]
        tables.remove(connection, table.name, gone)
        for first, last in added_ranges(entries):
            tables.add(connection, table.name, self._source.rows(first, last))
        return structs.replace(table, seq=entries[-1].seq)

    def _lists_for(self, count: int) -> int:
        return isqrt(count) if count > self._scanned else 0

    def _is_outgrown(self, table: VectorTable, count: int) -> bool:
        # As many lists as the root of the count that they were made for.
        return self._lists_for(count) ** 2 > _GROWTH * table.lists**2

    def _grow(self) -> None:
        """Make an index in the background, or another one, once the table has outgrown it."""
        busy = self._rebuild is not None and self._rebuild.is_alive()
        if busy or self._database.read_only:
            return
        table = self._table()
        with self._database.reading() as connection:
            held = tables.most(connection, table.name, self._source.dim)
            if self._is_outgrown(table, held):
                held = tables.count(connection, table.name)
        if self._is_outgrown(table, held):
            self._rebuild = Thread(target=self._rebuild_and_catch_up, daemon=True, name="rebuild")
            self._rebuild.start()

    def _rebuild_and_catch_up(self) -> None:
        try:
            self.rebuild()
            self.follow()
        except StoreError as exc:
            _log.warning("no index yet, searches are slower: %s", exc)

    def _drop_unneeded(self) -> None:
        with self._database.reading() as connection:
            found = tables.unneeded(connection)
        for table in found:
            self._drop(table)

    def _drop(self, table: VectorTable) -> None:
        """Drop a table that nobody looks up any more; later, where it is still being read."""
        with suppress(StoreError), self._database.indexing() as connection:
            tables.drop(connection, table.name)

    # Searching

    def _searched(self, questions: Vectors, k: int, allowed: Ids | None) -> tuple[Cosines, Ids]:
        cosines = np.full((len(questions), k), -np.inf, np.float32)
        ids = np.full((len(questions), k), -1, np.int64)
        if allowed is not None and not len(allowed):
            return cosines, ids
        with self._database.reading() as connection:
            probes = max(_LEAST_PROBES, self._table().lists // _LISTS_A_PROBE)
            tables.set_up_search(connection, probes)
            for number, question in enumerate(questions):
                found = sorted(self._nearest(connection, question, k, allowed), key=lambda f: -f[1])
                ids[number, : len(found)] = [id for id, _ in found]
                cosines[number, : len(found)] = [cosine for _, cosine in found]
        return cosines, ids

    def _nearest(
        self, connection: Connection, question: Vectors, k: int, allowed: Ids | None
    ) -> list[tuple[int, float]]:
        table = self._table()
        if table.lists and (allowed is None or len(allowed) > self._scanned):
            found = tables.nearest(connection, table, question, k, among=allowed)
            if len(found) == k:
                return found
        # They are few, or too far from the question for the lists that were looked into.
        return tables.nearest(connection, table, question, k, among=allowed, exact=True)


def _name(table: VectorTable | None) -> str | None:
    return None if table is None else table.name
