"""The search pipeline: a query in, the best passages out, with the scores of each stage.

Query --filters in SQL--> allowed ids ─┬─> dense top 100 ─┐
                                       └─> lexical top 100 ┴─ fuse ─> hits
"""

import math
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from index.followers.lexical.queries import TITLE_BOOST
from index.followers.open_collection import OpenCollection
from index.records import Filters, Hit, Period, Query, Scores, Vectors
from index.store.library import Located
from index.text.dates.parsing import last_instant
from index.text.matching.echoes import Echoes

CANDIDATES = 100
_SECONDS_PER_DAY = 86_400

# A convex combination (Bruch et al. 2023) of cosine and BM25 over the best BM25 score of the
# query. Measured on the answerable RealTimeQA questions (eval/README.md).
DENSE_WEIGHT = 0.6
# What a passage outside the lexical top is credited with, as a part of the last one inside.
_BEYOND = 0.8

# Passages that repeat the question are looked for among this many; if there is one, among more.
_LOOKED_AT = 5
_AMONG_ECHOES = 1_000
_MOST_ECHOES = 3
"""The number of such hits kept, one per article: an answer may follow."""

# Of 111 follow-ups about the demo articles (service/demo/conversations.jsonl, half "dev"), the
# right article was among the first 3 for 89 %, among the first 5 for 96 %. With the words of the
# question in its context as well, it was for 96 and 100 %; with that question's vector, too, for 96
# and 99 %, though embedding it takes 5 ms; with the question as it was typed, for 87 and 92 %.
OWN_WEIGHT = 0.5
"""The weight of the stand-alone question among several formulations; the others share the rest."""

TIMELY_WEIGHT = 0.1
"""The bonus for a passage from the dates the question is about."""

DISCUSSED_WEIGHT = 0.1
"""The bonus for a passage from an article under discussion."""

FINGERPRINT = (
    f"convex-{DENSE_WEIGHT}-{_BEYOND}-{CANDIDATES}-title-{TITLE_BOOST}-timely-{TIMELY_WEIGHT}"
)
"""Changes whenever scores would no longer mean the same."""

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


class Freshness(Struct, frozen=True):
    """A prior for newer articles: at most `weight` is added, half of it after the half-life."""

    weight: float = 0.0
    half_life_days: float = 30.0


class Scale(Struct, frozen=True):
    """What makes the scores of two rankings one, and what a passage gets that a ranking lacks."""

    best_bm25: float
    cosine_floor: float
    bm25_floor: float


class _Rankings(Struct, frozen=True):
    """The dense and the lexical ranking of one search: ids with their scores, best first."""

    near: Ids
    cosines: Floats
    worded: Ids
    bm25: Floats


class Found(Struct, frozen=True):
    """A hit together with the article it stands in."""

    hit: Hit
    located: Located
    copies: "tuple[Found, ...]" = ()
    """The same in prints of its article by others, where copies take no place of their own."""


def search(
    opened: OpenCollection,
    query: Query,
    question: Vectors,
    *,
    further: Sequence[str] = (),
    k: int = CANDIDATES,
    freshness: Freshness | None = None,
) -> list[Found]:
    """The `k` best passages for a query.

    Args:
        opened: the collection with its indexes.
        query: what is asked, and what the search is limited to.
        question: the question's vector, shape (1, dim).
        further: other ways to put it, whose words are searched for as well; see `blend`.
        k: how many passages to return at most.
        freshness: prefer newer articles; None for no preference.

    Returns:
        Hits with the score of each stage, best first.
    """
    allowed = _allowed(opened, query)
    if allowed is not None and not len(allowed):
        return []
    depth = max(k, CANDIDATES)
    ranked = _rankings(opened, query, question, allowed, depth)
    if _is_echoed(opened, query, ranked):
        deeper = _rankings(opened, query, question, allowed, max(depth, _AMONG_ECHOES))
        ranked = _without_echoes(opened, query, deeper, depth)
    if further:
        others = [_worded(opened, query, text) for text in further]
        scored = blend(_fused(_with_all(opened, question, ranked, others)), others)
    else:
        scored = _fused(ranked)
    among = [id for id in query.discussed if id in (query.filters.article_ids or query.discussed)]
    if among:
        only = structs.replace(query.filters, article_ids=tuple(among))
        narrower = structs.replace(query, filters=only)
        scored = _with_those_of(opened, narrower, question, ranked, scored)
    return _located(opened, query, scored[:depth], freshness, k)


