"""Words searched for in PostgreSQL instead of in tantivy: what is found, and how fast.

`python -m eval.components.lexical_databases QUESTION_SET --data FOLDER --database ADDRESS`

FOLDER is a data folder that holds the set's articles, ADDRESS that of any database with pgvector.
Found means: among the first ten passages is one of an evidence article that says the answer. The
same is counted of the fused ranking, in which only the words' half differs.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, text

from eval.metrics.intervals import bootstrap, paired
from eval.questions import Case
from eval.records import Share
from eval.sets import load as load_questions
from index.followers.contract import Cosines, Ids
from index.followers.lexical.queries import TITLE_BOOST
from index.followers.lexical.schema import analyzer
from index.followers.open_collection import OpenCollection
from index.search import CANDIDATES, fuse
from index.store.library import Located
from index.store.postgresql.database import PostgresDatabase
from service.engine import Engine
from service.settings import load

Ranking = tuple[Cosines, Ids]
"""Scores, best first, and ids."""
Search = Callable[[str], Ranking]

_K1, _B = 1.2, 0.75
"""As tantivy has them."""
_DIM = 1_000_000
_FIRST = 10


class _Words:
    """BM25 of body and title as inner products: saturated counts in passages, IDF in questions."""

    def __init__(self, texts: Sequence[str], weight: float) -> None:
        self._analyzer = analyzer()
        self._weight = weight
        counts = [Counter(self._analyzer.analyze(text)) for text in texts]
        lengths = np.array([sum(one.values()) for one in counts])
        self._numbers: dict[str, int] = {}
        found: Counter[str] = Counter()
        self.rows = []
        for one, length in zip(counts, lengths / lengths.mean(), strict=True):
            found.update(one.keys())
            norm = _K1 * (1 - _B + _B * length)
            self.rows.append({self._number(t): n * (_K1 + 1) / (n + norm) for t, n in one.items()})
        total = len(texts)
        self._idf = {t: np.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in found.items()}

    def question(self, words: str) -> dict[int, float]:
        """The weights of a question's terms."""
        terms = set(self._analyzer.analyze(words)) & self._idf.keys()
        return {self._numbers[term]: self._weight * self._idf[term] for term in terms}

    def _number(self, term: str) -> int:
        return self._numbers.setdefault(term, len(self._numbers) + 1)


def _sparse(weights: dict[int, float]) -> str:
    inside = ",".join(f"{number}:{weight:.5g}" for number, weight in sorted(weights.items()))
    return f"{{{inside}}}/{_DIM}"


