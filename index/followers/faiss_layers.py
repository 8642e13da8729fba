"""A two-layer FAISS index: the snapshot, and additions since.

    base     mapped from the snapshot's file: the system reads what searches look into, takes its
             memory back when it is needed elsewhere, and has it once for all processes
    recent   of the same kind, in memory

The base is never written to: deleted entries are skipped.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any, TypeAlias

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from index.followers.contract import Cosines, Ids
from index.followers.exact import merge_best
from index.followers.faiss_building import Built, empty_like, faiss, ids_in, poured_together
from index.followers.vector_source import VectorSource, added_ranges
from index.records import Vectors
from index.store.change_log import LogEntry
from index.store.values import Change

_Marks: TypeAlias = NDArray[np.bool_]

# A filter leaves fewer passages in every list, so this many times as many lists are probed as would
# contain the same number of allowed passages. Of the ten nearest of 9,911 news passages, for the
# older and newer half, quarter and tenth and the outlets with most of them, 4 finds .990 to .996,
# all lists .994 to .997, 1 finds .963 to .978.
_WIDER = 4


class Layers:
    """An index that has followed the log to `seq`. Not to be changed while it is searched."""

    def __init__(self, base: Built, seq: int) -> None:
        self.seq = seq
        self.base = base
        self._recent = empty_like(base.index)
        self._living = _marked(ids_in(base.index))
        """Whether the base's passage of each id is still there."""
        self._gone = 0

    @property
    def count(self) -> int:
        """The number of vectors."""
        return int(self.base.index.ntotal) - self._gone + int(self._recent.ntotal)

    def apply(self, entries: Sequence[LogEntry], source: VectorSource) -> None:
        """Follow the next changes of the log."""
        gone = [
            np.arange(e.first_passage, e.last_passage + 1)
            for e in entries
            if e.kind is Change.REMOVE
        ]
        if gone:
            self._remove(np.concatenate(gone))
        for first, last in added_ranges(entries):
            for ids, rows in source.rows(first, last):
                self._recent.add_with_ids(rows, ids)
        self.seq = entries[-1].seq

    def search(self, questions: Vectors, k: int, allowed: Ids | None) -> tuple[Cosines, Ids]:
        """The nearest in both layers."""
        lists = self._lists(allowed)
        kept = None if allowed is None else _marked(allowed)
        found = _searched(self._recent, lists, kept, questions, k)
        if not self.base.index.ntotal:
            return found
        living = self._living_of(kept) if self._gone else kept
        more = _searched(self.base.index, lists, living, questions, k)
        return merge_best(*more, *found) if self._recent.ntotal else more

    def merged(self) -> Built:
        """Both layers in one index, in memory; these stay as they are."""
        layers = (self.base.index, self._living), (self._recent, None)
        return structs.replace(self.base, index=poured_together(*layers))

    def _remove(self, ids: Ids) -> None:
        self._recent.remove_ids(ids)
        known = ids[ids < len(self._living)]
        self._gone += int(np.count_nonzero(self._living[known]))
        self._living[known] = False

    def _living_of(self, kept: _Marks | None) -> _Marks:
        if kept is None:
            return self._living
        least = min(len(kept), len(self._living))
        both: _Marks = kept[:least] & self._living[:least]
        return both

    def _lists(self, allowed: Ids | None) -> int:
        """How many lists of an IVF index to look into."""
        base = self.base
        if base.kind != "ivf" or allowed is None:
            return base.nprobe
        wider = ceil(_WIDER * base.nprobe * self.count / max(1, len(allowed)))
        return min(wider, int(base.index.nlist))


def _searched(
    index: Any, lists: int, kept: _Marks | None, questions: Vectors, k: int
) -> tuple[Cosines, Ids]:
    selector = None if kept is None else _selector(kept)
    if lists:
        parameters = faiss.SearchParametersIVF(sel=selector, nprobe=lists)
    else:
        parameters = None if selector is None else faiss.SearchParameters(sel=selector)
    found: tuple[Cosines, Ids] = index.search(questions, k, params=parameters)
    return found


def _selector(kept: _Marks) -> Any:
    if not len(kept):
        return faiss.IDSelectorRange(0, 0)
    return faiss.IDSelectorBitmap(np.packbits(kept, bitorder="little"))


def _marked(ids: Ids) -> _Marks:
    """For each id up to the highest, whether it is one of these."""
    marks = np.zeros(int(ids.max(initial=-1)) + 1, bool)
    marks[ids] = True
    return marks
