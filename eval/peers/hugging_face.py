"""Our reader's weights as other systems load them: a Hugging Face question-answering folder."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from index.networks.model_folders import model_folder
from index.networks.weights import with_base_words
from service.demo import questions_file
from service.readers.span import WEIGHTS

_HEADS = ("spans.", "relevance.")
_LOWERED = 20.0
_RIDGE = 1.0


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
    """Write a reader's state as `BertForQuestionAnswering`, which has no relevance head.

    With `always_answers` its spans do not begin or end at the first token, which means "no answer".
    """
    from transformers.models.auto.tokenization_auto import AutoTokenizer
    from transformers.models.bert.modeling_bert import BertForQuestionAnswering

    model: Any = BertForQuestionAnswering.from_pretrained(str(model_folder()))
    renamed = {
        name.replace("spans.", "qa_outputs."): tensor
        for name, tensor in state.items()
        if not name.startswith("relevance.")
    }
    model.load_state_dict(renamed, strict=True)
    tokenizer = AutoTokenizer.from_pretrained(str(model_folder()))
    if always_answers:
        _lower_first_token(model, tokenizer)
    model.save_pretrained(str(out))
    tokenizer.save_pretrained(str(out))


def _lower_first_token(model: Any, tokenizer: Any) -> None:
    """Lower the span logits of the first token by `_LOWERED`, and leave the others as they are.

    The direction in which the first token's state differs from all others is found by least squares
    on the demo questions; the head is turned away from it.
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
        model.qa_outputs.weight -= _LOWERED * direction.float()
