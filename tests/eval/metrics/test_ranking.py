"""Ranking metrics by hand, and against `ranx` on random runs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from math import log2
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.ranking import average_precision, hit_at, ndcg_at, recall_at, reciprocal_rank

GAINS = [0, 3, 0, 2, 0]
"""Of four relevant items (gains 3, 2, 2, 1) two stand in the list, at ranks 2 and 4."""
IDEAL = [2, 1, 3, 2]


def test_a_hit_is_a_relevant_item_among_the_first() -> None:
    assert [hit_at(GAINS, k) for k in (1, 2, 5)] == [0.0, 1.0, 1.0]
    assert hit_at([], 5) == 0.0


def test_recall_is_over_all_that_is_relevant() -> None:
    assert [recall_at(GAINS, 4, k) for k in (1, 2, 3, 4, 99)] == [0, 1 / 4, 1 / 4, 2 / 4, 2 / 4]


def test_the_reciprocal_rank_is_of_the_first_relevant_item() -> None:
    assert reciprocal_rank(GAINS) == 1 / 2
    assert reciprocal_rank([0, 0]) == 0.0


def test_average_precision_counts_what_was_not_found_as_zero() -> None:
    # Precision is 1/2 at rank 2 and 2/4 at rank 4; two of four were not found.
    assert average_precision(GAINS, 4) == pytest.approx((1 / 2 + 2 / 4) / 4)


def test_ndcg_takes_gains_as_they_are() -> None:
    # DCG@4 = 3 / log2(3) + 2 / log2(5); the best four are 3, 2, 2, 1.
    best = 3 / log2(2) + 2 / log2(3) + 2 / log2(4) + 1 / log2(5)
    assert ndcg_at(GAINS, IDEAL, 4) == pytest.approx((3 / log2(3) + 2 / log2(5)) / best)
    # Within the first two: 3 / log2(3) against 3 / log2(2) + 2 / log2(3).
    assert ndcg_at(GAINS, IDEAL, 2) == pytest.approx((3 / log2(3)) / (3 + 2 / log2(3)))


def test_where_nothing_is_relevant_everything_is_zero() -> None:
    assert (recall_at([0, 0], 0, 2), average_precision([], 0), ndcg_at([0], [], 1)) == (0, 0, 0)


def test_more_found_than_there_is_and_no_depth_are_refused() -> None:
    with pytest.raises(ValueError, match="2 relevant items in the list, but 1 in all"):
        recall_at([1, 1], 1, 2)
    with pytest.raises(ValueError, match="2 relevant items"):
        average_precision([1, 1], 1)
    with pytest.raises(ValueError, match="k is 0"):
        hit_at([1], 0)


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3)), st.integers(1, 12))
def test_every_metric_lies_between_none_and_all(
    listed: list[int], missed: list[int], k: int
) -> None:
    total = sum(gain > 0 for gain in (*listed, *missed))
    figures = [
        hit_at(listed, k),
        recall_at(listed, total, k),
        reciprocal_rank(listed),
        average_precision(listed, total),
        ndcg_at(listed, [*listed, *missed], k),
    ]

    assert all(0.0 <= figure <= 1.0 + 1e-12 for figure in figures)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_the_best_order_is_perfect(gains: list[int]) -> None:
    best, relevant = sorted(gains, reverse=True), sum(gain > 0 for gain in gains)

    assert ndcg_at(best, gains, len(best)) == pytest.approx(float(relevant > 0))
    assert average_precision(best, relevant) == pytest.approx(float(relevant > 0))


Run = dict[str, list[str]]
Judgements = dict[str, dict[str, int]]


def random_run(seed: int) -> tuple[Judgements, Run]:
    """300 questions: up to 8 relevant documents of grade 1 to 3, up to 30 of 40 ranked."""
    chance = Random(seed)
    documents = [f"d{number}" for number in range(40)]
    judged, ranked = {}, {}
    for question in map(str, range(300)):
        relevant = chance.sample(documents, chance.randint(1, 8))
        judged[question] = {document: chance.randint(1, 3) for document in relevant}
        ranked[question] = chance.sample(documents, chance.randint(1, 30))
    return judged, ranked


def gains_of(judged: Judgements, ranked: Run, question: str) -> list[int]:
    return [judged[question].get(document, 0) for document in ranked[question]]


MEASURES: dict[str, Callable[[list[int], list[int]], float]] = {
    "ndcg@10": lambda gains, ideal: ndcg_at(gains, ideal, 10),
    "ndcg": lambda gains, ideal: ndcg_at(gains, ideal, 99),
    "mrr": lambda gains, _: reciprocal_rank(gains),
    "map": lambda gains, ideal: average_precision(gains, len(ideal)),
    "recall@5": lambda gains, ideal: recall_at(gains, len(ideal), 5),
    "hit_rate@3": lambda gains, _: hit_at(gains, 3),
}


REFEREE = """
import json, sys
import ranx
judged, scored, measures = json.load(sys.stdin)
run = ranx.Run(scored)
ranx.evaluate(ranx.Qrels(judged), run, measures)
json.dump(run.scores, sys.stdout)
"""


def by_ranx(judged: Judgements, ranked: Run, home: Path) -> dict[str, dict[str, float]]:
    """Each question's figure by metric.

    In a process of its own with the just-in-time compiler off: the same code of ranx then runs as
    plain Python, at once instead of after minutes of compiling.
    """
    # Scores fall by one from rank to rank, so that none are equal.
    scored = {q: {d: float(-rank) for rank, d in enumerate(ds)} for q, ds in ranked.items()}
    done = subprocess.run(
        [sys.executable, "-c", REFEREE],
        input=json.dumps([judged, scored, list(MEASURES)]),
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "IR_DATASETS_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    figures: dict[str, dict[str, float]] = json.loads(done.stdout)
    return figures


@pytest.mark.gate
def test_random_runs_measure_as_with_ranx(tmp_path: Path) -> None:
    judged, ranked = random_run(seed=1)

    expected = by_ranx(judged, ranked, tmp_path)

    for name, measure in MEASURES.items():
        ours = {q: measure(gains_of(judged, ranked, q), list(judged[q].values())) for q in judged}
        assert ours == pytest.approx(expected[name]), name
        # The run is one that tells metrics apart: neither all right nor all wrong.
        assert 0.05 < sum(ours.values()) / len(ours) < 0.95, name