def search_speaker(
    opened: OpenCollection,
    query: Query,
    question: Vectors,
    speakers: Sequence[str],
    *,
    freshness: Freshness | None = None,
) -> list[Found]:
    """The best passages for a query, and the best with quotations by `speakers`.

    Both share one scale: normalised separately, the best of even a few poor passages would look
    good. `speakers` are names as in `Quote.speaker`.
    """
    allowed = _allowed(opened, query)
    if allowed is not None and not len(allowed):
        return []
    everything = _rankings(opened, query, question, allowed, CANDIDATES)
    if _is_echoed(opened, query, everything):
        everything = _without_echoes(opened, query, everything, CANDIDATES)
    spoken = structs.replace(query, filters=structs.replace(query.filters, speaker=tuple(speakers)))
    best = _with_those_of(opened, spoken, question, everything, _fused(everything))
    return _located(opened, query, best, freshness, len(best))


def _with_those_of(
    opened: OpenCollection,
    narrower: Query,
    question: Vectors,
    everything: _Rankings,
    scored: Sequence[tuple[int, Scores]],
) -> list[tuple[int, Scores]]:
    """What was found, and the best of what a narrower query finds, all on one scale."""
    ids = _allowed(opened, narrower)
    if ids is None or not len(ids):
        return list(scored)
    scale = scale_of(everything.cosines, everything.bm25)
    own = _rankings(opened, narrower, question, ids, CANDIDATES)
    merged = dict(_fused(own, scale)) | dict(scored)
    return sorted(merged.items(), key=lambda pair: (-pair[1].fused, pair[0]))


def _rankings(
    opened: OpenCollection, query: Query, question: Vectors, allowed: Ids | None, depth: int
) -> _Rankings:
    cosines, near = opened.nearest(question, depth, allowed)
    bm25, worded = opened.lexical.search(query.question, depth, query.filters, query.as_of)
    found, own = _with_cosines(opened, question, near[0], cosines[0], worded)
    return _Rankings(found, own, worded, bm25)


def _is_echoed(opened: OpenCollection, query: Query, ranked: _Rankings) -> bool:
    """Whether a passage that says the question again is among the first for its words."""
    echoes = Echoes(query.question)
    if not echoes.are_possible:
        return False
    first = opened.library.locate(opened.collection, ranked.worded[:_LOOKED_AT].tolist())
    return any(echoes.are_all_of(one.passage.text) for one in first.values())


def _without_echoes(
    opened: OpenCollection, query: Query, ranked: _Rankings, depth: int
) -> _Rankings:
    """The rankings with few passages that say the question again, none above the best other one.

    An article that is stuffed with questions takes neither the others' places nor their scores.
    """
    echoes = Echoes(query.question)
    located = opened.library.locate(opened.collection, ranked.worded.tolist())
    repeating = {id for id, one in located.items() if echoes.are_all_of(one.passage.text)}
    of_articles: dict[str, int] = {}
    for id in ranked.worded.tolist():
        if id in repeating:
            of_articles.setdefault(located[id].article.id, id)
    dropped = list(repeating - set(list(of_articles.values())[:_MOST_ECHOES]))
    others = ranked.bm25[~np.isin(ranked.worded, list(repeating))]
    near, worded = (~np.isin(ids, dropped) for ids in (ranked.near, ranked.worded))
    return _Rankings(
        near=ranked.near[near][:depth],
        cosines=ranked.cosines[near][:depth],
        worded=ranked.worded[worded][:depth],
        bm25=np.minimum(ranked.bm25[worded][:depth], others[0] if len(others) else np.inf),
    )


