"""Columns of numbers, one row per question, validated on entry."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
"""Shape (questions,)."""
Column = Sequence[float] | Sequence[bool] | Numbers
"""What callers may pass as a column."""


def numbers(values: Column) -> Numbers:
    """Return float64, shape (n,).

    Raises:
        ValueError: it has more than one dimension, or a value is not finite.
    """
    column = np.asarray(values, dtype=np.float64)
    if column.ndim != 1 or not np.isfinite(column).all():
        raise ValueError("expected one finite number per question")
    return column


def same_length(first: Column, second: Column) -> tuple[Numbers, Numbers]:
    """Return both as float64 of the same length.

    Raises:
        ValueError: the lengths differ, or as in `numbers`.
    """
    one, other = numbers(first), numbers(second)
    if len(one) != len(other):
        raise ValueError(f"columns of {len(one)} and {len(other)} values, not one per question")
    return one, other
