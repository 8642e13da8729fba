"""How well a reader reads single passages: `python -m eval.training.shared.score --data FOLDER`.

Exact match and F1 as in SQuAD 1.1 and 2.0 (official normalisation), on what was never trained on:
all of SQuADShifts new Wikipedia, and the tenth of each other set that is held back; ranking of
sentences on TREC QA dev. One row per set; `--sample` for a quick look. With `--twins` the same
questions are also asked where nothing answers them any more, though everything is about their
subject: without the sentences that answer, of another passage of the article, or with something
in the question exchanged (`eval.training.data.twins`).
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.console import Console
from rich.table import Table

from eval.metrics import answerability, ranking, spans
from eval.support.files import read_rows
from eval.training.data.material import (
    Asked,
    Material,
    material_of,
    parts_of,
    read_measured,
)
from eval.training.data.twins import CHANGES
from eval.training.data.written import read_written
from eval.training.recipe import UNANSWERED
from index.records import Span
from service.readers.span import FOLDER, load_reader
from service.reading.span_reader import SpanReader

SETS = {
    "squadshifts/new_wiki.json.gz": True,
    "newsqa/dev.json.gz": False,
    "squad/squad20_dev.json.gz": False,
    "squad/squad11_dev.json.gz": False,
    "squadshifts/reddit.json.gz": False,
    "tweetqa/dev.json.gz": False,
    "qamr/dev.json.gz": False,
}
"""Question files, and whether all questions are scored or only the held-out ones."""

WRITTEN = ("news_corpus/articles.jsonl.gz", "newsqa/dev.json.gz")
"""Files of articles about which we wrote questions; those about the held-out ones are scored."""

TWINS = ("newsqa/dev.json.gz", "squad/squad11_dev.json.gz", "squad_train/articles44.json.gz")
"""The files whose held-out questions are altered to have no answer."""

RANKED = "trecqa/dev.jsonl.gz"
"""The file of labelled sentences that are ranked."""
_ROWS_AT_ONCE = 16


class Read(NamedTuple):
    """The best span for one question."""

    golds: list[str]
    text: str
    margin: float


class Twins(NamedTuple):
    """Margins of the best spans of questions, and of the same questions changed."""

    name: str
    answered: list[float]
    unanswered: list[float]

    @property
    def auroc(self) -> float:
        """How often the margin of a question that is answered is the higher one."""
        labels = [True] * len(self.answered) + [False] * len(self.unanswered)
        return answerability.auroc([*self.answered, *self.unanswered], labels)

    def wrongly_answered(self, coverage: float) -> float:
        """The share of the unanswered above the margin that this share of the others has."""
        ranked = sorted(self.answered, reverse=True)
        threshold = ranked[max(0, round(coverage * len(ranked)) - 1)]
        return _mean([margin >= threshold for margin in self.unanswered])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--reader", type=Path, default=FOLDER, help="folder of the reader")
    parser.add_argument("--sample", type=int, metavar="N", help="only N questions of each set")
    parser.add_argument("--sets", nargs="*", help="only sets whose path contains one of these")
    parser.add_argument("--twins", action="store_true", help="measure on changed questions instead")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args(arguments)
    reader = load_reader(options.reader)
    if options.twins:
        _show_twins(reader, options.data, options.sample)
        return
    table = Table("set", "questions", "EM", "F1", "NoAns", "AUROC", "best F1", "seconds")
    figures: dict[str, dict[str, float]] = {}
    for name in [*SETS, *(f"written/{name}" for name in WRITTEN)]:
        if options.sets and not any(part in name for part in options.sets):
            continue
        start = time.perf_counter()
        row = figures[name] = score(reader, options.data, name, options.sample)
        seconds = time.perf_counter() - start
        table.add_row(name, f"{row['questions']:.0f}", *_cells(row), f"{seconds:.0f}")
        Console().print(f"{name}: {row}")
    if not options.sets or "trecqa" in options.sets:
        figures["trecqa"] = rank(reader, options.data / RANKED)
        Console().print(f"TREC QA dev: {figures['trecqa']}")
    Console().print(table)
    if options.json:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(figures)))


def score(reader: SpanReader, data: Path, name: str, sample: int | None) -> dict[str, float]:
    """EM, F1 and, where some questions have no answer, how well the reader recognises these."""
    if name in SETS:
        material = read_measured(data / name, whole=SETS[name])
    else:
        # Of somebody's words whole quotations are marked, whose borders nothing is to find.
        found = read_written(data / name.removeprefix("written/"), said=False)
        material = material_of(found, found.name, held_back=True)
    return _figures(list(_read(reader, material, sample)))


def _cells(row: dict[str, float]) -> Iterator[str]:
    for name in ("em", "f1", "no_answer", "auroc", "best_f1"):
        yield f"{row[name]:.3f}" if name in row else ""


def _read(reader: SpanReader, material: Material, sample: int | None) -> Iterator[Read]:
    asked = material.asked
    if sample and sample < len(asked):
        asked = random.Random(0).sample(asked, sample)  # noqa: S311
    parts: dict[int, list[Span]] = {}
    for one in asked:
        text = material.passages[one.passage]
        if one.passage not in parts:
            parts[one.passage] = list(parts_of(text))
        yield _best(reader, one, text, parts[one.passage], material.heads[one.passage])


def _best(reader: SpanReader, asked: Asked, text: str, parts: Sequence[Span], head: str) -> Read:
    texts, heads = [text[p.start : p.end] for p in parts], [head for _ in parts]
    found = reader.spans(asked.question, texts, 1, heads)
    best = max((own[0] for own in found if own), key=lambda span: span.margin, default=None)
    golds = list(dict.fromkeys(text[span.start : span.end] for span in asked.spans))
    if best is None:
        return Read(golds, "", -99.0)
    offset = parts[best.window].start
    return Read(golds, text[offset + best.start : offset + best.end], best.margin)


def _figures(read: Sequence[Read]) -> dict[str, float]:
    answered = [one for one in read if one.golds]
    row = {
        "questions": float(len(read)),
        "em": _mean([spans.exact_match(one.text, one.golds) for one in answered]),
        "f1": _mean([spans.token_f1(one.text, one.golds) for one in answered]),
    }
    if len(answered) < len(read):
        scores = [one.margin for one in read]
        labels = [bool(one.golds) for one in read]
        row["auroc"] = answerability.auroc(scores, labels)
        row |= _best_threshold(read)
    return {name: round(value, 4) for name, value in row.items()}


def _best_threshold(read: Sequence[Read]) -> dict[str, float]:
    """F1 at the threshold that is best for it, and what share of the unanswerable is refused."""
    ranked = sorted(read, key=lambda one: -one.margin)
    total = float(sum(not one.golds for one in read))
    best, threshold = total, float("inf")
    for one in ranked:
        total += spans.token_f1(one.text, one.golds) if one.golds else -1.0
        if total > best:
            best, threshold = total, one.margin
    refused = [one.margin < threshold for one in read if not one.golds]
    return {"best_f1": best / len(read), "no_answer": _mean(refused), "threshold": threshold}


def twins(reader: SpanReader, data: Path, name: str, sample: int | None) -> Iterator[Twins]:
    """How well margins separate held-out questions from their unanswerable twins."""
    material = read_measured(data / name, whole=False)
    answered = [one.margin for one in _read(reader, material, sample) if one.golds]
    for change in sorted(UNANSWERED):
        changed = CHANGES[change](material)
        margins = [one.margin for one in _read(reader, changed, sample)]
        yield Twins(changed.name, answered, margins)


def _show_twins(reader: SpanReader, data: Path, sample: int | None) -> None:
    table = Table("set", "questions", "twins", "AUROC", "answered at 90 %", "at 70 %")
    for name in TWINS:
        for found in twins(reader, data, name, sample):
            shares = [f"{found.wrongly_answered(coverage):.3f}" for coverage in (0.9, 0.7)]
            counts = [f"{len(found.answered)}", f"{len(found.unanswered)}"]
            table.add_row(found.name, *counts, f"{found.auroc:.3f}", *shares)
    Console(width=110).print(table)


def rank(reader: SpanReader, path: Path) -> dict[str, float]:
    """MAP and MRR of relevance on questions with labelled sentences, as in Yao et al. 2013."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for row in read_rows(path):
        groups.setdefault(row["question"], []).append((row["sentence"], row["label"]))
    precisions, ranks = [], []
    for question, rows in groups.items():
        labels = [label for _, label in rows]
        if len(set(labels)) < 2:
            continue
        found = reader.spans(question, [sentence for sentence, _ in rows], 1)
        scores = [own[0].relevance or 0.0 if own else -99.0 for own in found]
        order = sorted(range(len(rows)), key=lambda n: -scores[n])
        gains = [float(labels[n]) for n in order]
        precisions.append(ranking.average_precision(gains, sum(labels)))
        ranks.append(ranking.reciprocal_rank(gains))
    return {"questions": len(ranks), "map": _mean(precisions), "mrr": _mean(ranks)}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


if __name__ == "__main__":
    main()
