"""Exports trained weights as a reader: `python -m eval.training.shared.export --weights FILE`.

Writes `reader.safetensors` (float16, without the word embeddings, which are those of the base
model) and `reader.json` with its SHA-256; what `reader.json` said about confidence is kept. With
`--hugging-face FOLDER` it also writes a question-answering folder that other systems can load, and
with `--always-answers` one that never says "no answer", for systems that fail on it (txtai 9).
Without `--weights` the reader in `--out` is left as it is.
"""

import argparse
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from eval.peers.hugging_face import read_reader, write_hugging_face
from eval.support.files import write_json
from eval.training.recipe import RECIPE
from index.networks.model_folders import SHA256
from index.networks.weights import WORDS, Array
from service.readers.span import FOLDER, MODEL, WEIGHTS, Model


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--weights", type=Path, nargs="+", help="weights.pt of a training; of several: their mean"
    )
    parser.add_argument(
        "--share", type=float, default=1.0, help="of these in a mean with the weights in --out"
    )
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the reader")
    parser.add_argument("--recipe", type=Path, default=RECIPE, help="how it was trained")
    parser.add_argument("--hugging-face", type=Path, help="folder for other systems")
    parser.add_argument("--always-answers", action="store_true")
    options = parser.parse_args(arguments)
    if options.weights:
        state = mean([read_weights(path) for path in options.weights])
        if options.share < 1:
            state = mean([read_reader(options.out), state], [1 - options.share, options.share])
        write_reader(state, options.out, options.recipe)
    if options.hugging_face:
        state = read_reader(options.out)
        write_hugging_face(state, options.hugging_face, always_answers=options.always_answers)


def mean(
    states: Sequence[Mapping[str, Any]], shares: Sequence[float] | None = None
) -> dict[str, Any]:
    """A mean of networks that were trained from the same weights.

    It can be better than each of them, and between new and old weights it forgets less (Wortsman et
    al. 2022, "Model soups" and "Robust fine-tuning of zero-shot models").

    Without `shares`, all count the same.
    """
    counts = shares or [1 / len(states)] * len(states)
    names = set(states[0]).intersection(*states[1:])
    return {
        name: sum(count * state[name].float() for count, state in zip(counts, states, strict=True))
        for name in sorted(names)
    }


def write_reader(state: Mapping[str, Any], out: Path, recipe: Path) -> None:
    """Write the reader's files; what `reader.json` said about confidence is kept."""
    hashed = hashlib.sha256(recipe.read_bytes()).hexdigest()

    def described(sha256: str) -> Model:
        model = Model(
            sha256=sha256, base_sha256=SHA256, trained_on=f"{recipe.name} (sha256 {hashed})"
        )
        before = out / MODEL
        if not before.exists():
            return model
        return _with_confidence_of(model, msgspec.json.decode(before.read_bytes(), type=Model))

    save_network(shipped(state), out, (WEIGHTS, MODEL), described)


def save_network(
    arrays: dict[str, Array], out: Path, names: tuple[str, str], describe: Callable[[str], Struct]
) -> None:
    """Write arrays, and beside them what describes them, given their SHA-256."""
    from safetensors.numpy import save

    out.mkdir(parents=True, exist_ok=True)
    data = save(arrays)
    sha256 = hashlib.sha256(data).hexdigest()
    (out / names[0]).write_bytes(data)
    write_json(out / names[1], describe(sha256))
    print(f"{out / names[0]}: {len(data):,} bytes, sha256 {sha256}")


def layers_in(arrays: Mapping[str, Any]) -> int:
    """How many layers an encoder has."""
    return len({name.split(".")[2] for name in arrays if name.startswith("encoder.layer.")})


def _with_confidence_of(model: Model, before: Model) -> Model:
    return msgspec.structs.replace(
        model,
        # It was not trained on windows under the title of their article.
        reading=msgspec.structs.replace(before.reading, heads=False),
        confidence=before.confidence,
        within=before.within,
        statements=before.statements,
    )


def shipped(state: Mapping[str, Any]) -> dict[str, Array]:
    """A network's arrays in float16, without the word embeddings, which are the base model's."""
    return {
        name.removeprefix("bert."): tensor.numpy().astype(np.float16)
        for name, tensor in state.items()
        if not name.endswith((WORDS, "position_ids"))
    }


def read_weights(path: Path) -> dict[str, Any]:
    """The state of the network in weights.pt."""
    import torch

    return dict(torch.load(path, weights_only=True))


if __name__ == "__main__":
    main()