def _fused(ranked: _Rankings, scale: Scale | None = None) -> list[tuple[int, Scores]]:
    return fuse(ranked.near, ranked.cosines, ranked.worded, ranked.bm25, scale)


def _worded(opened: OpenCollection, query: Query, text: str) -> list[tuple[int, Scores]]:
    """The best passages for the words of another formulation."""
    bm25, ids = opened.lexical.search(text, CANDIDATES, query.filters, query.as_of)
    pairs = zip(ids.tolist(), bm25.tolist(), strict=True)
    return [(id, Scores(lexical=score, fused=score)) for id, score in pairs]


def _with_all(
    opened: OpenCollection,
    question: Vectors,
    ranked: _Rankings,
    others: Sequence[Sequence[tuple[int, Scores]]],
) -> _Rankings:
    """The rankings, with the cosines of what only other formulations have found."""
    ids = np.unique(np.array([id for other in others for id, _ in other], np.int64))
    near, cosines = _with_cosines(opened, question, ranked.near, ranked.cosines, ids)
    return structs.replace(ranked, near=near, cosines=cosines)


def _located(
    opened: OpenCollection,
    query: Query,
    scored: Sequence[tuple[int, Scores]],
    freshness: Freshness | None,
    k: int,
) -> list[Found]:
    """The `k` best that are still there, with what makes some of them better."""
    is_fresh = freshness is not None and bool(freshness.weight)
    if not (query.discussed or query.period or is_fresh):
        return _first(opened, scored, k)
    found = _first(opened, scored, len(scored))
    if query.discussed:
        found = _of_discussed_first(found, query.discussed)
    if query.period is not None:
        found = _timely(found, query.period)
    if freshness is not None and freshness.weight:
        found = _fresher(found, freshness, query.as_of)
    return found[:k]


def _first(opened: OpenCollection, scored: Sequence[tuple[int, Scores]], k: int) -> list[Found]:
    """The first `k` that are still there; no more are read than that takes."""
    found: list[Found] = []
    for start in range(0, len(scored), max(1, k)):
        if len(found) >= k:
            break
        some = scored[start : start + k]
        located = opened.library.locate(opened.collection, [id for id, _ in some])
        found += [
            Found(Hit(passage=located[id].passage, scores=scores), located[id])
            for id, scores in some
            if id in located
        ]
    return found[:k]


def _of_discussed_first(found: Sequence[Found], articles: Collection[str]) -> list[Found]:
    """What stands in these articles a little higher."""
    scored = [
        _with_score(item, item.hit.scores.fused + DISCUSSED_WEIGHT)
        if item.located.article.id in articles
        else item
        for item in found
    ]
    return sorted(scored, key=lambda item: -item.hit.scores.fused)


def _timely(found: Sequence[Found], period: Period) -> list[Found]:
    """What came out in these days a little higher."""
    scored = [
        _with_score(item, item.hit.scores.fused + TIMELY_WEIGHT)
        if period.holds(item.located.article.published)
        else item
        for item in found
    ]
    return sorted(scored, key=lambda item: -item.hit.scores.fused)


def _with_cosines(
    opened: OpenCollection, question: Vectors, near: Ids, cosines: Floats, worded: Ids
) -> tuple[Ids, Floats]:
    """The dense ranking, and behind it the cosines of what only its words have found."""
    found = near >= 0
    near, cosines = near[found], cosines[found]
    missing = np.setdiff1d(worded, near)
    if not len(missing):
        return near, cosines
    others, ids = opened.nearest(question, len(missing), missing)
    known = ids[0] >= 0
    return np.concatenate([near, ids[0][known]]), np.concatenate([cosines, others[0][known]])


