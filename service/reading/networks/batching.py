"""Batches of question and window rows: little padding, few shapes.

A network's time grows with the number of tokens, padding included; a token costs a little less in a
batch of several rows. Padding all windows to the length of the longest, or to coarse lengths,
wastes more than batches save: reading for a question took 134 ms instead of 120 (808 windows chosen
for 160 questions). A compiled model keeps machine code for every shape it has met, so lengths are
still rounded, and batches are small.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.interruption import go_on
from service.reading.networks.network import Floats, Logits, Look
from service.reading.networks.pairs import Row

Ids = NDArray[np.int32]

# Milliseconds for a token in a batch of one to four rows, relative to one row: two cores with AVX2,
# medians of 23 runs with rows of 104 to 160 tokens.
_COSTS = (1.0, 0.93, 0.91, 0.89)
_FINE, _COARSE = 8, 32
_FINE_UNTIL = 192
_MAX_TOKENS = 1024
# Others wait while this many tokens are read: about 60 ms.
_MOST_OF_A_STEP = 480


class Batch(NamedTuple):
    """Some rows, ready for a network; arrays of shape (rows, tokens)."""

    rows: list[int]
    """Which of the rows, in the order of the arrays."""
    ids: Ids
    mask: Ids
    """1 for a token, 0 for padding."""
    segments: Ids


Run = Callable[[Batch], tuple[Floats, Floats | None]]
"""Returns span logits of shape (rows, tokens, 2) and, if there are any, (rows,) of relevance."""


def run_in_batches(
    rows: Sequence[Row], run: Run, padding: int = 0, look: Look | None = None
) -> list[Logits]:
    """The logits of each row, in order; rows of similar length are run together.

    `look` sees those of each row before the next batch is run.
    """
    found: dict[int, Logits] = {}
    together = batches(rows, padding)
    for batch in _one_by_one(together) if look else _in_short_steps(together):
        go_on()
        spans, relevance = run(batch)
        for place, number in enumerate(batch.rows):
            relevant = None if relevance is None else float(relevance[place])
            found[number] = _logits(rows[number], spans[place], relevant)
            if look:
                look(number, found[number])
    return [found[number] for number in range(len(rows))]


def _logits(row: Row, spans: Floats, relevance: float | None) -> Logits:
    start, end = spans[row.context].T
    return Logits(start, end, (float(spans[0, 0]), float(spans[0, 1])), relevance)


def batches(rows: Sequence[Row], padding: int = 0) -> list[Batch]:
    """All rows, each in one batch, longest first, divided so that the total cost is least."""
    order = sorted(range(len(rows)), key=lambda number: -len(rows[number].ids))
    lengths = [padded(len(rows[number].ids)) for number in order]
    found: list[Batch] = []
    start = 0
    for count in _cheapest_counts(lengths):
        numbers = order[start : start + count]
        found.append(_batch(numbers, [rows[n] for n in numbers], lengths[start], padding))
        start += count
    return found


def _one_by_one(together: Sequence[Batch]) -> list[Batch]:
    """Each row in a batch of its own, in order."""
    alone = [part for batch in together for part in _split(batch, 1)]
    return sorted(alone, key=lambda batch: batch.rows)


def _in_short_steps(together: Sequence[Batch]) -> Iterator[Batch]:
    for batch in together:
        yield from _split(batch, max(1, _MOST_OF_A_STEP // batch.ids.shape[1]))


def _split(batch: Batch, most: int) -> Iterator[Batch]:
    """The batch in parts of so many rows.

    They keep their padding: in bfloat16, another length would change one of fifty rows a little.
    """
    for start in range(0, len(batch.rows), most):
        part = slice(start, start + most)
        yield Batch(batch.rows[part], batch.ids[part], batch.mask[part], batch.segments[part])


def padded(length: int) -> int:
    """The length a row is padded to: a multiple of 8 up to 192, of 32 above."""
    step = _FINE if length <= _FINE_UNTIL else _COARSE
    return -(-length // step) * step


def _cheapest_counts(lengths: Sequence[int]) -> list[int]:
    """How many rows each batch has, for falling lengths: dynamic programming from the end."""
    costs = [0.0] * (len(lengths) + 1)
    counts = [1] * len(lengths)
    for start in range(len(lengths) - 1, -1, -1):
        most = max(1, min(len(_COSTS), len(lengths) - start, _MAX_TOKENS // lengths[start]))
        costs[start], counts[start] = min(
            (lengths[start] * count * _COSTS[count - 1] + costs[start + count], count)
            for count in range(1, most + 1)
        )
    found: list[int] = []
    while sum(found) < len(lengths):
        found.append(counts[sum(found)])
    return found


def _batch(numbers: list[int], rows: Sequence[Row], length: int, padding: int) -> Batch:
    shape = (len(rows), length)
    ids, mask, segments = np.full(shape, padding, np.int32), *np.zeros((2, *shape), np.int32)
    for place, row in enumerate(rows):
        count = len(row.ids)
        ids[place, :count] = row.ids
        mask[place, :count] = 1
        segments[place, :count] = row.segments
    return Batch(numbers, ids, mask, segments)
