"""A teacher's weights in few bits and in pieces: `python -m eval.training.data.teacher_weights`.

Makes of a folder with all-mpnet-base-v2 (`config.json`, `model.safetensors`) files of at most 30 MB
that can be taken to the machine that trains: 218 MB in float16 become 61 MB in four bits. Each 32
values share a scale (as in Dettmers et al. 2023, "QLoRA", but with even steps). Prints what is
lost: the mean distance of the states of some tokens from those before, in units of their spread.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray

from index.networks.weights import read_safetensors

CONFIG = "teacher.json"
_GROUP = 32
_MOST = 30_000_000
_TOKENS = range(2000, 2040)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the pieces."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder of all-mpnet-base-v2")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--bits", type=int, choices=(4, 8), default=4)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    state = _state(options.model)
    write(state, (options.model / "config.json").read_bytes(), options.out, options.bits)
    before, after = encoder(options.model / "config.json", state), read(options.out)
    print(f"lost: {distance(before, after):.3f}", flush=True)


def write(state: Mapping[str, NDArray[Any]], config: bytes, out: Path, bits: int) -> None:
    """Write arrays in pieces, 4 or 8 bits a value, beside a file that says what they are."""
    data = b"".join(_packed(array, bits) for array in state.values())
    pieces = range(0, len(data), _MOST)
    for number, first in enumerate(pieces):
        (out / f"teacher-{number}.bin").write_bytes(data[first : first + _MOST])
    shapes = {name: list(array.shape) for name, array in state.items()}
    head = {"bits": bits, "pieces": len(pieces), "shapes": shapes, "config": msgspec.Raw(config)}
    (out / CONFIG).write_bytes(msgspec.json.encode(head))
    print(f"{out}: {len(data):,} bytes in {len(pieces)} pieces", flush=True)


def read(folder: Path) -> Any:
    """The `MPNetModel` of what `write` wrote."""
    head = msgspec.json.decode((folder / CONFIG).read_bytes())
    pieces = [folder / f"teacher-{number}.bin" for number in range(head["pieces"])]
    data = b"".join(piece.read_bytes() for piece in pieces)
    state, at = {}, 0
    for name, shape in head["shapes"].items():
        count = int(np.prod(shape))
        bits = _bits(shape, head["bits"])
        size = _bytes(count, bits)
        state[name] = _unpacked(data[at : at + size], count, bits).reshape(shape)
        at += size
    return encoder(head["config"], state)


def encoder(config: Path | Mapping[str, Any], state: Mapping[str, NDArray[Any]]) -> Any:
    """An `MPNetModel` of these arrays."""
    from transformers import MPNetConfig, MPNetModel

    values = msgspec.json.decode(config.read_bytes()) if isinstance(config, Path) else dict(config)
    model: Any = MPNetModel(MPNetConfig(**values), add_pooling_layer=False)
    tensors = {name: torch.from_numpy(array.astype(np.float32)) for name, array in state.items()}
    model.load_state_dict(tensors, strict=True)
    return model.eval()


@torch.no_grad()
def distance(one: Any, other: Any) -> float:
    """Of the states that two encoders give the same tokens, in units of their spread."""
    ids = torch.tensor(_TOKENS)[None]
    first, second = (model(input_ids=ids).last_hidden_state for model in (one, other))
    return float((first - second).pow(2).mean().sqrt() / first.std())


def _state(model: Path) -> dict[str, NDArray[Any]]:
    arrays = read_safetensors(model / "model.safetensors")
    kept = {n.removeprefix("mpnet."): a for n, a in arrays.items() if "position_ids" not in n}
    return {n: np.asarray(a) for n, a in kept.items() if not n.startswith("pooler.")}


def _bits(shape: Sequence[int], bits: int) -> int:
    """Vectors, which are few and sensitive, stay in float16."""
    return bits if len(shape) > 1 else 16


def _bytes(count: int, bits: int) -> int:
    if bits == 16:
        return 2 * count
    groups = -(-count // _GROUP)
    return groups * (2 + _GROUP * bits // 8)


def _packed(array: NDArray[Any], bits: int) -> bytes:
    """Scales in float16, then whole numbers, two of four bits in a byte."""
    bits = _bits(array.shape, bits)
    if bits == 16:
        return bytes(np.asarray(array, np.float16).tobytes())
    flat = np.zeros(-(-array.size // _GROUP) * _GROUP, np.float32)
    flat[: array.size] = array.ravel()
    rows = flat.reshape(-1, _GROUP)
    most = 2 ** (bits - 1) - 1
    scales = (np.abs(rows).max(axis=1) / most).astype(np.float16)
    steps = np.maximum(scales.astype(np.float32), 1e-12)[:, None]
    whole = np.clip(np.round(rows / steps), -most, most).astype(np.int8).view(np.uint8)
    if bits == 4:
        whole = (whole[:, ::2] & 15) | (whole[:, 1::2] << 4)
    return bytes(scales.tobytes() + whole.tobytes())


def _unpacked(data: bytes, count: int, bits: int) -> NDArray[np.float32]:
    if bits == 16:
        return np.frombuffer(data, np.float16).astype(np.float32)
    groups = -(-count // _GROUP)
    scales = np.frombuffer(data, np.float16, groups).astype(np.float32)[:, None]
    whole = np.frombuffer(data, np.uint8, offset=2 * groups).reshape(groups, -1)
    if bits == 4:
        halves = np.stack([whole & 15, whole >> 4], axis=2).reshape(groups, _GROUP)
        values = ((halves ^ 8).astype(np.int8) - 8).astype(np.float32)
    else:
        values = whole.view(np.int8).astype(np.float32)
    found: NDArray[np.float32] = (values * scales).ravel()[:count]
    return found


if __name__ == "__main__":
    main()
