"""A large vector store against exact search: recall, times, filters, deletions.

`python -m eval.benches.scale.nearest --library FOLDER --database ADDRESS --passages 1000000`

Vectors are drawn around those of the library in FOLDER, between neighbours, and stored in the
database at ADDRESS as articles without words. An interrupted run resumes.
"""

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.support.machine import timed
from index.embedders import load as load_embedder
from index.followers import load_vector_store
from index.followers.contract import Ids, VectorOptions, VectorStore
from index.followers.vector_source import VectorSource
from index.records import Document, Span, Vectors
from index.store.library import Library
from index.store.writing import Prepared
from index.text.hashes import sha256

_NAME = "news"
_PER_ARTICLE = 100
_DRAWN_AT_ONCE = 2_000
_K = 100
_QUESTIONS = 200
_SHARES = (0.5, 0.02, 0.001)
_NEIGHBOURS = 10
_NOISE = 0.4
"""Length of the noise added to a unit vector: cosine .93 to the original."""


class Real:
    """Vectors of real passages, to draw others around."""

    def __init__(self, rows: Vectors) -> None:
        """Find the neighbours of each."""
        self._rows = rows
        parts = np.array_split(rows, len(rows) // 500 + 1)
        nearest = [
            np.argpartition(-(part @ rows.T), _NEIGHBOURS)[:, :_NEIGHBOURS] for part in parts
        ]
        self._neighbours = np.concatenate(nearest)

    def drawn(self, count: int, seed: int) -> Vectors:
        """Unit vectors between a real one and one of its neighbours, and off that line."""
        rng = np.random.default_rng(seed)
        chosen = rng.integers(len(self._rows), size=count)
        others = self._rows[self._neighbours[chosen, rng.integers(_NEIGHBOURS, size=count)]]
        some = self._rows[chosen]
        noise = rng.standard_normal(some.shape, np.float32) * (_NOISE / some.shape[1] ** 0.5)
        made = some + rng.random((count, 1), np.float32) * (others - some) + noise
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


_FILL = (
    "INSERT INTO articles (pk, collection_pk, id) "
    "SELECT n, a.collection_pk, 'a' || n FROM articles a, generate_series(2, {last}) n",
    "INSERT INTO versions SELECT (jsonb_populate_record(v, jsonb_build_object('pk', n, "
    "'article_pk', n))).* FROM versions v, generate_series(2, {last}) n",
    "INSERT INTO passages SELECT ({each} * (n - 1)) + p.id, n, p.first_sentence, p.last_sentence "
    "FROM passages p, generate_series(2, {last}) n",
    "INSERT INTO changes (seq, collection_pk, kind, version_pk, first_passage, last_passage) "
    "SELECT n, c.collection_pk, c.kind, n, {each} * (n - 1) + 1, {each} * n "
    "FROM changes c, generate_series(2, {last}) n",
    "UPDATE counters SET next = {last} * {each} + 1 WHERE name = 'passages'",
)


def fill(library: Library, real: Real, passages: int, embedder: str) -> None:
    """Write one article and copies of its structure up to the given number of passages."""
    collection = library.create_collection(_NAME)
    first = real.drawn(_DRAWN_AT_ONCE, seed=0)[:_PER_ARTICLE]
    library.write(collection, [_article(first)], embedder)
    with library.database.writing() as connection:
        for statement in _FILL:
            given = statement.format(last=passages // _PER_ARTICLE, each=_PER_ARTICLE)
            connection.exec_driver_sql(given)
        raw: Any = connection.connection.driver_connection
        columns = "vectors (passage_id, embedder, vector)"
        with raw.cursor().copy(f"COPY {columns} FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["int8", "text", "bytea"])
            for start in range(0, passages, _DRAWN_AT_ONCE):
                rows = real.drawn(_DRAWN_AT_ONCE, seed=start).astype(np.float16)
                for number, row in enumerate(rows, start + 1):
                    if number > _PER_ARTICLE:
                        copy.write_row((number, embedder, row.tobytes()))
        library.database.follow_keys(connection)


def _article(vectors: Vectors) -> Prepared:
    id = "a1"
    return Prepared(
        id=id,
        document=Document(id=id, text="x. " * len(vectors), format="txt", origin=id),
        sha256=sha256(id),
        digest=sha256(id),
        marks=(),
        sentences=tuple(Span(3 * n, 3 * n + 2) for n in range(len(vectors))),
        quotes=(),
        passages=tuple(Span(n, n) for n in range(len(vectors))),
        vectors=vectors,
        sentence_vectors=np.zeros((len(vectors), vectors.shape[1]), np.int8),
        edges=(),
        learned=frozenset(),
        lead=id,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True, help="a folder of real articles")
    parser.add_argument("--database", required=True, help="the address of a database")
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--deleted", type=int, default=100, help="articles of a hundred passages")
    parser.add_argument("--replica", help="the address of a replica, which is to follow deletions")
    options = parser.parse_args(arguments)
    console = Console()
    rows, questions, embedder = _real(options.library)
    library = Library(options.database)
    if library.vectors.is_empty(library.create_collection(_NAME)):
        fill(library, Real(rows), options.passages, embedder)
        console.print("filled")
    source = VectorSource(
        library, library.collection(_NAME), fingerprint=embedder, dim=rows.shape[1]
    )
    with timed() as timing:
        store = _opened(source)
    console.print(f"opened: {timing}")
    if options.replica:
        there = Library(options.replica)
        same = VectorSource(there, source.collection, fingerprint=embedder, dim=source.dim)
        console.print(_lag(library, store, source, _opened(same), options.deleted))
        return
    console.print(_measured(store, source, questions))
    if options.deleted:
        console.print(_deleted(library, store, source, options.deleted))
        console.print(_measured(store, source, questions))


def _opened(source: VectorSource) -> VectorStore:
    store = load_vector_store("pgvector")(source, Path(), VectorOptions())
    store.open()
    return store


def _measured(store: VectorStore, source: VectorSource, questions: Vectors) -> Table:
    """Recall and times, for each share of the passages that a filter leaves."""
    rng = np.random.default_rng(1)
    last = source.moment().last
    filters: list[Ids | None] = [None]
    filters += [np.flatnonzero(rng.random(last) < share) + 1 for share in _SHARES]
    exact = _exact(source, questions, filters)
    table = Table("allowed", "recall@10", f"recall@{_K}", "p50 ms", "p95 ms", "CPU ms")
    for allowed, expected in zip(filters, exact, strict=True):
        used = _used(source)
        found, times = _asked(store, questions, allowed)
        used = (_used(source) - used) / len(questions)
        table.add_row(
            "all" if allowed is None else f"{len(allowed):,}",
            *(f"{_recall(found[:, :k], expected[:, :k]):.4f}" for k in (10, _K)),
            *(f"{value:.1f}" for value in (*np.percentile(times, (50, 95)), used)),
        )
    return table


def _asked(
    store: VectorStore, questions: Vectors, allowed: Ids | None
) -> tuple[Ids, Sequence[float]]:
    found, times = [], []
    for question in questions:
        start = time.perf_counter()
        found.append(store.search(question[None], _K, allowed)[1][0])
        times.append(1_000 * (time.perf_counter() - start))
    return np.stack(found), times


def _used(source: VectorSource) -> float:
    """CPU milliseconds of this process, and of those on this machine that serve the database."""
    pids = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    with source.database.reading() as connection:
        found = connection.exec_driver_sql(pids).scalars().all()
    stats = [Path(f"/proc/{pid}/stat").read_text(encoding="ascii") for pid in found]
    ticks = [map(int, stat.rpartition(")")[2].split()[11:13]) for stat in stats]
    seconds = sum(map(sum, ticks)) / os.sysconf("SC_CLK_TCK")
    return 1_000 * (time.process_time() + seconds)


def _exact(source: VectorSource, questions: Vectors, filters: Sequence[Ids | None]) -> list[Ids]:
    """What is nearest indeed, read once for all filters."""
    shape = (len(questions), _K)
    best = [(np.full(shape, -np.inf, np.float32), np.full(shape, -1, np.int64)) for _ in filters]
    for ids, rows in source.rows(1, source.moment().last):
        scores = np.asarray(questions @ rows.T, np.float32)
        for number, allowed in enumerate(filters):
            is_in = True if allowed is None else np.isin(ids, allowed)
            own = np.where(is_in, scores, -np.inf)
            near = np.argpartition(own, -_K, axis=1)[:, -_K:]
            more = np.take_along_axis(own, near, axis=1)
            best[number] = _best(*best[number], more, np.where(more > -np.inf, ids[near], -1))
    return [ids for _, ids in best]


def _best(scores: Vectors, ids: Ids, more: Vectors, more_ids: Ids) -> tuple[Vectors, Ids]:
    scores, ids = np.hstack([scores, more]), np.hstack([ids, more_ids])
    order = np.argsort(-scores, axis=1, kind="stable")[:, :_K]
    return np.take_along_axis(scores, order, 1), np.take_along_axis(ids, order, 1)


def _recall(found: Ids, expected: Ids) -> float:
    pairs = zip(found, expected, strict=True)
    return float(np.mean([np.isin(own[own >= 0], row).mean() for row, own in pairs]))


def _deleted(library: Library, store: VectorStore, source: VectorSource, count: int) -> str:
    """Delete articles one by one: how long until the table has followed, what is found after."""
    last = source.moment().last // _PER_ARTICLE
    found = times = 0.0
    for number in np.random.default_rng(last).choice(last, count, replace=False).tolist():
        first = number * _PER_ARTICLE + 1
        (_, rows) = next(source.rows(first, first + _PER_ARTICLE - 1))
        start = time.perf_counter()
        library.remove(source.collection, f"a{number + 1}")
        store.follow()
        times += time.perf_counter() - start
        ids = store.search(rows[:1], _K)[1]
        found += ((ids >= first) & (ids < first + _PER_ARTICLE)).sum()
    each = 1_000 * times / count
    return f"{count} articles deleted: {each:.0f} ms each, {found:.0f} passages of them found after"


def _lag(
    library: Library, store: VectorStore, source: VectorSource, replica: VectorStore, count: int
) -> str:
    """Delete articles; how long until a replica's table has followed."""
    times = []
    for article in list(library.all_articles(source.collection))[:count]:
        library.remove(source.collection, article.id)
        store.follow()
        start = time.perf_counter()
        while replica.follow() < store.seq:
            time.sleep(0.001)
        times.append(1_000 * (time.perf_counter() - start))
    p50, p95, most = np.percentile(times, (50, 95, 100))
    return f"a replica {p50:.0f} ms behind (p95 {p95:.0f}, most {most:.0f}) in {count} deletions"


def _real(folder: Path) -> tuple[Vectors, Vectors, str]:
    """The vectors of a library, those of some headlines as questions, and the embedder."""
    library = Library(folder / "library.db")
    collection = library.collections()[0]
    embedder = load_embedder("minilm")
    last = library.vectors.last_passage(collection)
    _, rows = library.vectors.read(collection, 1, last, embedder.fingerprint, embedder.dim)
    located = library.locate(collection, range(1, last + 1, last // _QUESTIONS))
    titles = [one.article.title or "" for one in located.values()]
    library.close()
    return rows, embedder.embed_questions(titles), embedder.fingerprint


if __name__ == "__main__":
    main()
