"""Make the shipped network of trained weights: `python -m eval.training.terms.export --run FOLDER`.

Writes `terms.safetensors` (float16, without the word embeddings, which are those of the base model)
and `terms.json` with its SHA-256.
"""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from eval.training.shared.export import read_weights, shipped
from eval.training.shared.loop import WEIGHTS as TRAINED
from index.networks.base_model import SHA256
from service.questions.followups.terms.context import LONGEST
from service.questions.followups.terms.shipped import FOLDER, MODEL, WEIGHTS, TermsModel

_POSITIONS = "embeddings.position_embeddings.weight"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder with weights.pt")
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    write_network(read_weights(options.run / TRAINED), options.out)


def write_network(state: dict[str, Any], out: Path) -> None:
    """Write the network's files."""
    from safetensors.numpy import save

    out.mkdir(parents=True, exist_ok=True)
    arrays = shipped(state)
    arrays[_POSITIONS] = arrays[_POSITIONS][:LONGEST]
    data = save(arrays)
    model = TermsModel(
        sha256=hashlib.sha256(data).hexdigest(),
        base_sha256=SHA256,
        layers=len({name.split(".")[2] for name in arrays if name.startswith("encoder.layer.")}),
    )
    (out / WEIGHTS).write_bytes(data)
    (out / MODEL).write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")
    print(f"{out / WEIGHTS}: {len(data):,} bytes, sha256 {model.sha256}")


if __name__ == "__main__":
    main()
