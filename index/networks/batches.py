"""Batches: texts of similar length together, in few different shapes.

A compiled model keeps machine code for every shape it has seen, about 0.7 MB each. So lengths are
rounded up and the number of rows is a power of two, which gives 43 shapes for a window of 256. A
batch has about a thousand tokens: more is not faster on a CPU (because of its caches), and makes
others wait longer.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TOKENS = 1024
"""The most tokens in a batch, including padding, unless one text alone is longer."""

_FINE, _COARSE = 16, 32
_FINE_UNTIL = 64


class Batch(NamedTuple):
    """Texts as input for a model."""

    rows: list[int]
    """The numbers of the texts, in the order of the rows below."""
    ids: NDArray[np.int32]
    mask: NDArray[np.int32]
    """1 for a token, 0 for padding; same shape as `ids`."""


def batches(
    texts: Sequence[Sequence[int]], padding: int = 0, *, tokens: int = TOKENS, fine: int = _FINE
) -> Iterator[Batch]:
    """Group texts, given as token ids, into batches; the longest texts come first.

    Args:
        texts: the token ids of each text.
        padding: the id of the padding token.
        tokens: the most tokens in a batch.
        fine: short texts are padded to a multiple of this.
    """
    order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
    start = 0
    while start < len(order):
        length = padded(len(texts[order[start]]), fine)
        count = _power_of_two(min(len(order) - start, max(1, tokens // length)))
        rows = order[start : start + count]
        yield _batch(rows, [texts[row] for row in rows], length, padding)
        start += count


def padded(length: int, fine: int = _FINE) -> int:
    """The length a text is padded to: a multiple of 16 (or `fine`) up to 64, then of 32."""
    step = fine if length <= _FINE_UNTIL else _COARSE
    return -(-length // step) * step


def _power_of_two(limit: int) -> int:
    """The largest one within the limit."""
    return 1 << (limit.bit_length() - 1)


def _batch(rows: list[int], texts: list[Sequence[int]], length: int, padding: int) -> Batch:
    ids = np.full((len(rows), length), padding, np.int32)
    mask = np.zeros((len(rows), length), np.int32)
    for number, text in enumerate(texts):
        ids[number, : len(text)] = text
        mask[number, : len(text)] = 1
    return Batch(rows, ids, mask)
