"""SQuAD 2.0's best-threshold figures, which need all questions at once."""

from collections.abc import Callable, Sequence

import numpy as np

from eval.metrics import spans
from eval.metrics.columns import Numbers
from eval.metrics.intervals import bootstrap_of
from eval.questions import Case
from eval.records import Metric, Record

_RESAMPLES = 200


def best_threshold(cases: Sequence[Case], records: Sequence[Record], seed: int) -> list[Metric]:
    """Exact match and F1, each at its best threshold, as in the official script.

    Empty if no question is known to be unanswerable. The prediction is the best candidate's
    highlight, else its quote; the no-answer score is 1 minus its confidence.
    """
    measured = {record.id: record for record in records if record.error is None}
    known = [
        (case, measured[case.id])
        for case in cases
        if case.id in measured and (case.answers or case.answerable is False)
    ]
    if len({case.answerable is False for case, _ in known}) < 2:
        return []
    return [
        _metric("exact match at best threshold", spans.exact_match, known, seed),
        _metric("token F1 at best threshold", spans.token_f1, known, seed),
    ]


def _metric(
    name: str,
    score: Callable[[str, Sequence[str]], float],
    known: Sequence[tuple[Case, Record]],
    seed: int,
) -> Metric:
    refused = [float(case.answerable is False) for case, _ in known]
    answered = [_score(score, case, record) for case, record in known]
    columns = (
        np.array([record.confidence or 0.0 for _, record in known]),
        np.array(answered) - np.array(refused),
        np.array(refused),
    )
    found = bootstrap_of(_best, columns, seed, _RESAMPLES)
    return Metric(name=name, value=found.value, low=found.low, high=found.high, count=len(known))


def _best(confidence: Numbers, gain: Numbers, refused: Numbers) -> float:
    """The best mean score over thresholds: all refused, then answered one by one, surest first.

    `gain` is the score of answering a question minus that of refusing it, `refused` the score of
    refusing (`find_best_thresh` of evaluate-v2.0.py, Rajpurkar et al. 2018).
    """
    order = np.argsort(-confidence, kind="stable")
    steps = refused.sum() + np.cumsum(gain[order])
    return float(max(refused.sum(), steps.max())) / len(confidence)


def _score(score: Callable[[str, Sequence[str]], float], case: Case, record: Record) -> float:
    """The score of answering; without a prediction, answering equals refusing."""
    golds = [] if case.answerable is False else case.answers
    return score(_prediction(record), golds)


def _prediction(record: Record) -> str:
    if not record.found:
        return ""
    return record.found[0].highlight or record.found[0].quote
