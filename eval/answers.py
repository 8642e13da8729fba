"""How good search and answers are: `python -m eval.answers --questions FILE [--data FOLDER]`.

For each question with a known answer: does the text of the answer stand in the first k passages
of each stage, in the first k answers, and was the article found that a person linked?
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec import structs
from rich.console import Console
from rich.progress import track
from rich.table import Table

from eval.machine import peak_megabytes, timed
from eval.matching import holds
from eval.questions import Case
from eval.sets import load
from index.collections import OpenCollection
from index.library import Located
from index.records import Query, Vectors
from index.search import CANDIDATES, search
from service.engine import Engine
from service.settings import load as load_settings
from service.wire import Answer, AskRequest

_DEPTHS = (1, 5, 10, 50)
_ANSWER_DEPTHS = (1, 3, 5)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = _options(arguments)
    settings = load_settings(data=options.data)
    if options.min_confidence is not None:
        settings = structs.replace(settings, min_confidence=options.min_confidence)
    engine = Engine(settings)
    engine.open()
    cases = [case for case in load(options.questions).cases if case.answerable and case.answers]
    cases = cases[:: options.every]
    with timed() as timing:
        rows = [_measure(engine, case) for case in track(cases, "asking")]
    _print(rows, cases)
    Console().print(f"{len(cases)} questions, {timing}; peak {peak_megabytes():.0f} MB")
    engine.close()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--data", help="data folder of the library")
    parser.add_argument("--every", type=int, default=1, help="take every n-th question")
    parser.add_argument("--min-confidence", type=float, default=None)
    return parser.parse_args(arguments)


Row = dict[str, float]


def _measure(engine: Engine, case: Case) -> Row:
    """Ones and zeros for one question, and the milliseconds it took."""
    opened = engine.catalogue.get(engine.settings.collection)
    vector = engine.embedder.embed_questions([case.question])
    row: Row = {}
    for stage, ranked in _stages(opened, case, vector).items():
        row |= _passage_hits(stage, ranked, case)
    answer = engine.answerer.answer(AskRequest(question=case.question))
    return row | _answer_hits(answer, case)


def _stages(opened: OpenCollection, case: Case, vector: Vectors) -> dict[str, list[Located]]:
    _, near = opened.dense.search(vector, CANDIDATES)
    _, worded = opened.lexical.search(case.question, CANDIDATES)
    located = opened.library.locate(
        opened.collection, list({*near[0].tolist(), *worded.tolist()} - {-1})
    )
    found = search(opened, Query(question=case.question), vector)
    return {
        "dense": [located[i] for i in near[0].tolist() if i in located],
        "lexical": [located[i] for i in worded.tolist() if i in located],
        "fused": [item.located for item in found],
    }


def _passage_hits(stage: str, ranked: Sequence[Located], case: Case) -> Row:
    good = [holds(item.passage.text, case.answers) for item in ranked[: max(_DEPTHS)]]
    row = {f"{stage} passage@{k}": float(any(good[:k])) for k in _DEPTHS}
    linked = {e.article for e in case.evidence if e.kind == "gold_link"}
    if linked:
        articles = list(dict.fromkeys(item.article.id for item in ranked))
        row |= {f"{stage} article@{k}": float(bool(linked & {*articles[:k]})) for k in (1, 5, 10)}
    return row


def _answer_hits(answer: Answer, case: Case) -> Row:
    good = [holds(item.quote, case.answers) for item in answer.answers]
    row = {f"answer@{k}": float(any(good[:k])) for k in _ANSWER_DEPTHS}
    row["answered"] = float(answer.status == "answered")
    row |= {f"ms {stage}": ms for stage, ms in answer.timings_ms.items()}
    return row


def _print(rows: Sequence[Row], cases: Sequence[Case]) -> None:
    columns: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for name, value in row.items():
            columns[name].append(value)
    table = Table("measure", "questions", "value")
    for name, values in columns.items():
        if name.startswith("ms "):
            p50, p95 = np.percentile(values, [50, 95])
            table.add_row(name, str(len(values)), f"p50 {p50:.1f}  p95 {p95:.1f}")
        else:
            table.add_row(name, str(len(values)), f"{np.mean(values):.3f}")
    Console().print(table)
    _print_by_kind(rows, cases)


def _print_by_kind(rows: Sequence[Row], cases: Sequence[Case]) -> None:
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row, case in zip(rows, cases, strict=True):
        kinds[case.type or "unknown"].append(row)
    if len(kinds) < 2:
        return
    table = Table("type", "questions", *(f"answer@{k}" for k in _ANSWER_DEPTHS), "answered")
    names = [*(f"answer@{k}" for k in _ANSWER_DEPTHS), "answered"]
    for kind, group in sorted(kinds.items()):
        values = [f"{np.mean([row[name] for row in group]):.2f}" for name in names]
        table.add_row(kind, str(len(group)), *values)
    Console().print(table)


if __name__ == "__main__":
    main()
