"""The searching line: a query in, the best passages out, with the scores of each stage.

Query --filters in SQL--> allowed ids ─┬─> dense top 100 ─┐
                                       └─> lexical top 100 ┴─ fuse ─> hits
"""

import math
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from index.collections import OpenCollection
from index.dates import last_instant
from index.lexical import TITLE_BOOST
from index.library import Located
from index.records import Filters, Hit, Query, Scores, Vectors

CANDIDATES = 100
_SECONDS_PER_DAY = 86_400

# A convex combination (Bruch et al. 2023) of cosine and BM25 over the best BM25 score of the
# query. Measured on the answerable RealTimeQA questions (eval/README.md).
DENSE_WEIGHT = 0.6
# What a passage outside the lexical top is credited with, as a part of the last one inside.
_BEYOND = 0.8

FINGERPRINT = f"convex-{DENSE_WEIGHT}-{_BEYOND}-{CANDIDATES}-title-{TITLE_BOOST}"
"""Changes whenever scores would no longer mean the same."""

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


class Freshness(Struct, frozen=True):
    """A prior for newer articles: at most `weight` is added, half of it after the half-life."""

    weight: float = 0.0
    half_life_days: float = 30.0


class Found(Struct, frozen=True):
    """A hit together with the article it stands in."""

    hit: Hit
    located: Located


def search(
    opened: OpenCollection,
    query: Query,
    question: Vectors,
    *,
    k: int = CANDIDATES,
    freshness: Freshness | None = None,
) -> list[Found]:
    """The `k` best passages for a query.

    Args:
        opened: the collection with its indexes.
        query: what is asked, and what the search is limited to.
        question: the question's vector, shape (1, dim).
        k: how many passages to return at most.
        freshness: prefer newer articles; None for no preference.

    Returns:
        Hits with the score of each stage, best first.
    """
    allowed = _allowed(opened, query)
    if allowed is not None and not len(allowed):
        return []
    depth = max(k, CANDIDATES)
    cosines, near = opened.dense.search(question, depth, allowed)
    bm25, worded = opened.lexical.search(query.question, depth, query.filters, query.as_of)
    near, cosines = _with_cosines(opened, question, near[0], cosines[0], worded)
    scored = fuse(near, cosines, worded, bm25)
    located = opened.library.locate(opened.collection, [id for id, _ in scored[:depth]])
    found = [
        Found(Hit(passage=located[i].passage, scores=s), located[i])
        for i, s in scored
        if i in located
    ]
    if freshness is not None and freshness.weight:
        found = _fresher(found, freshness, query.as_of)
    return found[:k]


def _with_cosines(
    opened: OpenCollection, question: Vectors, near: Ids, cosines: Floats, worded: Ids
) -> tuple[Ids, Floats]:
    """The dense ranking, and behind it the cosines of what only its words have found."""
    found = near >= 0
    near, cosines = near[found], cosines[found]
    missing = np.setdiff1d(worded, near)
    if not len(missing):
        return near, cosines
    others, ids = opened.dense.search(question, len(missing), missing)
    known = ids[0] >= 0
    return np.concatenate([near, ids[0][known]]), np.concatenate([cosines, others[0][known]])


def fuse(near: Ids, cosines: Floats, worded: Ids, bm25: Floats) -> list[tuple[int, Scores]]:
    """Combine two rankings into one, best first.

    The score is `w * cosine + (1 - w) * bm25 / best bm25`. A passage that the lexical ranking lacks
    is credited with a little less than the last score inside it.
    """
    dense = dict(zip(near.tolist(), cosines.tolist(), strict=True))
    lexical = dict(zip(worded.tolist(), bm25.tolist(), strict=True))
    top = max(lexical.values(), default=1.0)
    dense_floor = _BEYOND * min(dense.values(), default=0.0)
    lexical_floor = _BEYOND * min(lexical.values(), default=0.0)
    fused = {
        id: DENSE_WEIGHT * dense.get(id, dense_floor)
        + (1 - DENSE_WEIGHT) * lexical.get(id, lexical_floor) / top
        for id in dense.keys() | lexical.keys()
    }
    ranked = sorted(fused, key=lambda id: (-fused[id], id))
    return [
        (id, Scores(dense=dense.get(id), lexical=lexical.get(id), fused=fused[id])) for id in ranked
    ]


def _allowed(opened: OpenCollection, query: Query) -> Ids | None:
    if query.filters == Filters() and query.as_of is None:
        return None
    return opened.library.matching_passages(opened.collection, query.filters, query.as_of)


def _fresher(found: Sequence[Found], freshness: Freshness, as_of: str | None) -> list[Found]:
    now = last_instant(as_of) if as_of else int(datetime.now(UTC).timestamp())
    boosted = [(_boosted(item, freshness, now), item) for item in found]
    boosted.sort(key=lambda pair: -pair[0])
    return [_with_score(item, score) for score, item in boosted]


def _boosted(item: Found, freshness: Freshness, now: int) -> float:
    published = item.located.article.published
    if published is None:
        return item.hit.scores.fused
    days = max(0.0, (now - last_instant(published)) / _SECONDS_PER_DAY)
    return item.hit.scores.fused + freshness.weight * math.pow(0.5, days / freshness.half_life_days)


def _with_score(item: Found, score: float) -> Found:
    old = item.hit.scores
    scores = Scores(dense=old.dense, lexical=old.lexical, fused=score)
    return Found(Hit(passage=item.hit.passage, scores=scores), item.located)
