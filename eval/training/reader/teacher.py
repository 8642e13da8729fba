"""A larger reader that only teaches: all-mpnet-base-v2 under the same heads (Song et al. 2020).

Its word pieces are those of all-MiniLM-L6-v2 with numbers higher by four, special ones aside. So it
reads the same rows, token by token, and what it thinks of each token can be learned as it is.
"""

from typing import Any

import torch
from torch import nn

from eval.training.reader.network import NEVER
from eval.training.reader.texts import CLS, PAD, SEP, Rows

_SHIFT = 4
_SPECIAL = {CLS: 0, PAD: 1, SEP: 2}


class Teacher(nn.Module):
    """An `MPNetModel` with heads for spans and relevance."""

    def __init__(self, encoder: Any) -> None:
        """Take the encoder."""
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.spans = nn.Linear(width, 2)
        self.relevance = nn.Linear(width, 1)
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False

    def forward(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits as `Reader` gives them, for the same tokens."""
        states = self.encoder(
            input_ids=translated(rows.ids, rows.mask), attention_mask=rows.mask.long()
        ).last_hidden_state
        logits = self.spans(states).float().masked_fill(~rows.allowed[..., None], NEVER)
        return logits, self.relevance(states[:, 0]).float().squeeze(-1)


def translated(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The teacher's numbers of word pieces."""
    found = ids + _SHIFT
    for own, its in _SPECIAL.items():
        found = torch.where(ids == own, its, found)
    return found.masked_fill(~mask, _SPECIAL[PAD])
