"""Question sets as arrays of token ids: what a training reads.

`pack` writes them. The machine that trains needs neither the sets nor a tokenizer: windows are cut
from the arrays, at random, while it trains (`eval/training/reader/texts.py`).
"""

import lzma
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

SPANS = 4
"""Answers of one question that are kept."""
TEXTS, BASE = "texts.xz", "base.xz"
"""The files in the folder that `pack` writes: token ids, and the weights to begin from."""


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
    """First and last token of up to `SPANS` answers, (questions, SPANS, 2); -1 where there is none.
    """
    relevant: NDArray[np.bool_]
    of: NDArray[np.uint8]
    """The number of its set: first those trained on, then those measured."""


def write(packed: Packed, path: Path) -> None:
    """Write the arrays as one compressed file."""
    arrays = packed._asdict()
    head = {name: (str(array.dtype), array.shape) for name, array in arrays.items()}
    with lzma.open(path, "wb", preset=6) as file:
        described = msgspec.json.encode(head)
        file.write(len(described).to_bytes(4, "little") + described)
        for array in arrays.values():
            file.write(array.tobytes())
    print(f"{path}: {path.stat().st_size:,} bytes, {len(packed.tokens):,} tokens", flush=True)


def read(path: Path) -> Packed:
    """Read what `write` wrote."""
    with lzma.open(path, "rb") as file:
        described = file.read(int.from_bytes(file.read(4), "little"))
        arrays = {}
        for name, (kind, shape) in msgspec.json.decode(described).items():
            dtype = np.dtype(kind)
            size = int(np.prod(shape)) * dtype.itemsize
            arrays[name] = np.frombuffer(file.read(size), dtype).reshape(shape)
    return Packed(**arrays)
