"""Building FAISS indexes: flat for few passages, inverted lists (IVF) for many.

The database stores vectors as float16, so a flat float16 index loses nothing; it takes half the
memory of float32 and a third of the time (75,304 passages, one query: 1.8 ms against 5.6).
"""

from collections.abc import Iterator
from typing import Any

import faiss as _faiss
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from index.followers.contract import Ids
from index.followers.exact import merge_best
from index.followers.vector_source import Moment, VectorSource
from index.records import Vectors

# Its type annotations lag behind what its functions accept.
faiss: Any = _faiss

RANKED_EXACTLY = 100
"""Number of passages from the lists to rerank with exact vectors: near copies differ by less than
the quantisation error."""
# Recall@10 against exact search that decides how many lists IVF probes.
_TARGET_RECALL = 0.98
# If probing twice as many lists finds no more than this, the number of lists is sufficient.
_LEAST_GAIN = 0.002
_PROBE_QUERIES = 200
_NEIGHBOURS = 10
_COPIED_AT_ONCE = 8_192
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
    """An empty flat index."""
    return Built(index=_empty_index(dim, "flat"), kind="flat", trained_on=0, nprobe=0)


def kind_for(count: int, flat_until: int) -> str:
    """The kind of index for this number of passages."""
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
        return faiss.IndexIDMap(faiss.IndexScalarQuantizer(dim, half, faiss.METRIC_INNER_PRODUCT))
    # IVF keeps ids itself; inside IndexIDMap its remove_ids would mix them up.
    lists = max(1, min(int(4 * count**0.5), count // _TRAIN_PER_LIST))
    return faiss.index_factory(dim, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)


def empty_like(index: Any) -> Any:
    """An empty index of the same kind with the same lists, taken from the first."""
    if not _is_ivf(index):
        return _empty_index(index.d, "flat")
    made = faiss.IndexIVFScalarQuantizer(
        *(index.quantizer, index.d, index.nlist, index.sq.qtype, index.metric_type),
        index.by_residual,
    )
    faiss.copy_array_to_vector(faiss.vector_to_array(index.sq.trained), made.sq.trained)
    made.is_trained = True
    return made


def ids_in(index: Any) -> Ids:
    """The ids of all passages in an index."""
    if not _is_ivf(index):
        return np.asarray(faiss.vector_to_array(index.id_map), np.int64)
    ids = [_list(index, number)[0] for number in range(index.nlist)]
    return np.concatenate(ids)


def poured_together(*layers: tuple[Any, NDArray[np.bool_] | None]) -> Any:
    """Merge indexes of one kind, each with its marked passages, or all."""
    first, _ = layers[0]
    # The copy has its own lists, whereas the empty one shares those of the first.
    made = faiss.clone_index(empty_like(first))
    for index, marks in layers:
        for ids, codes, number in _parts(index):
            kept = slice(None) if marks is None else marks[ids]
            _append(made, np.ascontiguousarray(ids[kept]), codes[kept], number)
    return made


def _is_ivf(index: Any) -> bool:
    return isinstance(index, _faiss.IndexIVF)


def _parts(index: Any) -> Iterator[tuple[Ids, NDArray[Any], int]]:
    """Ids and codes of each list; of a flat index a few thousand ids and vectors at a time."""
    if _is_ivf(index):
        for number in range(index.nlist):
            yield *_list(index, number), number
        return
    ids, vectors = ids_in(index), faiss.downcast_index(index.index)
    for start in range(0, len(ids), _COPIED_AT_ONCE):
        some = ids[start : start + _COPIED_AT_ONCE]
        yield some, vectors.reconstruct_n(start, len(some)), 0


def _append(index: Any, ids: Ids, codes: NDArray[Any], number: int) -> None:
    if not _is_ivf(index):
        index.add_with_ids(codes, ids)
    elif len(ids):
        codes = np.ascontiguousarray(codes)
        pointers = faiss.swig_ptr(ids), faiss.swig_ptr(codes)
        index.invlists.add_entries(number, len(ids), *pointers)
        index.ntotal += len(ids)


def _list(index: Any, number: int) -> tuple[Ids, NDArray[np.uint8]]:
    """Ids and codes in a list; not copied."""
    lists = index.invlists
    size = lists.list_size(number)
    if not size:
        return np.empty(0, np.int64), np.empty((0, index.code_size), np.uint8)
    codes = faiss.rev_swig_ptr(lists.get_codes(number), size * index.code_size)
    return faiss.rev_swig_ptr(lists.get_ids(number), size), codes.reshape(size, -1)


def _sample(source: VectorSource, last: int, size: int) -> Vectors:
    """About `size` vectors, evenly from all passages, without holding all of them."""
    step = max(1, last // max(1, size))
    parts = [rows[ids % step == 0] for ids, rows in source.rows(1, last)]
    return np.concatenate(parts) if parts else np.empty((0, source.dim), np.float32)


def _choose_nprobe(index: Any, source: VectorSource, last: int) -> int:
    """The fewest lists that reach the target recall on real passages, against exact search."""
    queries = _sample(source, last, _PROBE_QUERIES)
    truth = _exact_neighbours(queries, source, last)
    nprobe, before = 1, 0.0
    while nprobe < index.nlist:
        params = faiss.SearchParametersIVF(nprobe=nprobe)
        _, found = index.search(queries, RANKED_EXACTLY, params=params)
        recall = _recall(found, truth)
        if recall >= _TARGET_RECALL or recall - before < _LEAST_GAIN:
            break
        nprobe, before = 2 * nprobe, recall
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
