"""The reader as a torch network: one encoder, three heads.

    token states --linear--> start, end        first token's state --linear--> relevance

Start and end are softmaxes over the passage and the first token, which stands for "no answer here"
(Devlin et al. 2019, section 4.3); relevance is a logistic score of question and passage. The word
embeddings stay those of all-MiniLM-L6-v2, so that they need not be shipped a second time.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from eval.training.data.windows import Window
from index.embedders.minilm import model_folder

_NEVER = -1e4


class Batch(NamedTuple):
    """Windows as tensors, padded to the longest."""

    ids: torch.Tensor
    segments: torch.Tensor
    mask: torch.Tensor
    allowed: torch.Tensor
    """Where an answer may stand: the passage, and the first token for none."""


class Network(nn.Module):
    """all-MiniLM-L6-v2 with heads for spans and relevance."""

    def __init__(self) -> None:
        super().__init__()
        from transformers import BertModel

        # Without dropout: few windows are seen more than once, and it takes a tenth of the time.
        self.bert: Any = BertModel.from_pretrained(
            str(model_folder()),
            attn_implementation="sdpa",
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.bert.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
        size = self.bert.config.hidden_size
        self.spans = nn.Linear(size, 2)
        self.relevance = nn.Linear(size, 1)
        for head in (self.spans, self.relevance):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of start and end, shape (rows, tokens, 2), and of relevance, shape (rows,)."""
        states = self.bert(
            input_ids=batch.ids, token_type_ids=batch.segments, attention_mask=batch.mask
        ).last_hidden_state
        logits = self.spans(states).masked_fill(~batch.allowed[..., None], _NEVER)
        return logits, self.relevance(states[:, 0]).squeeze(-1)


def collate(windows: Sequence[Window]) -> Batch:
    """Pad windows to the longest of them."""
    shape = (len(windows), max(len(window.ids) for window in windows))
    ids, segments, mask = (np.zeros(shape, np.int64) for _ in range(3))
    for row, window in enumerate(windows):
        length = len(window.ids)
        ids[row, :length] = window.ids
        segments[row, window.context : length] = 1
        mask[row, :length] = 1
    allowed = segments.astype(bool)
    # Not the last mark, which closes the passage.
    for row, window in enumerate(windows):
        allowed[row, len(window.ids) - 1] = False
    allowed[:, 0] = True
    return Batch(*(torch.from_numpy(array) for array in (ids, segments, mask, allowed)))


def loss(
    logits: torch.Tensor, relevance: torch.Tensor, windows: Sequence[Window], weight: float
) -> torch.Tensor:
    """Mean over windows of the spans' loss, plus `weight` times that of relevance.

    Where several answers are marked, any of them is right: the loss is of their summed
    probability (Clark & Gardner 2018, section 3.2). A window that is relevant without a marked
    answer says nothing about spans. Windows of one question are also compared with each other:
    see `_shared`.
    """
    chosen = torch.zeros(logits.shape, dtype=torch.bool)
    judged = torch.tensor([bool(w.starts) or not w.relevant for w in windows])
    for row, window in enumerate(windows):
        chosen[row, list(window.starts) or [0], 0] = True
        chosen[row, list(window.ends) or [0], 1] = True
    logs = torch.log_softmax(logits.float(), dim=1).masked_fill(~chosen, _NEVER)
    spans = -torch.logsumexp(logs, dim=1).mean(dim=1)
    spans = (spans * judged).sum() / judged.sum().clamp(min=1)
    labels = torch.tensor([float(window.relevant) for window in windows])
    relevant = nn.functional.binary_cross_entropy_with_logits(relevance.float(), labels)
    return spans + weight * relevant + _shared(logits, relevance, chosen, windows, weight)


def _shared(
    logits: torch.Tensor,
    relevance: torch.Tensor,
    chosen: torch.Tensor,
    windows: Sequence[Window],
    weight: float,
) -> torch.Tensor:
    """What makes scores of different windows comparable; 0 where no windows belong together.

    One softmax over the tokens of all windows of a question, without "no answer here" ("shared
    normalisation", Clark & Gardner 2018, section 3.1), and one over their relevance.
    """
    groups: dict[int, list[int]] = {}
    for row, window in enumerate(windows):
        if window.group >= 0:
            groups.setdefault(window.group, []).append(row)
    losses = []
    for rows in groups.values():
        right = torch.tensor([bool(windows[row].starts) for row in rows])
        if right.all() or not right.any():
            continue
        tokens = logits[rows, 1:].float()
        gold = (chosen[rows, 1:] & right[:, None, None]).flatten(0, 1)
        logs = torch.log_softmax(tokens.flatten(0, 1), dim=0).masked_fill(~gold, _NEVER)
        ranked = torch.log_softmax(relevance[rows].float(), dim=0).masked_fill(~right, _NEVER)
        losses.append(
            -torch.logsumexp(logs, dim=0).mean() - weight * torch.logsumexp(ranked, dim=0)
        )
    return torch.stack(losses).mean() if losses else logits.new_zeros(())
