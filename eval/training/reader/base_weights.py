"""The base model in float16, small enough to take along: `... base_weights --out FILE`."""

import argparse
import lzma
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import torch


def main(arguments: Sequence[str] | None = None) -> None:
    """Write all-MiniLM-L6-v2."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)

    from index.embedders.minilm import model_folder
    from index.embedders.weights import read_safetensors

    state = read_safetensors(model_folder() / "model.safetensors")
    kept = {n: np.asarray(a) for n, a in state.items() if a.ndim and "position_ids" not in n}
    head = {name: array.shape for name, array in kept.items()}
    flat = np.concatenate([array.astype(np.float16).ravel() for array in kept.values()])
    # The bytes that repeat, those of sign and exponent, apart from those that do not.
    halves = flat.view(np.uint8).reshape(-1, 2)
    described = msgspec.json.encode(head)
    with options.out.open("wb") as file:
        file.write(len(described).to_bytes(4, "little") + described)
        file.write(halves[:, 0].tobytes())
        file.write(lzma.compress(halves[:, 1].tobytes(), preset=6))
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")


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


if __name__ == "__main__":
    main()
