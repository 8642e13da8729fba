"""Fits word weights: `python -m eval.training.terms.weigh --data FOLDER RUN... --write`.

A logistic regression on what the networks of the folds say about the conversations that they were
not trained on.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]

from eval.metrics.rewriting import added_terms
from eval.support.files import write_json
from eval.training.terms.conversations import SETS, Asked, read_set
from index.networks.logistic import LogisticModel
from service.questions.followups.terms.context import Word
from service.questions.followups.terms.scores import Scores, scores_of
from service.questions.followups.terms.shipped import FOLDER, MODEL, TermsModel
from service.questions.followups.terms.weighing import features_of

_STRENGTH = 0.3
Scored = dict[str, list[tuple[str, int, int, int, list[float]]]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, and write with `--write`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--write", action="store_true", help=f"into {MODEL}")
    parser.add_argument("runs", type=Path, nargs="+", help="folders of the folds")
    options = parser.parse_args(arguments)
    scored = read_scores(options.runs)
    asked = [one for name in SETS for one in read_set(options.data, name) if one.id in scored]
    model = fit(asked, scored)
    for name, weight in sorted(model.weights.items(), key=lambda pair: -abs(pair[1])):
        print(f"{weight:+.3f} {name}")
    if options.write:
        path = options.out / MODEL
        shipped = msgspec.json.decode(path.read_bytes(), type=TermsModel)
        changed = msgspec.structs.replace(shipped, weighing=model)
        write_json(path, changed)


def fit(asked: Sequence[Asked], scored: Scored) -> LogisticModel:
    """The model that fits what people left out of these questions."""
    rows, labels = [], []
    for one in asked:
        wanted = added_terms(one.message, one.rewrite, [text.text for text in one.earlier])
        for name, features in features_of(scores_for(one, scored)).items():
            rows.append(features)
            labels.append(name in wanted)
    columns: Any = DictVectorizer(sparse=False)
    scale: Any = StandardScaler()
    regression: Any = LogisticRegression(C=_STRENGTH, max_iter=1000)
    make_pipeline(columns, scale, regression).fit(rows, labels)
    slopes = regression.coef_[0] / scale.scale_
    weights = dict(zip(columns.get_feature_names_out(), slopes.tolist(), strict=True))
    constant = float(regression.intercept_[0] - slopes @ scale.mean_)
    return LogisticModel(weights=_rounded(weights), constant=round(constant, 4))


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(weight, 4) for name, weight in weights.items()}


def read_scores(runs: Sequence[Path]) -> Scored:
    """What the networks of the folds say, by question."""
    return {
        id: rows
        for run in runs
        for id, rows in msgspec.json.decode((run / "scores.json").read_bytes(), type=Scored).items()
    }


def scores_for(asked: Asked, scored: Scored) -> Scores:
    """The scores for one question; empty without earlier turns."""
    rows = scored.get(asked.id, [])
    return scores_of([Word(*row[:4]) for row in rows], [row[4] for row in rows], asked.earlier)


if __name__ == "__main__":
    main()
