"""Question sets as arrays of token ids: what a machine with an accelerator trains on.

`pack` writes them. That machine needs neither the sets nor a tokenizer: windows are cut there, at
random, as often as they are wanted (`sampling`).
"""

from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

RECIPE = Path(__file__).parents[1] / "recipe.toml"
SPANS = 4
"""Answers of one question that are kept."""


class SetUse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one set is used."""

    path: str
    times: float
    """How often each of its questions is seen in an epoch."""
    licence: str
    negatives: bool = False
    """Its questions are also read in windows that do not answer them."""
    unanswerable: bool = False
    """Take only the questions that their passage does not answer."""
    asks: float = 0.0
    """Its questions teach how to ask, and as many questions are made like them."""
    plain: bool = False
    """It belongs to the plain fine-tuning that better readers are measured against."""


class Unasked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Articles that questions are made of."""

    path: str
    licence: str
    tokens: int
    """Of each, from its beginning."""


class Recipe(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that a run on an accelerator is told."""

    seed: int
    sets: list[SetUse]
    unasked: list[Unasked]
    measured: list[str]
    """Sets whose held-back tenth is measured; of SQuADShifts new Wikipedia, all."""


class Packed(NamedTuple):
    """Texts as token ids, and the questions about them.

    A text is a question or a passage; `text_at` says where each begins in `tokens`.
    """

    tokens: NDArray[np.uint16]
    text_at: NDArray[np.int64]
    question: NDArray[np.int32]
    """Text of each question."""
    passage: NDArray[np.int32]
    """Text that it is asked of."""
    spans: NDArray[np.int16]
    """First and last token of up to `SPANS` answers, (questions, SPANS, 2); -1: none."""
    relevant: NDArray[np.bool_]
    of: NDArray[np.uint8]
    """Number of the set: of those trained on, then those measured."""
    unasked: NDArray[np.int32]
    """Texts that nothing is asked of."""


def read_recipe(path: Path = RECIPE) -> Recipe:
    """Read and check a recipe.

    Raises:
        msgspec.ValidationError: naming the field that does not fit.
    """
    return msgspec.toml.decode(path.read_bytes(), type=Recipe)


def write(packed: Packed, path: Path) -> None:
    """Write the arrays as one compressed file."""
    import lzma

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
    import lzma

    with lzma.open(path, "rb") as file:
        described = file.read(int.from_bytes(file.read(4), "little"))
        arrays = {}
        for name, (kind, shape) in msgspec.json.decode(described).items():
            dtype = np.dtype(kind)
            size = int(np.prod(shape)) * dtype.itemsize
            arrays[name] = np.frombuffer(file.read(size), dtype).reshape(shape)
    return Packed(**arrays)
