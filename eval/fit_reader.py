"""Fits readers' weights: `python -m eval.fit_reader --questions FILE --data FOLDER [--kind span]`.

`--kind sentence` and `statement` are the sentence reader's, `span` is what the span reader makes of
its network's scores, `within` the same where each question is asked of its own article alone.

For each question the reader's own candidates are labelled by whether they hold an answer; then the
same question is searched and read again without the articles that hold one, so that the weights
learn what no answer looks like. Two logistic regressions follow: one over all candidates ranks
them, one over the best candidate of each reading sets the scale, so that the confidence of an
answer is the share of such answers that are right. For spans found in a whole collection a third,
over the first candidates alone, decides how sure they are. Half of the questions (by a hash of
their id) are only looked at.
"""

import argparse
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

from eval.matching import holds
from eval.questions import Case
from eval.sets import load
from eval.understood import understood
from index.collections import OpenCollection
from index.records import Filters, Query, Vectors
from index.search import Found, search
from service.engine import Engine
from service.readers import Candidate
from service.readers.sentence import WEIGHTS_FILE, Features, Model, Weights
from service.readers.span import FOLDER, MODEL
from service.readers.span import Model as SpanModel
from service.readers.spans.reading import Confidence, SpanReader
from service.settings import load as load_settings
from service.understand import Kind, Question

_KINDS = ("sentence", "statement", "span", "within")
# The span reader's kinds, and where its file keeps them.
_OF_SPANS = {"span": "confidence", "within": "within"}
_MOST_A_READING = 40
# The first candidates of a reading, on which the decision is fitted, and how freely: both chosen by
# cross-validation.
_DECIDED = 2
_STRENGTH = 0.3
# Question sets prefer direct quotations as their marked answers, and would teach that an indirect
# one is wrong. These weights are chosen, not fitted: they only order quotes that fit equally well.
_CHOSEN_OF_STATEMENTS = {
    "direct": 1.0, "mixed": 0.6, "sure": 0.0, "title": 0.0, "timely": 0.8, "untimely": 0.0,
}  # fmt: skip
# News quizzes name hardly any year, so this too is chosen: such an article cannot answer.
_CHOSEN_OF_SPANS = {"other_year": -3.0}
_CHOSEN: dict[str, dict[str, float]] = {
    "sentence": {},
    "statement": _CHOSEN_OF_STATEMENTS,
    "span": _CHOSEN_OF_SPANS,
    "within": _CHOSEN_OF_SPANS,
}
_COVERAGES = (0.8, 0.6, 0.4, 0.2)
_TARGETS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)


