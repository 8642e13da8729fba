"""The network in torch: the shipped reader, with retrained upper layers.

The reader has learnt from a hundred thousand questions which words of a text a question is about;
two thousand conversations are enough to teach it what a question leaves out. Its lower layers stay
as they are, and what they say about a context is worked out once.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from eval.peers.hugging_face import read_reader
from eval.training.terms.examples import HEADS, Example
from index.networks.model_folders import model_folder
from service.readers.span import FOLDER

_DROPOUT = 0.1
_MESSAGE_WEIGHT = 0.5


class Batch(NamedTuple):
    """Contexts as tensors, padded to the longest."""

    states: torch.Tensor
    """Of the lower layers, shape (rows, tokens, hidden size)."""
    mask: torch.Tensor
    labels: torch.Tensor
    """Shape (rows, tokens, heads); -1 where there is nothing to say."""


class Network(nn.Module):
    """The reader's encoder with a head on each word's first piece."""

    def __init__(self, layers: int, frozen: int) -> None:
        """Take the reader's lower layers, some of them frozen."""
        super().__init__()
        from transformers.models.bert.configuration_bert import BertConfig
        from transformers.models.bert.modeling_bert import BertModel

        config = BertConfig.from_pretrained(
            str(model_folder()),
            num_hidden_layers=layers,
            attn_implementation="sdpa",
            hidden_dropout_prob=_DROPOUT,
            attention_probs_dropout_prob=0.0,
        )
        self.bert: Any = BertModel(config, add_pooling_layer=False)
        given = {name.removeprefix("bert."): value for name, value in read_reader(FOLDER).items()}
        self.bert.load_state_dict(
            {name: value for name, value in given.items() if name in self.bert.state_dict()}
        )
        self.frozen = frozen
        self.bert.requires_grad_(requires_grad=False)
        self.bert.encoder.layer[frozen:].requires_grad_(requires_grad=True)
        self.words = nn.Linear(config.hidden_size, len(HEADS))
        nn.init.normal_(self.words.weight, std=0.02)
        nn.init.constant_(self.words.bias, -1.0)

    def forward(self, batch: Batch) -> torch.Tensor:
        """Logits, shape (rows, tokens, heads)."""
        states = batch.states
        for layer in self.bert.encoder.layer[self.frozen :]:
            states = _applied(layer, states, batch.mask)
        logits: torch.Tensor = self.words(states)
        return logits

    @torch.inference_mode()
    def lower(self, examples: Sequence[Example]) -> list[torch.Tensor]:
        """What the frozen layers say about contexts of about the same length, in bfloat16."""
        self.eval()
        shape = (len(examples), max(len(example.context.ids) for example in examples))
        ids, segments = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, (context, _) in enumerate(examples):
            ids[row, : len(context.ids)] = context.ids
            segments[row, : len(context.ids)] = context.segments
        with torch.autocast("cpu", torch.bfloat16):
            states = self.bert.embeddings(
                input_ids=torch.from_numpy(ids), token_type_ids=torch.from_numpy(segments)
            )
            for layer in self.bert.encoder.layer[: self.frozen]:
                states = _applied(layer, states, _mask(examples, shape))
        return [
            states[row, : len(example.context.ids)].to(torch.bfloat16).clone()
            for row, example in enumerate(examples)
        ]


def _applied(layer: Any, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    found = layer(states, attention_mask=mask[:, None, None, :])
    result: torch.Tensor = found[0] if isinstance(found, tuple) else found
    return result


def _mask(examples: Sequence[Example], shape: tuple[int, int]) -> torch.Tensor:
    mask = torch.zeros(shape, dtype=torch.bool)
    for row, example in enumerate(examples):
        mask[row, : len(example.context.ids)] = True
    return mask


def collate(examples: Sequence[Example], states: Sequence[torch.Tensor]) -> Batch:
    """Pad contexts to the longest of them."""
    shape = (len(examples), max(len(state) for state in states))
    padded = torch.zeros((*shape, states[0].shape[1]))
    labels = np.full((*shape, len(HEADS)), -1.0, np.float32)
    for row, ((context, wanted), state) in enumerate(zip(examples, states, strict=True)):
        padded[row, : len(state)] = state
        labels[row, context.pieces] = wanted
    return Batch(padded, _mask(examples, shape), torch.from_numpy(labels))


def loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of earlier words, and with less weight that of the message's."""
    each = nn.functional.binary_cross_entropy_with_logits(
        logits.float(), labels.clamp(min=0), reduction="none"
    )
    said = (labels >= 0).float()
    by_head = (each * said).sum(dim=(0, 1)) / said.sum(dim=(0, 1)).clamp(min=1)
    return by_head[0] + _MESSAGE_WEIGHT * by_head[1:].sum()
