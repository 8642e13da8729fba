"""Fits how far the tagger is trusted: `python -m eval.training.tagger.trust --data FOLDER`.

On the tenth of PolNeAR train that it was not trained on. A logistic regression for each kind of
attribution gives the probability that it is right, content and source both at overlap; the
thresholds are those with the most recall that keep the precision that was asked for.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec import structs
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from eval.components.polnear import ENOUGH, Article, attribution, overlap, units_of
from eval.components.quotations import DATA, Row, judge, rows, split
from eval.support.files import write_json
from index.networks.logistic import LogisticModel
from index.networks.shipped import read_model
from index.quotations.attributions.values import Attribution, TaggedAttribution
from index.quotations.sentences.units import Unit, is_quotation
from index.quotations.tagger.sentence_tokens import Sentence, sentence_of
from index.quotations.tagger.shipped import FOLDER, MODEL, ShippedTagger, TaggerModel, load_tagging
from index.quotations.tagger.weighing import KINDS, QUOTATION, REPORT, Trust, weigh
from index.quotations.vocabulary.word_classes import QUOTED

_GRID = tuple(round(0.3 + 0.02 * step, 2) for step in range(28))
_STRENGTH = 1.0


Cases = dict[str, tuple[list[dict[str, float]], list[bool]]]


class CachedTagging:
    """A tagging that reads every sentence once, and whose trust can change."""

    def __init__(self, tagging: ShippedTagger, trust: Trust) -> None:
        self.trust = trust
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
        "--reported", type=float, default=0.79, help="precision that reports must keep"
    )
    parser.add_argument(
        "--quoted", type=float, default=0.90, help="precision that the others must keep"
    )
    parser.add_argument("--write", action="store_true", help="write what was fitted")
    given = parser.parse_args(arguments)
    articles = split(given.data, "held-out")
    tagging = CachedTagging(load_tagging(given.tagger), Trust())
    models = {kind: _fit(kind, *cases) for kind, cases in _cases(articles, tagging).items()}
    tagging.trust = Trust(models=models)
    _choose("whole, direct + mixed", QUOTATION, given.quoted, articles, tagging)
    _choose("whole, indirect", REPORT, given.reported, articles, tagging)
    print(tagging.trust.least)
    print(*rows([judge(article, tagging) for article in articles]), sep="\n")
    if given.write:
        model = structs.replace(read_model(given.tagger / MODEL, TaggerModel), trust=tagging.trust)
        write_json(given.tagger / MODEL, model)


def _cases(articles: Sequence[Article], tagging: CachedTagging) -> Cases:
    found: Cases = {kind: ([], []) for kind in KINDS}
    for article in articles:
        reported = [unit for unit in units_of(article.text) if not is_quotation(unit)]
        units = [unit for unit in reported if tagging.wants(unit)]
        read = tagging.read([sentence_of(article.text, unit) for unit in units])
        for unit, one in zip(units, read, strict=True):
            for candidate in weigh(unit, one):
                found[candidate.kind][0].append(candidate.features)
                found[candidate.kind][1].append(_is_right(article, unit, candidate.attribution))
    return found


def _is_right(article: Article, unit: Unit, given: Attribution) -> bool:
    source = [unit.span(*given.source)] if given.source else []
    content = [unit.span(*phrase) for phrase in given.content]
    found = attribution(article, source, [], content)
    quoted = all(unit.kinds[phrase.first] & QUOTED for phrase in given.content)
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
    print(f"{kind}: {len(right)} attributions, {sum(right)} right; {weights}")
    return LogisticModel(weights=weights, constant=round(float(model.intercept_[0]), 4))


def _choose(
    name: str, kind: str, asked: float, articles: Sequence[Article], tagging: CachedTagging
) -> None:
    """Give a kind the threshold with the most recall that keeps the precision asked for."""
    best, chosen = -1.0, tagging.trust
    for least in _GRID:
        tagging.trust = structs.replace(chosen, least=chosen.least | {kind: least})
        row = _row(name, articles, tagging)
        kept, recall = row.right_predicted / (row.predicted or 1), row.right_gold / row.gold
        print(f"{name}: {least}: {kept:.3f} {recall:.3f}", flush=True)
        if kept >= asked and recall > best:
            best, chosen = recall, tagging.trust
    tagging.trust = chosen


def _row(name: str, articles: Sequence[Article], tagging: CachedTagging) -> Row:
    judged = [judge(article, tagging) for article in articles]
    return next(row for row in rows(judged) if row.name == name)


if __name__ == "__main__":
    main()
