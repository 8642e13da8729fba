"""Latency of `GET /v1/suggest`, keystroke by keystroke, without and with filters.

`python -m eval.benches.completions --data FOLDER --questions FILE` types the questions, every
second character, and completes each prefix. It prints CPU time next to wall-clock time: on a shared
machine, only CPU times are comparable.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.sets import load as load_questions
from index.records import Filters, Query
from service.engine import Engine
from service.lookups.completions import complete
from service.settings import load as load_settings

_LIMITS: dict[str, tuple[Filters, str | None]] = {
    "none": (Filters(), None),
    "dates": (Filters(published_from="2018-01-01", published_to="2022-12-31"), None),
    "as_of": (Filters(), "2020-01-01"),
}
_STEP, _QUESTIONS, _LIMIT = 2, 60, 8


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--embedder", default="minilm", help="the setting; it is only loaded")
    options = parser.parse_args(arguments)
    engine = Engine(load_settings({}, data=str(options.data), embedder=options.embedder))
    engine.open()
    cases = list(load_questions(options.questions).cases)[:_QUESTIONS]
    typed = [c.question[:end] for c in cases for end in range(1, len(c.question) + 1, _STEP)]
    table = Table("filters", "beginnings", "p50, p95 (processor)", "p50, p95 (clock)")
    complete(engine, "warm", Query(question="warm"), _LIMIT)
    for name, (filters, as_of) in _LIMITS.items():
        query = Query(question="", filters=filters, as_of=as_of)
        used, passed = _milliseconds(engine, typed, query)
        table.add_row(name, f"{len(typed):,}", _percentiles(used), _percentiles(passed))
    articles = engine.library.count_articles(engine.settings.collection)
    Console().print(f"{articles:,} articles", table)
    engine.close()


def _milliseconds(
    engine: Engine, typed: Sequence[str], query: Query
) -> tuple[list[float], list[float]]:
    used, passed = [], []
    for text in typed:
        started, clock = time.thread_time(), time.perf_counter()
        complete(engine, text, query, _LIMIT)
        used.append((time.thread_time() - started) * 1000)
        passed.append((time.perf_counter() - clock) * 1000)
    return used, passed


def _percentiles(milliseconds: Sequence[float]) -> str:
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return f"{p50:.1f}, {p95:.1f} ms"


if __name__ == "__main__":
    main()
