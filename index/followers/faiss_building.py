"""Building FAISS indexes: flat for few passages, inverted lists (IVF) for many.

The truth keeps vectors as float16, so the flat index over float16 loses nothing; it takes half the
memory of float32 and a third of the time (75,304 passages, one query: 1.8 ms against 5.6).
"""

from typing import Any

import faiss as _faiss
import numpy as np
from msgspec import Struct

from index.followers.contract import Ids
from index.followers.exact import merge_best
from index.followers.vector_source import Moment, VectorSource
from index.records import Vectors

# Its own annotations lag behind what its functions accept.
faiss: Any = _faiss

# Recall@10 against exact search that decides how many lists IVF probes.
_TARGET_RECALL = 0.98
_PROBE_QUERIES = 200
_NEIGHBOURS = 10
# FAISS asks for at least 39 training vectors a list.
_TRAIN_PER_LIST = 40


class Built(Struct, frozen=True, kw_only=True):
    """A FAISS index, and how it was made."""

    index: Any
    kind: str
    """"flat" or "ivf"."""
    trained_on: int
    """Number of passages it was built from."""
    nprobe: int
    """How many of its lists a search without filters looks into; 0 for a flat index."""


def empty(dim: int) -> Built:
    """A flat index that holds nothing yet."""
    return Built(index=_empty_index(dim, "flat"), kind="flat", trained_on=0, nprobe=0)


def kind_for(count: int, flat_until: int) -> str:
    """The kind of index for so many passages."""
    return "flat" if count <= flat_until else "ivf"


def build(source: VectorSource, moment: Moment, flat_until: int) -> Built:
    """An index over the vectors of that moment."""
    kind = kind_for(moment.count, flat_until)
    index = _empty_index(source.dim, kind, moment.count)
    if kind == "ivf":
        index.train(_sample(source, moment.last, index.nlist * _TRAIN_PER_LIST))
    for ids, rows in source.rows(1, moment.last):
        index.add_with_ids(rows, ids)
    nprobe = _choose_nprobe(index, source, moment.last) if kind == "ivf" else 0
    return Built(index=index, kind=kind, trained_on=moment.count, nprobe=nprobe)


def _empty_index(dim: int, kind: str, count: int = 0) -> Any:
    if kind == "flat":
        half = faiss.ScalarQuantizer.QT_fp16
        return faiss.IndexIDMap2(faiss.IndexScalarQuantizer(dim, half, faiss.METRIC_INNER_PRODUCT))
    # IVF keeps ids itself; inside IndexIDMap2 its remove_ids would mix them up.
    lists = max(1, min(int(4 * count**0.5), count // _TRAIN_PER_LIST))
    return faiss.index_factory(dim, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)


def _sample(source: VectorSource, last: int, size: int) -> Vectors:
    """About `size` vectors, evenly from all passages, without holding all of them."""
    step = max(1, last // max(1, size))
    parts = [rows[ids % step == 0] for ids, rows in source.rows(1, last)]
    return np.concatenate(parts) if parts else np.empty((0, source.dim), np.float32)


def _choose_nprobe(index: Any, source: VectorSource, last: int) -> int:
    """The fewest lists that reach the target recall on real passages, against exact search."""
    queries = _sample(source, last, _PROBE_QUERIES)
    truth = _exact_neighbours(queries, source, last)
    nprobe = 1
    while nprobe < index.nlist:
        params = faiss.SearchParametersIVF(nprobe=nprobe)
        _, found = index.search(queries, truth.shape[1], params=params)
        if _recall(found, truth) >= _TARGET_RECALL:
            break
        nprobe *= 2
    return min(nprobe, int(index.nlist))


def _exact_neighbours(queries: Vectors, source: VectorSource, last: int) -> Ids:
    """Ids of the exact nearest passages; chunk by chunk, so that memory stays bounded."""
    # The nearest passage of a passage is itself, which says nothing: one more is asked for.
    shape = (len(queries), _NEIGHBOURS + 1)
    scores, best = np.full(shape, -np.inf, np.float32), np.full(shape, -1, np.int64)
    for ids, rows in source.rows(1, last):
        scores, best = merge_best(scores, best, queries @ rows.T, ids)
    return best


def _recall(found: Ids, truth: Ids) -> float:
    hits = [np.isin(truth[i], found[i]).mean() for i in range(len(truth))]
    return float(np.mean(hits))