def _shifted(weights: dict[int, float]) -> dict[int, float]:
    return {number + _DIM // 2: weight for number, weight in weights.items()}


def by_sparsevec(connection: Connection, passages: Sequence[Located]) -> Search:
    """Search by BM25 weights as sparse vectors, each looked at."""
    body = _Words([one.passage.text for one in passages], 1.0)
    title = _Words([one.article.title or "" for one in passages], TITLE_BOOST)
    connection.exec_driver_sql(f"CREATE TEMP TABLE sparse (id bigint, words sparsevec({_DIM}))")
    rows = [
        {"id": one.passage.id, "words": _sparse(own | _shifted(of_title))}
        for one, own, of_title in zip(passages, body.rows, title.rows, strict=True)
    ]
    connection.execute(text("INSERT INTO sparse VALUES (:id, CAST(:words AS sparsevec))"), rows)
    statement = (
        "SELECT id, -(words <#> CAST(:words AS sparsevec)) AS score FROM sparse "
        "ORDER BY words <#> CAST(:words AS sparsevec) LIMIT :k"
    )

    def search(question: str) -> Ranking:
        words = _sparse(body.question(question) | _shifted(title.question(question)))
        return _ranking(connection, statement, {"words": words, "k": CANDIDATES})

    return search


def by_tsvector(connection: Connection, passages: Sequence[Located], rank: str) -> Search:
    """Search by PostgreSQL's full text search, any of the words, ranked by one of its functions."""
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS words (id bigint, tsv tsvector)")
    if not connection.execute(text("SELECT count(*) FROM words")).scalar():
        rows = [
            {"id": one.passage.id, "title": one.article.title or "", "body": one.passage.text}
            for one in passages
        ]
        made = (
            "INSERT INTO words VALUES (:id, setweight(to_tsvector('english', :title), 'B') "
            "|| setweight(to_tsvector('english', :body), 'A'))"
        )
        connection.execute(text(made), rows)
        connection.exec_driver_sql("CREATE INDEX ON words USING gin (tsv)")
    query = "CAST(replace(CAST(plainto_tsquery('english', :words) AS text), '&', '|') AS tsquery)"
    weights = f"CAST('{{0, 0, {TITLE_BOOST}, 1}}' AS float4[])"
    # 1: divided by 1 + the logarithm of the passage's length.
    statement = (
        f"SELECT id, {rank}({weights}, tsv, {query}, 1) AS score FROM words "  # noqa: S608
        f"WHERE tsv @@ {query} ORDER BY score DESC LIMIT :k"
    )
    return lambda words: _ranking(connection, statement, {"words": words, "k": CANDIDATES})


def _ranking(connection: Connection, statement: str, given: dict[str, object]) -> Ranking:
    rows = connection.execute(text(statement), given).all()
    scores = np.array([row.score for row in rows], np.float32)
    return scores, np.array([row.id for row in rows], np.int64)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data", required=True)
    parser.add_argument("--database", required=True)
    options = parser.parse_args(arguments)
    cases = [one for one in load_questions(options.questions).cases if one.evidence]
    opened = Engine(load({}, data=options.data)).catalogue.get("default")
    last = opened.library.vectors.last_passage(opened.collection)
    passages = list(opened.library.locate(opened.collection, range(1, last + 1)).values())
    database = PostgresDatabase(options.database)
    with database.indexing() as connection:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS vector")
        searches: dict[str, Search] = {
            "tantivy": lambda words: opened.lexical.search(words, CANDIDATES),
            "tsvector, ts_rank_cd": by_tsvector(connection, passages, "ts_rank_cd"),
            "tsvector, ts_rank": by_tsvector(connection, passages, "ts_rank"),
            "BM25 as sparsevec": by_sparsevec(connection, passages),
        }
        Console().print(_measured(opened, cases, searches))
    database.close()


def _measured(opened: OpenCollection, cases: Sequence[Case], searches: dict[str, Search]) -> Table:
    vectors = opened.embedder.embed_questions([case.question for case in cases])
    near = [opened.nearest(vector[None], CANDIDATES) for vector in vectors]
    table = Table(
        "words by", "words alone", "against tantivy", "fused", "against tantivy", "p50 ms"
    )
    first: list[list[Share]] = []
    for name, search in searches.items():
        alone, fused, times = [], [], []
        for case, (cosines, ids) in zip(cases, near, strict=True):
            start = time.perf_counter()
            scores, worded = search(case.question)
            times.append(1_000 * (time.perf_counter() - start))
            both = [id for id, _ in fuse(ids[0], cosines[0], worded, scores)]
            alone.append(_found(opened, case, worded.tolist()))
            fused.append(_found(opened, case, both))
        first = first or [alone, fused]
        cells = [_cells(own, base) for own, base in zip((alone, fused), first, strict=True)]
        table.add_row(name, *cells[0], *cells[1], f"{np.median(times):.1f}")
    return table


def _cells(own: list[Share], base: list[Share]) -> tuple[str, str]:
    share, change = bootstrap(own, seed=0), paired(base, own, seed=0)
    return (
        f"{share.value:.3f} ({share.low:.3f} to {share.high:.3f})",
        f"{change.value:+.3f} ({change.low:+.3f} to {change.high:+.3f})",
    )


def _found(opened: OpenCollection, case: Case, ids: Sequence[int]) -> Share:
    located = opened.library.locate(opened.collection, list(ids[:_FIRST]))
    evidence = {one.article for one in case.evidence}
    answers = [answer.casefold() for answer in case.answers]
    hits = (
        any(answer in one.passage.text.casefold() for answer in answers)
        for one in located.values()
        if one.article.id in evidence
    )
    return Share(float(any(hits)), 1.0)


if __name__ == "__main__":
    main()
