"""Fits the weights of definitions: `python -m eval.training.definitions SET --data FOLDER --write`.

What the structures of sentences say of the names and offices that a set asks about is looked up in
each question's own article; for offices, in every article, since they are held elsewhere as well. A
logistic regression makes a probability of the features. What a reader adds is chosen, not fitted:
its confidence in the same sentence, and that it marks the same words. Half of the questions, by a
hash of their id, are used for the report only. `dateline --data FOLDER add` makes the library.
"""

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from msgspec import Struct
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from eval.metrics.matching import holds
from eval.metrics.spans import token_f1
from eval.questions import Case
from eval.sets import load
from eval.support.files import write_json
from index.records import Article
from index.store.library import Library
from service.questions.kinds.definitions import Wanted, definition_asked
from service.reading.confidence import Features
from service.reading.definitions.candidates import (
    DEFINED,
    WEIGHTS_FILE,
    Held,
    Model,
    definitions_in,
)

_SAME = 0.4
_STRENGTH = 0.5
_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 1.01)
_CHOSEN = {"read": 2.0, "same": 0.3}


class Row(Struct, frozen=True):
    """One definition, and whether it is right."""

    features: Features
    is_right: bool
    held_out: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """Collect, fit, report, and write the weights with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="the library of the set")
    parser.add_argument("--write", action="store_true", help="write what was fitted")
    options = parser.parse_args(arguments)
    library = Library(options.data / "library.db")
    (collection,) = library.collections()
    ids = [summary.id for summary in library.all_articles(collection)]
    articles = {id: library.article(collection, id) for id in ids}
    library.close()
    cases = [case for case in load(options.questions).cases if case.answers]
    rows = [row for case in cases for row in _rows(case, articles)]
    model = _fitted([row for row in rows if not row.held_out], options.questions)
    for name, part in (("fitted", False), ("held out", True)):
        _report(name, [row for row in rows if row.held_out is part], model)
    if options.write:
        write_json(WEIGHTS_FILE, model)


def _rows(case: Case, articles: dict[str, Article]) -> Iterator[Row]:
    asked = definition_asked(case.question)
    own = next((e.article for e in case.evidence if e.article in articles), None)
    if asked is None or own is None:
        return
    held_out = int(hashlib.sha256(case.id.encode()).hexdigest(), 16) % 2 == 0
    everywhere = asked.wanted is Wanted.HOLDER and asked.whose
    for article in articles.values() if everywhere else (articles[own],):
        for held in definitions_in(article, asked):
            yield Row(held.features, _is_right(held, case), held_out)


def _is_right(held: Held, case: Case) -> bool:
    """Whether the marked words give the answer, or share enough with it."""
    words = held.article.text[held.marked.start : held.marked.end]
    return holds(words, case.answers) or token_f1(words, case.answers) >= _SAME


def _fitted(rows: Sequence[Row], source: Path) -> Model:
    names = sorted({name for row in rows for name in row.features} - {DEFINED})
    regression = LogisticRegression(C=_STRENGTH, max_iter=5000)
    regression.fit(
        [[row.features.get(name, 0.0) for name in names] for row in rows],
        [row.is_right for row in rows],
    )
    slopes = regression.coef_[0].tolist()
    fitted = {name: round(slope, 4) for name, slope in zip(names, slopes, strict=True)}
    return Model(
        fitted_on=f"{source.parent.name}/{source.name}: {len(rows)} definitions",
        bias=round(float(np.ravel(regression.intercept_)[0]), 4),
        features=fitted | _CHOSEN,
    )


def _report(name: str, rows: Sequence[Row], model: Model) -> None:
    """Print how often definitions of a probability are right."""
    judged = [(model.probability(row.features), row.is_right) for row in rows]
    print(f"{name}: {len(judged)} definitions")
    for low, high in pairwise(_BINS):
        own = [(p, right) for p, right in judged if low <= p < high]
        if own:
            mean = sum(p for p, _ in own) / len(own)
            share = sum(right for _, right in own) / len(own)
            print(f"  {low:.1f}-{high:.1f}: {len(own)}, said {mean:.2f}, right {share:.2f}")


if __name__ == "__main__":
    main()
