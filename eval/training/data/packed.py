"""Question sets as arrays of token ids: the input of training.

`pack` writes them. The machine that trains needs neither the sets nor a tokenizer: windows are cut
from the arrays, at random, while it trains (`eval/training/reader/texts.py`).
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SPANS = 8
"""Answers of one question that are kept."""
TEXTS = "texts.npz"
"""The file in the folder that `pack` writes."""


class Packed(NamedTuple):
    """Texts as token ids, and the questions about them.

    A text is a question or a passage; `text_at` says where each begins in `tokens`.
    """

    tokens: NDArray[np.uint16]
    text_at: NDArray[np.int64]
    question: NDArray[np.int32]
    """The text of each question."""
    passage: NDArray[np.int32]
    """The text it is asked of."""
    spans: NDArray[np.int16]
    """First and last token of up to `SPANS` answers, (questions, SPANS, 2); -1 if there are fewer.
    """
    relevant: NDArray[np.bool_]
    every: NDArray[np.bool_]
    """Whether all of its answers are wanted, not any one of them."""
    of: NDArray[np.uint8]
    """The number of its set."""


def write(packed: Packed, path: Path) -> None:
    """Write the arrays as one compressed file."""
    np.savez_compressed(path, **packed._asdict())
    print(f"{path}: {path.stat().st_size:,} bytes, {len(packed.tokens):,} tokens", flush=True)


def read(path: Path) -> Packed:
    """Read what `write` wrote."""
    with np.load(path) as arrays:
        return Packed(**arrays)
