"""Make a tagger of trained weights: `python -m eval.training.tagger.export --run FOLDER`.

Writes `tagger.safetensors` (float16, without the word embeddings, which are those of the base
model) and `tagger.json` with its SHA-256 and the words it looks for.
"""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from eval.training.shared.export import shipped
from eval.training.shared.loop import WEIGHTS as TRAINED
from index.networks.base_model import SHA256
from index.quotations.tagger.shipped import FOLDER, MODEL, WEIGHTS, TaggerModel


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of the training run")
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    write_tagger(options.run, options.out)


def write_tagger(run: Path, out: Path) -> None:
    """Write the tagger's files."""
    import torch
    from safetensors.numpy import save

    out.mkdir(parents=True, exist_ok=True)
    state: dict[str, Any] = torch.load(run / TRAINED, weights_only=True)
    arrays = shipped(state)
    data = save(arrays)
    model = TaggerModel(
        sha256=hashlib.sha256(data).hexdigest(),
        base_sha256=SHA256,
        layers=len({name.split(".")[2] for name in arrays if name.startswith("encoder.layer.")}),
        words=tuple(msgspec.json.decode((run / "words.json").read_bytes(), type=list[str])),
    )
    (out / WEIGHTS).write_bytes(data)
    (out / MODEL).write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")
    print(f"{out / WEIGHTS}: {len(data):,} bytes, sha256 {model.sha256}")


if __name__ == "__main__":
    main()
