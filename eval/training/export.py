"""Turn trained weights into a reader: `python -m eval.training.export --weights FILE --out FOLDER`.

Writes `reader.safetensors` (float16, without the word embeddings, which are those of the base
model) and `reader.json` with its SHA-256; what `reader.json` said of confidence is kept. With
`--hugging-face FOLDER` also a question-answering folder as other systems read it.
"""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from eval.training.recipe import RECIPE
from index.embedders.minilm import SHA256, model_folder
from index.embedders.weights import read_safetensors
from service.readers.span import FOLDER, MODEL, WEIGHTS, Model

_HEADS = ("spans.", "relevance.")
_WORDS = "embeddings.word_embeddings.weight"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="weights.pt, or a checkpoint")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--hugging-face", type=Path)
    options = parser.parse_args(arguments)
    state = _read(options.weights)
    write_reader(state, options.out, options.recipe)
    if options.hugging_face:
        write_hugging_face(state, options.hugging_face)


def write_reader(state: dict[str, Any], out: Path, recipe: Path) -> None:
    """Write the reader's files; each whole or not at all."""
    from safetensors.numpy import save

    out.mkdir(parents=True, exist_ok=True)
    arrays = {
        name.removeprefix("bert."): tensor.numpy().astype(np.float16)
        for name, tensor in state.items()
        if not name.endswith((_WORDS, "position_ids"))
    }
    data = save(arrays)
    model = Model(
        sha256=hashlib.sha256(data).hexdigest(),
        base_sha256=SHA256,
        trained_on=f"{recipe.name} (sha256 {hashlib.sha256(recipe.read_bytes()).hexdigest()})",
    )
    described = out / MODEL
    if described.exists():
        before = msgspec.json.decode(described.read_bytes(), type=Model)
        model = msgspec.structs.replace(
            model, reading=before.reading, confidence=before.confidence, within=before.within
        )
    (out / WEIGHTS).write_bytes(data)
    described.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")
    print(f"{out / WEIGHTS}: {len(data):,} bytes, sha256 {model.sha256}")


def read_reader(folder: Path) -> dict[str, Any]:
    """The state of the network behind a reader's files, word embeddings included."""
    import torch

    arrays = dict(read_safetensors(folder / WEIGHTS))
    arrays[_WORDS] = read_safetensors(model_folder() / "model.safetensors")[_WORDS]
    return {
        name if name.startswith(_HEADS) else f"bert.{name}": torch.from_numpy(
            np.array(array, np.float32)
        )
        for name, array in arrays.items()
    }


def write_hugging_face(state: dict[str, Any], out: Path) -> None:
    """The same network as `BertForQuestionAnswering`, which has no relevance head."""
    from transformers import AutoTokenizer, BertForQuestionAnswering

    model: Any = BertForQuestionAnswering.from_pretrained(str(model_folder()))
    renamed = {
        name.replace("spans.", "qa_outputs."): tensor
        for name, tensor in state.items()
        if not name.startswith("relevance.")
    }
    model.load_state_dict(renamed, strict=True)
    model.save_pretrained(str(out))
    AutoTokenizer.from_pretrained(str(model_folder())).save_pretrained(str(out))


def _read(path: Path) -> dict[str, Any]:
    import torch

    saved = torch.load(path, weights_only=True)
    return dict(saved.get("model", saved))


if __name__ == "__main__":
    main()
