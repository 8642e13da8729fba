"""Columns of numbers, one row a question, checked where they come in."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
"""Shape (questions,)."""
Column = Sequence[float] | Sequence[bool] | Numbers
"""What callers may pass as such."""


def numbers(values: Column) -> Numbers:
    """Return float64, shape (n,).

    Raises:
        ValueError: for more than one dimension, or where a value is no finite number.
    """
    column = np.asarray(values, dtype=np.float64)
    if column.ndim != 1 or not np.isfinite(column).all():
        raise ValueError("expected one finite number for each question")
    return column


def together(first: Column, second: Column) -> tuple[Numbers, Numbers]:
    """Return both as float64 of the same length.

    Raises:
        ValueError: where the lengths differ, and as `numbers` does.
    """
    one, other = numbers(first), numbers(second)
    if len(one) != len(other):
        raise ValueError(f"{len(one)} values stand beside {len(other)}: one row a question in both")
    return one, other
