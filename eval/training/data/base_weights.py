"""The weights that training begins from, all-MiniLM-L6-v2, beside what it is trained on."""

from collections.abc import Mapping
from pathlib import Path

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
    from safetensors.numpy import save_file

    save_file({name: array.astype(np.float16) for name, array in kept.items()}, path)
    print(f"{path}: {path.stat().st_size:,} bytes")


def read(path: Path) -> dict[str, torch.Tensor]:
    """The state of a `BertModel`."""
    arrays = read_safetensors(path)
    return {name: torch.from_numpy(array.astype(np.float32)) for name, array in arrays.items()}
