"""Ranking metrics, from the gains of a list's items, best ranked first.

A gain is 0 for irrelevant items and above 0 for relevant ones; how much above matters to nDCG only.
If nothing is relevant, every metric is 0.0, as in `ranx` and trec_eval: leave such questions out.
"""

from collections.abc import Sequence
from math import log2


def hit_at(gains: Sequence[float], k: int) -> float:
    """1.0 if one of the first k is relevant, else 0.0 (success@k of TREC)."""
    return float(any(gain > 0 for gain in gains[: _depth(k)]))


def recall_at(gains: Sequence[float], total: int, k: int) -> float:
    """Return the share of all `total` relevant items that are among the first k (TREC recall@k).

    Raises:
        ValueError: the list has more relevant items than `total`.
    """
    found = _relevant(gains, total)
    return sum(rank <= _depth(k) for rank in found) / total if total else 0.0


def reciprocal_rank(gains: Sequence[float]) -> float:
    """Return 1 / rank of the first relevant item, 0.0 without one (Voorhees 1999, TREC-8 QA)."""
    ranks = (rank for rank, gain in enumerate(gains, start=1) if gain > 0)
    return 1 / first if (first := next(ranks, None)) else 0.0


def average_precision(gains: Sequence[float], total: int) -> float:
    """Return the precision at each relevant item's rank, summed, over all `total` relevant ones.

    Items missing from the list count 0. The mean over questions is MAP (trec_eval `map`).

    Raises:
        ValueError: the list has more relevant items than `total`.
    """
    found = _relevant(gains, total)
    return sum(seen / rank for seen, rank in enumerate(found, start=1)) / total if total else 0.0


def ndcg_at(gains: Sequence[float], ideal: Sequence[float], k: int) -> float:
    """Return the discounted gain of the first k over that of the best possible k, 0.0 to 1.0.

    `ideal` holds the gains of all relevant items in any order, found or not; `gains` must come
    from these. Each gain is divided by log2(rank + 1); gains are linear, not 2^gain - 1
    (Järvelin & Kekäläinen 2002 with the discount starting at rank 1, as in `ranx.ndcg`).
    """
    best = _discounted(sorted(ideal, reverse=True)[: _depth(k)])
    return _discounted(gains[:k]) / best if best else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _relevant(gains: Sequence[float], total: int) -> list[int]:
    """Ranks from 1."""
    ranks = [rank for rank, gain in enumerate(gains, start=1) if gain > 0]
    if len(ranks) > total:
        raise ValueError(f"{len(ranks)} relevant items in the list, but {total} in all")
    return ranks


def _depth(k: int) -> int:
    if k < 1:
        raise ValueError(f"k is {k}: must be at least 1")
    return k
