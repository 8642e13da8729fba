"""The weights that training begins from, all-MiniLM-L6-v2, in a file small enough to take along."""

import lzma
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray

from index.networks.base_model import model_folder
from index.networks.weights import read_safetensors


def installed() -> dict[str, NDArray[np.float32]]:
    """The arrays of the model that Dateline installs."""
    state = read_safetensors(model_folder() / "model.safetensors")
    return {n: np.asarray(a) for n, a in state.items() if a.ndim and "position_ids" not in n}


def write(kept: Mapping[str, NDArray[np.float32]], path: Path) -> None:
    """Write arrays in float16."""
    head = {name: array.shape for name, array in kept.items()}
    flat = np.concatenate([array.astype(np.float16).ravel() for array in kept.values()])
    # Bytes with sign and exponent repeat, the others do not: apart, the former compress well.
    halves = flat.view(np.uint8).reshape(-1, 2)
    described = msgspec.json.encode(head)
    with path.open("wb") as file:
        file.write(len(described).to_bytes(4, "little") + described)
        file.write(halves[:, 0].tobytes())
        file.write(lzma.compress(halves[:, 1].tobytes(), preset=6))
    print(f"{path}: {path.stat().st_size:,} bytes")


def read(path: Path) -> dict[str, torch.Tensor]:
    """The state of a `BertModel`."""
    with path.open("rb") as file:
        head = msgspec.json.decode(file.read(int.from_bytes(file.read(4), "little")))
        count = sum(int(np.prod(shape)) for shape in head.values())
        low = np.frombuffer(file.read(count), np.uint8)
        high = np.frombuffer(lzma.decompress(file.read()), np.uint8)
    flat = np.stack([low, high], axis=1).ravel().view(np.float16).astype(np.float32)
    found, at = {}, 0
    for name, shape in head.items():
        size = int(np.prod(shape))
        found[name] = torch.from_numpy(flat[at : at + size].reshape(shape))
        at += size
    return found
