"""SQuAD 2.0's best-threshold figures, from records."""

import numpy as np
import pytest

from eval.metrics.spans import exact_match, token_f1
from eval.questions import Case
from eval.records import Record, ShownAnswer
from eval.runs.squad import best_threshold


def _record(id: str, text: str, confidence: float) -> Record:
    shown = ShownAnswer(
        quote=text, article="a", start=0, end=len(text), confidence=confidence, right=False
    )
    return Record(id=id, question="?", found=[shown], confidence=confidence)


def test_the_best_threshold_refuses_what_has_no_answer() -> None:
    cases = [
        Case(id="1", question="?", answers=["two red cats"], answerable=True),
        Case(id="2", question="?", answers=["dogs"], answerable=True),
        Case(id="3", question="?", answerable=False),
    ]
    records = [_record("1", "two red", 0.9), _record("2", "dogs", 0.7), _record("3", "cats", 0.4)]

    exact, f1 = best_threshold(cases, records, 0)

    # Answering 1 and 2 and refusing 3: exact 0 + 1 + 1; F1 of "two red" is 2*2/(2+3) = 0.8.
    assert exact.value == 2 / 3
    assert f1.value == (0.8 + 1 + 1) / 3


def test_sets_without_unanswerable_questions_have_no_threshold() -> None:
    cases = [Case(id="1", question="?", answers=["dogs"], answerable=True)]

    assert best_threshold(cases, [_record("1", "dogs", 0.5)], 0) == []


def test_it_is_the_figure_of_the_official_script() -> None:
    rng = np.random.default_rng(1)
    words = ["two red cats", "red cats", "dogs", "two dogs", "a bird"]
    picked = [(words[n], words[m]) for n, m in rng.integers(5, size=(200, 2))]
    unknown = rng.uniform(size=200) < 0.4
    cases = [
        Case(id=str(n), question="?", answers=[] if u else [gold], answerable=not u)
        for n, ((gold, _), u) in enumerate(zip(picked, unknown.tolist(), strict=True))
    ]
    records = [
        _record(str(n), said, float(confidence))
        for n, ((_, said), confidence) in enumerate(zip(picked, rng.uniform(size=200), strict=True))
    ]

    exact, f1 = best_threshold(cases, records, 0)

    predictions = {record.id: record.found[0].quote for record in records}
    no_answer = {record.id: 1 - (record.confidence or 0) for record in records}
    golds = {case.id: case.answers for case in cases}
    for metric, score in ((exact, exact_match), (f1, token_f1)):
        scores = {id: score(predictions[id], golds[id]) for id in golds}
        assert metric.value == pytest.approx(official_best(predictions, scores, no_answer, golds))
    assert f1.low < f1.value < f1.high


def official_best(
    preds: dict[str, str],
    scores: dict[str, float],
    na_probs: dict[str, float],
    golds: dict[str, list[str]],
) -> float:
    """`find_best_thresh` of evaluate-v2.0.py, in its own order and names, as a share of 1."""
    best_score = cur_score = float(sum(1 for k in golds if not golds[k]))
    for qid in sorted(na_probs, key=lambda k: na_probs[k]):
        cur_score += scores[qid] if golds[qid] else -float(bool(preds[qid]))
        best_score = max(best_score, cur_score)
    return best_score / len(scores)