def scale_of(cosines: Floats, bm25: Floats) -> Scale:
    """The scale of one search's own scores.

    A passage that a ranking lacks is credited with a little less than the last score inside it.
    """
    return Scale(
        best_bm25=float(bm25.max()) if len(bm25) else 1.0,
        cosine_floor=_BEYOND * float(cosines.min()) if len(cosines) else 0.0,
        bm25_floor=_BEYOND * float(bm25.min()) if len(bm25) else 0.0,
    )


def fuse(
    near: Ids, cosines: Floats, worded: Ids, bm25: Floats, scale: Scale | None = None
) -> list[tuple[int, Scores]]:
    """Combine two rankings into one, best first.

    The score is `w * cosine + (1 - w) * bm25 / best bm25`, by default on the rankings' own scale.
    """
    scale = scale or scale_of(cosines, bm25)
    dense = dict(zip(near.tolist(), cosines.tolist(), strict=True))
    lexical = dict(zip(worded.tolist(), bm25.tolist(), strict=True))
    fused = {
        id: DENSE_WEIGHT * dense.get(id, scale.cosine_floor)
        + (1 - DENSE_WEIGHT) * lexical.get(id, scale.bm25_floor) / scale.best_bm25
        for id in dense.keys() | lexical.keys()
    }
    ranked = sorted(fused, key=lambda id: (-fused[id], id))
    return [
        (id, Scores(dense=dense.get(id), lexical=lexical.get(id), fused=fused[id])) for id in ranked
    ]


def blend(
    scored: Sequence[tuple[int, Scores]], others: Sequence[Sequence[tuple[int, Scores]]]
) -> list[tuple[int, Scores]]:
    """Rank passages by the results of all formulations of a question, best first.

    A passage's score is the weighted mean of its min-max normalised scores in each list,
    `(score - least) / (most - least)`, and 0 where a list lacks it (CombSUM: Fox and Shaw 1994,
    with the normalisation of Lee 1997), put back on the scale of the first list: readers know what
    scores on it mean.

    Args:
        scored: the passages that any of them found, scored for the question that stands alone,
            best first; it counts `OWN_WEIGHT`.
        others: what each of the others found, best first; they share the rest.
    """
    if not scored or not others:
        return list(scored)
    weight = (1 - OWN_WEIGHT) / len(others)
    means = {id: OWN_WEIGHT * value for id, value in _normalised(scored).items()}
    for other in others:
        for id, value in _normalised(other).items():
            means[id] = means.get(id, 0.0) + weight * value
    least, most = scored[-1][1].fused, scored[0][1].fused
    stages = {id: scores for ranking in (*others, scored) for id, scores in ranking}
    ranked = sorted(means, key=lambda id: (-means[id], id))
    return [
        (id, structs.replace(stages[id], fused=least + (most - least) * means[id])) for id in ranked
    ]


def _normalised(scored: Sequence[tuple[int, Scores]]) -> dict[int, float]:
    """Scores between 0, the last one's, and 1, the first one's."""
    if not scored:
        return {}
    least, most = scored[-1][1].fused, scored[0][1].fused
    width = (most - least) or 1.0
    return {id: (scores.fused - least) / width for id, scores in scored}


def _allowed(opened: OpenCollection, query: Query) -> Ids | None:
    if query.filters == Filters() and query.as_of is None:
        return None
    known = opened.publications.passages(query.filters, query.as_of)
    if known is not None:
        return known
    return opened.library.matching_passages(opened.collection, query.filters, query.as_of)


def _fresher(found: Sequence[Found], freshness: Freshness, as_of: str | None) -> list[Found]:
    """What is newer a little higher; in an archive the newest is new, whatever the clock says."""
    now = last_instant(as_of) if as_of else int(datetime.now(UTC).timestamp())
    days = [item.located.article.published for item in found]
    now = min(now, max((last_instant(day) for day in days if day), default=now))
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
