"""Turn trained weights into a reader: `python -m eval.training.shared.export --weights FILE --out FOLDER`.

Writes `reader.safetensors` (float16, without the word embeddings, which are those of the base
model) and `reader.json` with its SHA-256; what `reader.json` said of confidence is kept. With
`--hugging-face FOLDER` also a question-answering folder as other systems read it, and with
`--always-answers` one that never says "no answer", for systems that break off there (txtai 9).
Without `--weights` the reader in `--out` is taken as it is.
"""

import argparse
import hashlib
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from eval.training.data.packed import RECIPE
from index.embedders.minilm import SHA256, model_folder
from index.embedders.weights import WORDS, Array, with_base_words
from service.demo import questions_file
from service.readers.span import FOLDER, MODEL, WEIGHTS, Model

_HEADS = ("spans.", "relevance.")
_SHUNNED = 20.0
_RIDGE = 1.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, help="weights.pt, or a checkpoint")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument(
        "--recipe", type=Path, nargs="+", default=[RECIPE], help="followed, in order"
    )
    parser.add_argument("--hugging-face", type=Path)
    parser.add_argument("--always-answers", action="store_true")
    options = parser.parse_args(arguments)
    if options.weights:
        has_heads = tomllib.loads(options.recipe[-1].read_text("utf-8")).get("heads", 0.0) > 0
        state = read_weights(options.weights)
        write_reader(state, options.out, options.recipe, heads=has_heads)
    if options.hugging_face:
        state = read_reader(options.out)
        write_hugging_face(state, options.hugging_face, always_answers=options.always_answers)


def write_reader(state: dict[str, Any], out: Path, recipes: Sequence[Path], *, heads: bool) -> None:
    """Write the reader's files; what `reader.json` said of confidence is kept.

    Args:
        state: of the network.
        out: the folder.
        recipes: files that tell how it was trained, in order.
        heads: whether it was trained on windows under their article's title.
    """
    from safetensors.numpy import save

    out.mkdir(parents=True, exist_ok=True)
    data = save(shipped(state))
    model = Model(
        sha256=hashlib.sha256(data).hexdigest(),
        base_sha256=SHA256,
        trained_on=", then ".join(
            f"{recipe.name} (sha256 {hashlib.sha256(recipe.read_bytes()).hexdigest()})"
            for recipe in recipes
        ),
    )
    described = out / MODEL
    if described.exists():
        before = msgspec.json.decode(described.read_bytes(), type=Model)
        model = msgspec.structs.replace(
            model,
            reading=before.reading,
            confidence=before.confidence,
            within=before.within,
            statements=before.statements,
        )
    model = msgspec.structs.replace(
        model, reading=msgspec.structs.replace(model.reading, heads=heads)
    )
    (out / WEIGHTS).write_bytes(data)
    described.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")
    print(f"{out / WEIGHTS}: {len(data):,} bytes, sha256 {model.sha256}")


def shipped(state: dict[str, Any]) -> dict[str, Array]:
    """A network's arrays in float16, without the word embeddings, which are the base model's."""
    return {
        name.removeprefix("bert."): tensor.numpy().astype(np.float16)
        for name, tensor in state.items()
        if not name.endswith((WORDS, "position_ids"))
    }


def read_reader(folder: Path) -> dict[str, Any]:
    """The state of the network behind a reader's files, word embeddings included."""
    import torch

    arrays = with_base_words(folder / WEIGHTS, model_folder())
    return {
        name if name.startswith(_HEADS) else f"bert.{name}": torch.from_numpy(
            np.array(array, np.float32)
        )
        for name, array in arrays.items()
    }


def write_hugging_face(state: dict[str, Any], out: Path, *, always_answers: bool = False) -> None:
    """The same network as `BertForQuestionAnswering`, which has no relevance head.

    With `always_answers` its spans cannot begin or end at the first token, which says "no answer".
    """
    from transformers import AutoTokenizer, BertForQuestionAnswering

    model: Any = BertForQuestionAnswering.from_pretrained(str(model_folder()))
    renamed = {
        name.replace("spans.", "qa_outputs."): tensor
        for name, tensor in state.items()
        if not name.startswith("relevance.")
    }
    model.load_state_dict(renamed, strict=True)
    tokenizer = AutoTokenizer.from_pretrained(str(model_folder()))
    if always_answers:
        _shun_first_token(model, tokenizer)
    model.save_pretrained(str(out))
    tokenizer.save_pretrained(str(out))


def _shun_first_token(model: Any, tokenizer: Any) -> None:
    """Lower the span logits of the first token by `_SHUNNED`, and leave the others as they are.

    The first token's state differs from all others in one direction, found by least squares on the
    demo questions; the head is turned away from it.
    """
    import torch

    rows = [msgspec.json.decode(line) for line in questions_file().read_bytes().splitlines()]
    pairs = [(row["question"], part["quote"]) for row in rows for part in row["evidence"]]
    states, firsts = [], []
    with torch.inference_mode():
        for question, text in pairs:
            encoded = tokenizer(question, text, truncation=True, return_tensors="pt")
            hidden = model.bert(**encoded).last_hidden_state[0].double()
            states.append(hidden)
            firsts.append((torch.arange(len(hidden)) == 0).double())
        matrix = torch.cat(states)
        weighed = matrix.T @ matrix + _RIDGE * torch.eye(matrix.shape[1], dtype=torch.float64)
        direction = torch.linalg.solve(weighed, matrix.T @ torch.cat(firsts))
        model.qa_outputs.weight -= _SHUNNED * direction.float()


def read_weights(path: Path) -> dict[str, Any]:
    """The state of the network in weights.pt or a checkpoint."""
    import torch

    saved = torch.load(path, weights_only=True)
    return dict(saved.get("model", saved))


if __name__ == "__main__":
    main()