class Reading(Struct, frozen=True):
    """The candidates of one question, and which of them hold an answer."""

    features: list[Features]
    labels: list[bool]
    held_out: bool
    answerable: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """Collect, fit, report, and write the weights with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--data", nargs="+", required=True, help="a library for each set")
    parser.add_argument("--kind", choices=_KINDS, default="sentence")
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    readings: list[Reading] = []
    for questions, data in zip(options.questions, options.data, strict=True):
        readings += _collect(_engine(data, options.kind), load(questions).cases, options.kind)
    fitted = [r for r in readings if not r.held_out]
    weights = fit(fitted, options.kind, options.strength)
    deciding = fit_deciding(fitted, weights) if options.kind == "span" else None
    _report(weights, deciding, readings)
    if options.write:
        names = ", ".join(path.parent.name + "/" + path.name for path in options.questions)
        _write(options.kind, weights, deciding, f"{names}: half of {len(readings)} readings")


def fit(readings: Sequence[Reading], kind: str, strength: float = 1.0) -> Weights:
    """Weights from readings: ranking over all candidates, scale from the best of each.

    Args:
        readings: of the questions to learn from.
        kind: one of `_KINDS`.
        strength: the inverse of the regularisation; small sets need a small one.
    """
    chosen = _CHOSEN[kind]
    names = _fitted_names(readings, chosen)
    rows = [
        (_row(f, names), y) for r in readings for f, y in zip(r.features, r.labels, strict=True)
    ]
    ranking = LogisticRegression(C=strength, max_iter=2000)
    ranking.fit(np.asarray([row for row, _ in rows]), np.asarray([label for _, label in rows]))
    slopes = ranking.coef_[0]
    best = [_best(r, names, slopes) for r in readings if r.features]
    scale = LogisticRegression(C=min(1e6, 100 * strength), max_iter=2000)
    scale.fit(np.asarray([[score] for score, _ in best]), np.asarray([label for _, label in best]))
    stretch = float(scale.coef_[0][0])
    features = {n: round(float(s) * stretch, 4) for n, s in zip(names, slopes, strict=True)}
    features |= chosen
    bias = round(float(np.ravel(scale.intercept_)[0]), 4)
    if kind == "statement":
        # Who asks for a person's words without a topic is answered by any of them.
        features["any_topic"] = -bias
    return Weights(bias=bias, features=features)


def fit_deciding(readings: Sequence[Reading], ranking: Weights) -> Weights:
    """Weights that tell whether the first candidates answer: fitted on these alone.

    Where nothing answers, what comes first is hard to tell from an answer; among all candidates
    such ones are so few that a regression does not heed them.
    """
    names = _fitted_names(readings, _CHOSEN_OF_SPANS)
    pairs = [pair for r in readings for pair in _in_order(ranking, r)[:_DECIDED]]
    rows = np.asarray([_row(features, names) for features, _ in pairs])
    # Of one scale, so that the regularisation weighs all alike.
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    model.fit((rows - mean) / scale, np.asarray([label for _, label in pairs]))
    slopes = model.coef_[0] / scale
    features = {n: round(float(s), 4) for n, s in zip(names, slopes, strict=True)}
    bias = round(float(np.ravel(model.intercept_)[0] - slopes @ mean), 4)
    return Weights(bias=bias, features=features | _CHOSEN_OF_SPANS)


def _fitted_names(readings: Sequence[Reading], chosen: Features) -> list[str]:
    """The features of the readings, without those whose weights are chosen by hand."""
    found = {name for r in readings for features in r.features for name in features}
    return sorted(found - chosen.keys())


def _in_order(weights: Weights, reading: Reading) -> list[tuple[Features, bool]]:
    """Candidates and whether they are right, best first."""
    pairs = zip(reading.features, reading.labels, strict=True)
    return sorted(pairs, key=lambda pair: -weights.probability(pair[0]))


def _engine(data: str, kind: str) -> Engine:
    """An open library; for spans with a reader that reads all windows whatever it finds."""
    if kind not in _OF_SPANS:
        return Engine(load_settings({}, data=data, reader="sentence"))
    engine = Engine(load_settings({}, data=data, reader="span"))
    reader = engine.reader
    assert isinstance(reader, SpanReader)  # noqa: S101
    everything = msgspec.structs.replace(reader.reading, first=reader.reading.windows)
    engine.reader = reader.reading_so(reader.network, everything)
    return engine


def _collect(engine: Engine, cases: Sequence[Case], kind: str) -> list[Reading]:
    engine.open()
    readings: list[Reading] = []
    for case in track([c for c in cases if c.answerable is not None], kind):
        only = _article(case) if kind == "within" else ()
        question, query = understood(case, engine.settings.collection, only)
        is_statement = question.kind is Kind.STATEMENT and question.speaker is not None
        if is_statement == (kind == "statement"):
            readings += _read(engine, case, question, query)
    engine.close()
    return readings


def _article(case: Case) -> tuple[str, ...]:
    return tuple(evidence.article for evidence in case.evidence[:1] if evidence.article)


def _read(engine: Engine, case: Case, question: Question, query: Query) -> list[Reading]:
    opened = engine.catalogue.get(query.collection)
    vector = engine.embedder.embed_questions([case.question])
    found = search(opened, query, vector)
    candidates = engine.reader.read(question, vector, found, opened)
    reading = _reading(candidates, case)
    without = found_without(opened, query, vector, found, case) if case.answerable else found
    if not without or without is found:
        return [reading]
    others = engine.reader.read(question, vector, without, opened)
    return [reading, _reading(others, msgspec.structs.replace(case, answers=[], answerable=False))]


def found_without(
    opened: OpenCollection, query: Query, vector: Vectors, found: Sequence[Found], case: Case
) -> Sequence[Found]:
    """What is found where no article holds an answer; `found` itself where none does.

    The search is made again: what remained of the old one would keep scores that are low only
    beside those of the articles taken away, and so tell that something is missing.
    """
    if query.filters != Filters():
        return found
    gone: set[str] = set()
    while holding := {item.located.article.id for item in found if _holds_answer(item, case)}:
        gone |= holding
        kept = tuple(id for id in _article_ids(opened) if id not in gone)
        if not kept:
            return []
        found = search(
            opened, msgspec.structs.replace(query, filters=Filters(article_ids=kept)), vector
        )
    return found


@lru_cache(maxsize=1)
def _article_ids(opened: OpenCollection) -> tuple[str, ...]:
    """The ids of all articles of a collection."""
    return tuple(article.id for article in opened.library.all_articles(opened.collection))


def _reading(candidates: Sequence[Candidate], case: Case) -> Reading:
    chosen = candidates[:_MOST_A_READING]
    return Reading(
        features=[candidate.features for candidate in chosen],
        labels=[_is_right(candidate, case) for candidate in chosen],
        held_out=int(hashlib.sha256(case.id.encode()).hexdigest(), 16) % 2 == 0,
        answerable=bool(case.answerable),
    )


def _is_right(candidate: Candidate, case: Case) -> bool:
    text = candidate.article.text[candidate.quote.start : candidate.quote.end]
    return bool(case.answerable) and holds(text, case.answers)


def _holds_answer(item: Found, case: Case) -> bool:
    return holds(item.located.article.text, case.answers)


def _row(features: Features, names: Sequence[str]) -> list[float]:
    return [features.get(name, 0.0) for name in names]


def _best(
    reading: Reading, names: Sequence[str], slopes: NDArray[np.float64]
) -> tuple[float, bool]:
    scores = [float(np.dot(_row(f, names), slopes)) for f in reading.features]
    place = int(np.argmax(scores))
    return scores[place], reading.labels[place]


def _report(weights: Weights, deciding: Weights | None, readings: Sequence[Reading]) -> None:
    console = Console()
    for name, part in (("fitted", False), ("held out", True)):
        chosen = [r for r in readings if r.held_out is part]
        ranked = [_ranked(weights, deciding or weights, r) for r in chosen]
        answerable = [r for r, reading in zip(ranked, chosen, strict=True) if reading.answerable]
        first = np.mean([bool(r and r[0][1]) for r in answerable])
        five = np.mean([any(label for _, label in r[:5]) for r in answerable])
        console.print(f"{name}: {len(answerable)} answerable, first {first:.3f}, five {five:.3f}")
        _report_confidence(console, [r[0] if r else (0.0, False) for r in ranked])
        _report_refusing(console, ranked, [reading.answerable for reading in chosen])
    for found in (weights, deciding):
        if found is not None:
            console.print(dict(sorted(found.features.items(), key=lambda p: -abs(p[1]))))


def _ranked(weights: Weights, deciding: Weights, reading: Reading) -> list[tuple[float, bool]]:
    return [(deciding.probability(f), label) for f, label in _in_order(weights, reading)]


def _report_confidence(console: Console, best: Sequence[tuple[float, bool]]) -> None:
    scores, labels = np.asarray([s for s, _ in best]), np.asarray([y for _, y in best])
    table = Table("confidence at least", "answered", "of these right", "right ones kept")
    for target in _TARGETS:
        kept = scores >= target
        right = labels[kept].mean() if kept.any() else float("nan")
        share = labels[kept].sum() / max(1, labels.sum())
        table.add_row(f"{target}", f"{kept.mean():.2f}", f"{right:.2f}", f"{share:.2f}")
    console.print(table)
    ece = _calibration_error(scores, labels)
    console.print(f"AUROC {roc_auc_score(labels, scores):.3f}, calibration error {ece:.3f}")


def _report_refusing(
    console: Console,
    ranked: Sequence[Sequence[tuple[float, bool]]],
    answerable: Sequence[bool],
) -> None:
    """How many unanswerable questions are answered where so many answerable ones are."""
    best = np.asarray([pairs[0][0] if pairs else 0.0 for pairs in ranked])
    known = np.asarray(answerable, bool)
    if known.all() or not known.any():
        return
    for coverage in _COVERAGES:
        threshold = float(np.quantile(best[known], 1 - coverage))
        false = float((best[~known] >= threshold).mean())
        console.print(
            f"at confidence {threshold:.3f}, {coverage:.0%} of the answerable are answered, "
            f"and {false:.1%} of the unanswerable"
        )


def _calibration_error(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    """Expected calibration error over ten bins (Guo et al. 2017)."""
    bins = np.clip((scores * 10).astype(int), 0, 9)
    gaps = [
        abs(scores[bins == b].mean() - labels[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    ]
    return float(np.sum(gaps))


def _write(kind: str, weights: Weights, deciding: Weights | None, fitted_on: str) -> None:
    if kind in _OF_SPANS:
        _write_span(_OF_SPANS[kind], weights, deciding, fitted_on)
        return
    model = msgspec.json.decode(WEIGHTS_FILE.read_bytes(), type=Model)
    model = msgspec.structs.replace(
        model, **{kind: weights}, fitted_on={**model.fitted_on, kind: fitted_on}
    )
    data = msgspec.json.format(msgspec.json.encode(model), indent=2)
    WEIGHTS_FILE.write_bytes(data + b"\n")


def _write_span(name: str, weights: Weights, deciding: Weights | None, fitted_on: str) -> None:
    path = FOLDER / MODEL
    model = msgspec.json.decode(path.read_bytes(), type=SpanModel)
    confidence: Confidence = getattr(model, name)
    # When reading stops is chosen, not fitted: it stays.
    confidence = msgspec.structs.replace(
        confidence,
        bias=weights.bias,
        features=weights.features,
        fitted_on=fitted_on,
        deciding=deciding,
    )
    model = msgspec.structs.replace(model, **{name: confidence})
    path.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")


if __name__ == "__main__":
    main()
