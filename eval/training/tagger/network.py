"""The tagger as a torch network.

    token states --linear--> is it an anchor
    states of an anchor and of a token --bilinear--> content, source, cue of it, or nothing

One pass over a sentence serves all its anchors, as in biaffine semantic role labelling (Cai et al.
2018; Dozat & Manning 2017 for the form of the scores). The word embeddings stay those of
all-MiniLM-L6-v2, so that they need not be shipped a second time.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from eval.training.tagger.examples import Example
from index.networks.model_folders import model_folder
from index.quotations.tagger.network import CLASSES, FAR, SIZE

_DROPOUT = 0.1
_ANCHOR_WEIGHT = 0.5


class Batch(NamedTuple):
    """Sentences as tensors, padded to the longest."""

    ids: torch.Tensor
    mask: torch.Tensor
    is_anchor: torch.Tensor
    rows: torch.Tensor
    """Of each anchor."""
    anchors: torch.Tensor
    labels: torch.Tensor
    """Shape (anchors, tokens); -1 where there is no token."""


class Network(nn.Module):
    """The lower layers of all-MiniLM-L6-v2 with heads for anchors and their tokens."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        from transformers.models.bert.modeling_bert import BertModel

        self.bert: Any = BertModel.from_pretrained(
            str(model_folder()),
            attn_implementation="sdpa",
            add_pooling_layer=False,
            num_hidden_layers=layers,
            hidden_dropout_prob=_DROPOUT,
            attention_probs_dropout_prob=_DROPOUT,
        )
        self.bert.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
        size = self.bert.config.hidden_size
        self.anchor = nn.Linear(size, 1)
        self.query = nn.Linear(size, CLASSES * SIZE)
        self.key = nn.Linear(size, CLASSES * SIZE)
        self.token = nn.Linear(size, CLASSES)
        self.distance = nn.Parameter(torch.zeros(2 * FAR + 1, CLASSES))
        for head in (self.anchor, self.token):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of anchors, (rows, tokens), and of classes, (anchors, tokens, classes)."""
        states = self.bert(input_ids=batch.ids, attention_mask=batch.mask).last_hidden_state
        rows, tokens = batch.ids.shape
        keys = self.key(states).view(rows, tokens, CLASSES, SIZE)[batch.rows]
        queries = self.query(states[batch.rows, batch.anchors]).view(-1, CLASSES, SIZE)
        scores = torch.einsum("acs,atcs->atc", queries, keys) / SIZE**0.5
        places = torch.arange(tokens)[None] - batch.anchors[:, None]
        near = self.distance[places.clamp(-FAR, FAR) + FAR]
        return self.anchor(states).squeeze(-1), scores + self.token(states)[batch.rows] + near


def collate(examples: Sequence[Example]) -> Batch:
    """Pad sentences to the longest of them."""
    shape = (len(examples), max(len(example.pieces.ids) for example in examples))
    ids, mask, is_anchor = (
        np.zeros(shape, np.int64),
        np.zeros(shape, np.int64),
        np.zeros(shape, np.float32),
    )
    rows, anchors, labels = [], [], []
    for row, example in enumerate(examples):
        length = len(example.pieces.ids)
        ids[row, :length] = example.pieces.ids
        mask[row, :length] = 1
        is_anchor[row, example.anchors] = 1
        for anchor, found in zip(example.anchors, example.labels, strict=True):
            rows.append(row)
            anchors.append(anchor)
            labels.append(np.pad(found, (0, shape[1] - length), constant_values=-1))
    marked = np.array(labels, np.int64).reshape(len(labels), shape[1])
    arrays = (ids, mask, is_anchor, np.array(rows, np.int64), np.array(anchors, np.int64), marked)
    return Batch(*(torch.from_numpy(array) for array in arrays))


def loss(anchor: torch.Tensor, classes: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Mean over anchors of their tokens' cross-entropy, and that of where anchors are."""
    count = max(1, len(batch.rows))
    found = nn.functional.binary_cross_entropy_with_logits(
        anchor, batch.is_anchor, weight=batch.mask.float(), reduction="sum"
    )
    if not len(batch.rows):
        return _ANCHOR_WEIGHT * found / 10
    tokens = nn.functional.cross_entropy(
        classes.flatten(0, 1), batch.labels.flatten(), ignore_index=-1, reduction="none"
    ).view(batch.labels.shape)
    known = (batch.labels >= 0).sum(dim=1)
    return _ANCHOR_WEIGHT * found / count + 4 * (tokens.sum(dim=1) / known).mean()
