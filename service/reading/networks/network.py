"""The reading network protocol: rows in, logits out."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from service.reading.networks.pairs import Row

Floats = NDArray[np.float32]


class Logits(NamedTuple):
    """A network's output for one row."""

    start: Floats
    """One value for each token of the row's context, in order."""
    end: Floats
    null: tuple[float, float]
    """Start and end logit of "no answer here"."""
    relevance: float | None
    """Logit of the row answering the question; None if the network has no such output."""


Look = Callable[[int, Logits], object]
"""Is given the number of a row and its logits, before the next row is read."""


class Network(Protocol):
    """Reads rows of question and window. May be called from several threads at once."""

    def read(self, rows: Sequence[Row], look: Look | None = None) -> list[Logits]:
        """The logits of each row, in order; `look` does not affect them."""
        ...
