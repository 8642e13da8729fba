"""Fit how far the tagger is trusted: `python -m eval.training.tagger.trust --data FOLDER`.

On the tenth of PolNeAR train that it was not trained on. A logistic regression for each kind of
reading gives the probability that it is right, content and source both at overlap; the thresholds
are the lowest at which reports, and all with quotations, keep the precision that was asked for.
"""

import argparse
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec import structs
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from eval.components.polnear import ENOUGH, Article, attribution, overlap, units_of
from eval.components.quotations import DATA, Row, judge, rows, split
from index.quotations.attributions.rules import find_attributions
from index.quotations.attributions.values import Attribution, TaggedAttribution
from index.quotations.sentences.units import Unit, is_quotation
from index.quotations.tagger.blending import (
    KINDS,
    QUOTATION,
    REPORT,
    RULED,
    UNREAD,
    Blend,
    LogisticModel,
    weigh,
)
from index.quotations.tagger.sentence_tokens import Sentence, sentence_of
from index.quotations.tagger.shipped import FOLDER, MODEL, ShippedTagger, load_tagging, read_model
from index.quotations.vocabulary.cue_words import measured_cues
from index.quotations.vocabulary.word_classes import QUOTED

_GRID = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
_SHORT_GRID = (0.5, 0.6, 1.1)
_STRENGTH = 1.0


class Precision(NamedTuple):
    """The precision that must be kept."""

    quoted: float
    reported: float


Cases = dict[str, tuple[list[dict[str, float]], list[bool]]]


class CachedTagging:
    """A tagging that reads every sentence once, and whose settings can change."""

    def __init__(self, tagging: ShippedTagger, settings: Blend) -> None:
        self.settings = settings
        self.wants = tagging.wants
        self._tagging = tagging
        self._known: dict[Sentence, list[TaggedAttribution]] = {}

    def read(self, sentences: Sequence[Sentence]) -> list[list[TaggedAttribution]]:
        """What the tagger reads."""
        new = [sentence for sentence in sentences if sentence not in self._known]
        self._known.update(zip(new, self._tagging.read(new), strict=True))
        return [self._known[sentence] for sentence in sentences]


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, report, and write with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the data sets")
    parser.add_argument("--tagger", type=Path, default=FOLDER)
    parser.add_argument(
        "--reported", type=float, default=0.77, help="precision that reports must keep"
    )
    parser.add_argument(
        "--quoted", type=float, default=0.90, help="precision that the others must keep"
    )
    parser.add_argument("--write", action="store_true", help="write what was fitted")
    given = parser.parse_args(arguments)
    articles = split(given.data, "held-out")
    tagging = CachedTagging(load_tagging(given.tagger), Blend())
    models = {kind: _fit(kind, *cases) for kind, cases in _cases(articles, tagging).items()}
    tagging.settings = _choose(articles, tagging, models, Precision(given.quoted, given.reported))
    print(tagging.settings.least)
    print(*rows([judge(article, tagging) for article in articles]), sep="\n")
    if given.write:
        model = structs.replace(read_model(given.tagger), blend=tagging.settings)
        data = msgspec.json.format(msgspec.json.encode(model), indent=1)
        (given.tagger / MODEL).write_bytes(data + b"\n")


def _cases(articles: Sequence[Article], tagging: CachedTagging) -> Cases:
    found: Cases = {kind: ([], []) for kind in KINDS}
    for article in articles:
        reported = [unit for unit in units_of(article.text) if not is_quotation(unit)]
        units = [unit for unit in reported if tagging.wants(unit)]
        read = tagging.read([sentence_of(article.text, unit) for unit in units])
        for unit, one in zip(units, read, strict=True):
            rejected: list[Attribution] = []
            accepted = find_attributions(unit, measured_cues(), rejected)
            for reading, kind, features in weigh(unit, accepted, rejected, one):
                found[kind][0].append(features)
                found[kind][1].append(_is_right(article, unit, reading))
    return found


def _is_right(article: Article, unit: Unit, reading: Attribution) -> bool:
    source = [unit.span(*reading.source)] if reading.source else []
    content = [unit.span(*phrase) for phrase in reading.content]
    found = attribution(article, source, [], content)
    quoted = all(unit.kinds[phrase.first] & QUOTED for phrase in reading.content)
    return any(
        overlap(found.source, gold.source) >= ENOUGH
        # The sentences in which a quotation continues are found later.
        and (
            overlap(found.content, gold.content) >= ENOUGH
            or (quoted and bool(found.content) and found.content <= gold.content)
        )
        for gold in article.gold
    )


def _fit(kind: str, features: list[dict[str, float]], right: list[bool]) -> LogisticModel:
    names = sorted({name for row in features for name in row})
    table = np.array([[row.get(name, 0.0) for name in names] for row in features])
    model = LogisticRegression(C=_STRENGTH, max_iter=5000).fit(table, np.array(right))
    weights = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)}
    print(f"{kind}: {len(right)} readings, {sum(right)} right; {weights}")
    return LogisticModel(weights=weights, constant=round(float(model.intercept_[0]), 4))


def _choose(
    articles: Sequence[Article],
    tagging: CachedTagging,
    models: dict[str, LogisticModel],
    asked: Precision,
) -> Blend:
    """The thresholds with the most recall that keep the precision asked for."""
    chosen = Blend(models=models)
    for name, least, kinds in (
        ("whole, direct + mixed", asked.quoted, ((RULED, _GRID), (QUOTATION, _GRID))),
        ("whole, indirect", asked.reported, ((REPORT, _GRID), (UNREAD, _SHORT_GRID))),
    ):
        best = -1.0
        trying = chosen
        for values in product(*(grid for _, grid in kinds)):
            given = dict(zip((kind for kind, _ in kinds), values, strict=True))
            tagging.settings = structs.replace(trying, least=trying.least | given)
            row = _row(name, articles, tagging)
            kept, recall = row.right_predicted / (row.predicted or 1), row.right_gold / row.gold
            print(f"{name}: {given}: {kept:.3f} {recall:.3f}", flush=True)
            if kept >= least and recall > best:
                best, chosen = recall, tagging.settings
    return chosen


def _row(name: str, articles: Sequence[Article], tagging: CachedTagging) -> Row:
    judged = [judge(article, tagging) for article in articles]
    return next(row for row in rows(judged) if row.name == name)


if __name__ == "__main__":
    main()
