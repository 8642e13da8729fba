"""Exports trained weights as a tagger: `python -m eval.training.tagger.export --run FOLDER`.

Writes `tagger.safetensors` (float16, without the word embeddings, which are those of the base
model) and `tagger.json` with its SHA-256 and the words it looks for.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec

from eval.training.shared.export import layers_in, read_weights, save_network, shipped
from eval.training.shared.loop import WEIGHTS as TRAINED
from index.networks.model_folders import SHA256
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
    arrays = shipped(read_weights(run / TRAINED))
    words = msgspec.json.decode((run / "words.json").read_bytes(), type=tuple[str, ...])

    def described(sha256: str) -> TaggerModel:
        layers = layers_in(arrays)
        return TaggerModel(sha256=sha256, base_sha256=SHA256, layers=layers, words=words)

    save_network(arrays, out, (WEIGHTS, MODEL), described)


if __name__ == "__main__":
    main()
