"""Clarifications: `python -m eval.components.clarifications [--count 300] [--errors N]`.

Asks the questions of Abg-CoQA's validation part, each with its passage and the two previous turns;
people marked 130 of the 1,092 as ambiguous. A reply is a clarification if it offers choices because
words may mean several things. Reports precision, recall, and how often it asks needlessly.
"""

import random
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

import msgspec

from eval.support.files import read_rows
from eval.support.progress import with_progress
from index.records import Document
from service.engine import Engine
from service.settings import load
from service.wire.answer import Answer
from service.wire.asking import AskFilters, AskRequest, HistoryQuote, HistoryTurn

CLARIFICATIONS = frozenset(("which_meaning", "which_speaker", "which_event"))
"""The reasons of replies that ask what is meant."""


class Row(TypedDict):
    """One question as in the file."""

    id: str
    text: str
    question: str
    history: list[dict[str, str]]
    ambiguous: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask the questions, and print the figures."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    rows = sample(options.data / "abg_coqa" / "val.jsonl.gz", options.count, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(load({}, data=folder))
        places = _added(engine, rows)
        counts: Counter[tuple[bool, bool]] = Counter()
        for row in with_progress(rows, "asking", len(rows)):
            answer = _asked(engine, row, places[row["text"]])
            asked = answer.reason in CLARIFICATIONS and bool(answer.choices)
            counts[row["ambiguous"], asked] += 1
            if asked != row["ambiguous"] and counts.total() <= options.errors:
                print(row["question"], "->", answer.searched, [c.name for c in answer.choices])
    print(report(counts))


def sample(path: Path, count: int, seed: int) -> list[Row]:
    """A random sample of rows, with ambiguous ones as frequent as in the file."""
    rows = [msgspec.convert(row, Row) for row in read_rows(path)]
    random.Random(seed).shuffle(rows)  # noqa: S311
    return rows[:count]


def report(counts: Counter[tuple[bool, bool]]) -> str:
    """The figures for counts of (ambiguous, clarification)."""
    asked = counts[True, True] + counts[False, True]
    ambiguous = counts[True, True] + counts[True, False]
    clear = counts[False, True] + counts[False, False]
    return (
        f"{counts.total()} questions, {ambiguous} of them ambiguous\n"
        f"clarifications: {asked}, justified {counts[True, True]}\n"
        f"recall {counts[True, True] / max(1, ambiguous):.3f}, precision "
        f"{counts[True, True] / max(1, asked):.3f}\n"
        f"needless clarifications: {counts[False, True] / max(1, clear):.3f} of the clear questions"
    )


def _added(engine: Engine, rows: Sequence[Row]) -> dict[str, str]:
    """The ids of the passages, by their text."""
    places = {text: f"passage-{n}" for n, text in enumerate({row["text"]: None for row in rows})}
    documents = [
        Document(id=id, text=text, format="txt", origin=id, title=id) for text, id in places.items()
    ]
    for _ in engine.ingester.add(
        engine.collection(None), with_progress(documents, "adding", len(documents))
    ):
        pass
    engine.open()
    return places


def _asked(engine: Engine, row: Row, article_id: str) -> Answer:
    article = engine.library.article(engine.collection(None), article_id)
    return engine.conversing.ask(
        AskRequest(
            question=row["question"],
            filters=AskFilters(article_ids=[article_id]),
            history=list(_turns(row, article_id, article.text)),
        )
    )


def _turns(row: Row, article_id: str, text: str) -> Iterator[HistoryTurn]:
    """The turns before, with their answers where the passage has these words."""
    said = [turn["text"] for turn in row["history"]]
    for question, answer in zip(said[::2], said[1::2], strict=False):
        start = text.lower().find(answer.lower())
        quotes = [HistoryQuote(article_id=article_id, start=start, end=start + len(answer))]
        yield HistoryTurn(question=question, quotes=quotes if start >= 0 and answer else [])


if __name__ == "__main__":
    main()
