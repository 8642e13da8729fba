"""Vectors of tokens, averaged and scaled."""

import numpy as np
import pytest

from index.networks.late_chunking import mean, to_unit_length


def test_the_mean_leaves_padding_out() -> None:
    tokens = np.array([[[1, 0], [3, 0], [100, 100]]], np.float32)

    assert mean(tokens, np.array([[1, 1, 0]], np.int32)).tolist() == [[2, 0]]


def test_a_zero_row_stays_zero() -> None:
    assert to_unit_length(np.array([[3, 4], [0, 0]], np.float32)).tolist() == pytest.approx(
        np.array([[0.6, 0.8], [0, 0]])
    )
