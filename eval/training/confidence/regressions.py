"""Regressions over candidates: which of a question's is best, and whether it answers."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from eval.training.confidence.candidates import CandidateList
from index.networks.logistic import logit
from service.reading.confidence import BEHIND, SHARE, Features, Weights, read_alone, shares

Floats = NDArray[np.float64]

# How many candidates of a question the decision is fitted on, and the inverse of its
# regularisation: both chosen by cross-validation.
_DECIDED = 2
_STRENGTH = 0.3
_UNREGULARISED = 1e6
# The penalty of what ranks, on standardised features, likewise.
_PENALTY = 0.01
_NEVER, _LEAST = 1e9, 1e-12
# Question sets prefer direct quotations as their marked answers, and would teach that an indirect
# one is wrong. These weights are chosen, not fitted: they only order quotes that fit equally well.
_CHOSEN_OF_STATEMENTS = {
    "direct": 1.0, "mixed": 0.6, "sure": 0.0, "title": 0.0, "timely": 0.8, "untimely": 0.0,
}  # fmt: skip
# Chosen, since what there is to fit on would mislead. News quizzes name hardly any year; an article
# of another one cannot answer, nor can one that came out after the question. They are all about
# the last week: fitted, `fresh` weighs four times as much, and an article of the month before is
# worth little, whatever is asked. Their answers are a name or a number, where people ask for more.
_OF_BOTH = {
    "other_year": -3.0, "unfit": -2.0, "other_time": -1.0, "same_time": 0.3, "noun": 1.0,
    # Rare, and each time nearly always wrong: too few to be fitted.
    "contrary": -2.0, "unranked": -1.5, "indefinite": -1.5, "hedged": -1.0,
    "repeated": -1.5,
}  # fmt: skip
_CHOSEN_OF_SPANS = {**_OF_BOTH, "later": -3.0, "fresh": 0.75, "long": 0.0}
# Whoever chooses an article has chosen its day, too.
_CHOSEN_WITHIN = {**_OF_BOTH, "later": 0.0, "fresh": 0.0, "timely": 0.0, "untimely": 0.0}
# The right time orders candidates; an answer of the right time is no surer.
_NO_SURER = {"same_time": 0.0}
_CHOSEN: dict[str, dict[str, float]] = {
    "sentence": {},
    "statement": _CHOSEN_OF_STATEMENTS,
    "span": _CHOSEN_OF_SPANS,
    "within": _CHOSEN_WITHIN,
    "said": {},
}


def fit(lists: Sequence[CandidateList], kind: str, strength: float = 1.0) -> Weights:
    """Weights that rank: slopes from all candidates, scale from the best one of each question.

    `strength` is the inverse of the regularisation; small sets need a small one.
    """
    chosen = _CHOSEN[kind]
    names = _fitted_names(lists, chosen)
    slopes = _of_all_candidates(lists, names, strength).coef_[0]
    best = [(*_best(r, names, slopes), r.weight) for r in lists if r.features]
    scale = LogisticRegression(C=min(_UNREGULARISED, 100 * strength), max_iter=2000)
    scores, labels, weights = map(np.asarray, zip(*best, strict=True))
    scale.fit(scores[:, None], labels, weights)
    stretch = float(scale.coef_[0][0])
    features = {n: round(float(s) * stretch, 4) for n, s in zip(names, slopes, strict=True)}
    features |= chosen
    bias = round(float(np.ravel(scale.intercept_)[0]), 4)
    if kind == "statement":
        # Any words of a person answer a question without a topic.
        features["any_topic"] = -bias
    return Weights(bias=bias, features=features)


def fit_ranking(lists: Sequence[CandidateList], kind: str) -> Weights:
    """Weights under which a right candidate of each question is as probable as possible.

    A conditional logit (McFadden 1974) over the candidates of each question that has a right one;
    any of several right ones will do. What is the same for all of them says nothing.
    """
    names, chosen = _fitted_names(lists, _CHOSEN[kind]), Weights(bias=0.0, features=_CHOSEN[kind])
    told = [found for found in lists if any(found.labels) and not all(found.labels)]
    rows, _, scale = _standardised(
        [_row(features, names) for found in told for features in found.features]
    )
    given = np.asarray([chosen.log_odds(f) for found in told for f in found.features])
    right = np.asarray([label for found in told for label in found.labels])
    counts = np.asarray([len(found.features) for found in told])
    weights = np.asarray([found.weight for found in told])
    weights = weights / weights.sum()
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]])

    def softmax(log_odds: Floats) -> Floats:
        top = np.repeat(np.maximum.reduceat(log_odds, begins), counts)
        parts = np.exp(log_odds - top)
        return np.asarray(parts / np.repeat(np.add.reduceat(parts, begins), counts))

    def loss(slopes: Floats) -> tuple[float, Floats]:
        log_odds = rows @ slopes + given
        of_all, of_right = softmax(log_odds), softmax(np.where(right, log_odds, -_NEVER))
        found = np.add.reduceat(np.where(right, of_all, 0.0), begins)
        error = (of_all - of_right) * np.repeat(weights, counts)
        penalty = _PENALTY * float(slopes @ slopes)
        value = penalty - float(weights @ np.log(np.maximum(found, _LEAST)))
        return value, rows.T @ error + 2 * _PENALTY * slopes

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    slopes = best.x / scale
    features = {n: round(float(s), 4) for n, s in zip(names, slopes, strict=True)}
    return Weights(bias=0.0, features=features | _CHOSEN[kind])


def fit_each(lists: Sequence[CandidateList]) -> Weights:
    """Weights that give each candidate the probability that it answers, whatever the others do.

    Several of somebody's quotations on a topic answer, one as well as another.
    """
    names = _fitted_names(lists, {})
    model = _of_all_candidates(lists, names, _UNREGULARISED)
    slopes = zip(names, model.coef_[0], strict=True)
    return Weights(
        bias=round(float(np.ravel(model.intercept_)[0]), 4),
        features={name: round(float(slope), 4) for name, slope in slopes},
    )


def _of_all_candidates(
    lists: Sequence[CandidateList], names: Sequence[str], strength: float
) -> LogisticRegression:
    rows = [
        (_row(features, names), label, r.weight)
        for r in lists
        for features, label in zip(r.features, r.labels, strict=True)
    ]
    model = LogisticRegression(C=strength, max_iter=2000)
    return model.fit(*map(np.asarray, zip(*rows, strict=True)))


def fit_deciding(lists: Sequence[CandidateList], ranking: Weights, kind: str) -> Weights:
    """Weights that decide whether the first candidates answer, fitted on these alone.

    If nothing answers, the first candidates look much like answers; among all candidates they are
    too few for a regression to take notice.
    """
    chosen = {name: _NO_SURER.get(name, weight) for name, weight in _CHOSEN[kind].items()}
    pairs = [
        (features, label, r.weight)
        for r in lists
        for features, label in in_order(ranking, r, r.deciding)[:_DECIDED]
    ]
    names = sorted({name for features, _, _ in pairs for name in features} - chosen.keys())
    rows, mean, scale = _standardised([_row(features, names) for features, _, _ in pairs])
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    labels, weights = (np.asarray(column) for column in list(zip(*pairs, strict=True))[1:])
    model.fit(rows, labels, weights)
    slopes = model.coef_[0] / scale
    features = {n: round(float(s), 4) for n, s in zip(names, slopes, strict=True)}
    bias = float(np.ravel(model.intercept_)[0] - slopes @ mean)
    decides = Weights(bias=bias, features=features | chosen)
    return settled(decides, lists, ranking)


def settled(decides: Weights, lists: Sequence[CandidateList], ranking: Weights) -> Weights:
    """The weights with the scale on which first candidates are right as often as they say.

    That is judged by questions as people ask them (Platt 1999): what was taken away on purpose
    taught the slopes, but nobody asks as often for what is not there.
    """
    asked = [found for found in lists if found.as_asked]
    firsts = [pair for r in asked for pair in in_order(ranking, r, r.deciding)[:1]]
    log_odds = np.asarray([[logit(decides.probability(features))] for features, _ in firsts])
    scale = LogisticRegression(C=_UNREGULARISED, max_iter=2000)
    scale.fit(log_odds, np.asarray([label for _, label in firsts]))
    stretch, shift = float(scale.coef_[0][0]), float(np.ravel(scale.intercept_)[0])
    return Weights(
        bias=round(decides.bias * stretch + shift, 4),
        features={name: round(w * stretch, 4) for name, w in decides.features.items()},
    )


def _fitted_names(lists: Sequence[CandidateList], chosen: Features) -> list[str]:
    """The features without those whose weights are chosen by hand."""
    found = {name for r in lists for features in r.features for name in features}
    return sorted(found - chosen.keys())


def in_order(
    weights: Weights, found: CandidateList, labels: Sequence[bool] | None = None
) -> list[tuple[Features, bool]]:
    """Candidates and whether they are right, or their other labels, best first.

    With what their order says of each.
    """
    log_odds = [weights.log_odds(features) for features in found.features]
    read = [weights.log_odds(read_alone(features)) for features in found.features]
    chances = shares(read, found.words or [str(n) for n in range(len(log_odds))])
    rows = zip(found.features, chances, labels or found.labels, log_odds, strict=True)
    ordered = sorted(rows, key=lambda row: -row[3])
    return [
        ({**features, SHARE: share, BEHIND: float(place > 0)}, label)
        for place, (features, share, label, _) in enumerate(ordered)
    ]


def _standardised(rows: Sequence[Sequence[float]]) -> tuple[Floats, Floats, Floats]:
    """Rows on one scale, so that regularisation treats all features alike; means and deviations."""
    values = np.asarray(rows)
    mean, scale = values.mean(axis=0), values.std(axis=0)
    scale[scale == 0] = 1.0
    return (values - mean) / scale, mean, scale


def _row(features: Features, names: Sequence[str]) -> list[float]:
    return [features.get(name, 0.0) for name in names]


def _best(found: CandidateList, names: Sequence[str], slopes: Floats) -> tuple[float, bool]:
    scores = [float(np.dot(_row(f, names), slopes)) for f in found.features]
    place = int(np.argmax(scores))
    return scores[place], found.labels[place]
