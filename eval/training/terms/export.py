"""Exports the trained network: `python -m eval.training.terms.export --run FOLDER`.

Writes `terms.safetensors` (float16, without the word embeddings, which are those of the base model)
and `terms.json` with its SHA-256.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.training.shared.export import layers_in, read_weights, save_network, shipped
from eval.training.shared.loop import WEIGHTS as TRAINED
from index.networks.model_folders import SHA256
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
    arrays = shipped(state)
    arrays[_POSITIONS] = arrays[_POSITIONS][:LONGEST]

    def described(sha256: str) -> TermsModel:
        return TermsModel(sha256=sha256, base_sha256=SHA256, layers=layers_in(arrays))

    save_network(arrays, out, (WEIGHTS, MODEL), described)


if __name__ == "__main__":
    main()
