"""pgvector against FAISS: whether what is found and answered gets better or worse.

`python -m eval.runs.vector_stores QUESTION_SET --database ADDRESS`

ADDRESS is a PostgreSQL library with the set's articles. Answers can only differ where the passages
found, or their order, differ: only those questions are read.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.metrics.intervals import bootstrap, paired
from eval.questions import Case
from eval.records import Share
from eval.runs.correctness import is_right, quoted_spans
from eval.sets import load as load_questions
from index.records import Query
from index.search import Found, search
from service.engine import Engine
from service.settings import load
from service.wire.asking import AskRequest

_FIRST = 10
_LISTS_FROM = 500
"""So that a small collection has lists."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--database", required=True)
    options = parser.parse_args(arguments)
    cases = [one for one in load_questions(options.questions).cases if one.evidence]
    with tempfile.TemporaryDirectory() as folder:
        engines = {
            name: Engine(
                load(
                    {}, data=f"{folder}/{name}", database=options.database,
                    vector_store=store, flat_until=flat_until,
                )
            )
            for name, store, flat_until in (
                ("faiss, exact", "faiss", 300_000),
                ("pgvector, exact", "pgvector", 300_000),
                ("pgvector, lists", "pgvector", _LISTS_FROM),
            )
        }  # fmt: skip
        Console().print(_measured(engines, cases))
        for engine in engines.values():
            engine.close()


def _measured(engines: dict[str, Engine], cases: Sequence[Case]) -> Table:
    columns = ("found in ten", "beside", "differ", "first right of these", "change over all")
    table = Table("store", *columns)
    (base, *_) = engines.values()
    usual = [_found(base, case) for case in cases]
    ten = [_holds(one, case) for one, case in zip(usual, cases, strict=True)]
    for name, engine in engines.items():
        found = [_found(engine, case) for case in cases]
        pairs = zip(cases, usual, found, strict=True)
        differing = [case for case, one, other in pairs if _ids(one) != _ids(other)]
        own = [_holds(one, case) for one, case in zip(found, cases, strict=True)]
        read = [[_first(one, case) for case in differing] for one in (base, engine)]
        same = [Share(0.0, 1.0)] * (len(cases) - len(differing))
        rights = " to ".join(f"{sum(one.part for one in ones):.0f}" for ones in read)
        share = bootstrap(own, seed=0)
        table.add_row(
            name,
            f"{share.value:.3f} ({share.low:.3f} to {share.high:.3f})",
            _change(ten, own),
            str(len(differing)),
            rights,
            _change(read[0] + same, read[1] + same),
        )
    return table


def _found(engine: Engine, case: Case) -> list[Found]:
    opened = engine.catalogue.get("default")
    opened.dense.wait()
    vector = opened.embedder.embed_questions([case.question])
    return search(opened, Query(question=case.question), vector)


def _ids(found: Sequence[Found]) -> list[int]:
    return [one.hit.passage.id for one in found]


def _holds(found: Sequence[Found], case: Case) -> Share:
    """Whether one of the first passages is of an evidence article and says the answer."""
    evidence = {one.article for one in case.evidence}
    texts = [
        one.hit.passage.text.casefold()
        for one in found[:_FIRST]
        if one.located.article.id in evidence
    ]
    return Share(float(any(a.casefold() in text for a in case.answers for text in texts)), 1.0)


def _first(engine: Engine, case: Case) -> Share:
    spans = quoted_spans(engine.answerer.answer(AskRequest(question=case.question)))
    return Share(float(bool(spans) and is_right(spans[0], case)), 1.0)


def _change(base: list[Share], own: list[Share]) -> str:
    change = paired(base, own, seed=0)
    return f"{change.value:+.3f} ({change.low:+.3f} to {change.high:+.3f})"


if __name__ == "__main__":
    main()
