"""A network that asks: a passage with an answer marked in it in, a question out.

all-MiniLM-L6-v2 as encoder and decoder at once: tokens of the question attend to the passage and
to the question so far (Dong et al. 2019, "UniLM"). Questions are sampled, not searched for, so
that they differ; readers check whether they have their answer (Alberti et al. 2019, "Synthetic QA
corpora generation with roundtrip consistency"). Only training material comes from it, never an
answer.
"""

from collections.abc import Mapping

import torch
from torch import nn
from torch.nn import functional

from eval.training.reader.encoder import Encoder, Kept
from eval.training.reader.texts import CLS, SEP

_MARKS = 3
"""Context, answer, question."""
LONGEST = 24
"""Tokens of a question."""


class Asker(nn.Module):
    """An encoder that writes."""

    def __init__(self, base: Mapping[str, torch.Tensor], styles: int, dropout: float) -> None:
        """Begin from the state of a `BertModel`."""
        super().__init__()
        self.encoder = Encoder(base, dropout)
        width = self.encoder.width
        self.marks = nn.Embedding(_MARKS + styles, width)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.dense = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(self.encoder.words.num_embeddings))

    def logits(self, states: torch.Tensor) -> torch.Tensor:
        """Scores of every word piece."""
        hidden = self.norm(functional.gelu(self.dense(states)))
        return functional.linear(hidden, self.encoder.words.weight, self.bias)

    def embedded(
        self, ids: torch.Tensor, places: torch.Tensor, marks: torch.Tensor
    ) -> torch.Tensor:
        """What goes into the first layer, each (rows, tokens)."""
        marked: torch.Tensor = self.marks(marks)
        return self.encoder.embedded(ids, torch.zeros_like(ids), places) + marked

    def loss(
        self,
        source: torch.Tensor,
        marks: torch.Tensor,
        counts: torch.Tensor,
        questions: torch.Tensor,
        lengths: torch.Tensor,
    ) -> torch.Tensor:
        """Mean cross entropy of the questions' tokens and of their end.

        `source` is [CLS] passage [SEP], (rows, tokens), of which each row has `counts`.
        """
        device, width = source.device, questions.shape[1]
        total = source.shape[1] + width
        at = torch.arange(total, device=device)[None]
        asking = (at >= counts[:, None]) & (at < (counts + lengths)[:, None])
        nth = (at - counts[:, None]).clamp(0, width - 1)
        padded = functional.pad(source, (0, width))
        ids = torch.where(asking, questions.gather(1, nth), padded)
        marked = torch.where(asking, 2, functional.pad(marks, (0, width)))
        before = at < counts[:, None]
        sees = before[:, None, :] | (
            asking[:, :, None] & asking[:, None, :] & (at[0, None, :] <= at[0, :, None])
        )
        states = self.encoder(self.embedded(ids, at, marked), sees[:, None])
        steps = torch.arange(width + 1, device=device)[None]
        place = (counts[:, None] - 1 + steps).clamp(max=total - 1)
        states_before = states.gather(1, place[..., None].expand(-1, -1, self.encoder.width))
        wanted = functional.pad(questions, (0, 1)).masked_fill(steps == lengths[:, None], SEP)
        counted = steps <= lengths[:, None]
        return functional.cross_entropy(
            self.logits(states_before[counted]).float(), wanted[counted], label_smoothing=0.05
        )

    @torch.no_grad()
    def ask(
        self,
        source: torch.Tensor,
        marks: torch.Tensor,
        counts: torch.Tensor,
        *,
        best: int,
        temperature: float,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Questions, padded, and their lengths; 0 for one that does not end.

        Each word piece is drawn from the `best` likely ones.
        """
        rows, width = source.shape
        device = source.device
        at = torch.arange(width, device=device)[None]
        mask = at < counts[:, None]
        kept = Kept([], [])
        states = self.encoder(
            self.embedded(source, at.expand(rows, -1), marks), mask[:, None, None, :], kept
        )
        last = states[torch.arange(rows, device=device), counts - 1]
        written = source.new_zeros((rows, LONGEST))
        lengths = source.new_zeros(rows)
        done = torch.zeros(rows, dtype=torch.bool, device=device)
        asking = torch.full((rows, 1), 2, device=device)
        for step in range(LONGEST + 1):
            likely = (self.logits(last).float() / temperature).topk(best, dim=1)
            drawn = torch.multinomial(torch.softmax(likely.values, dim=1), 1)
            token = likely.indices.gather(1, drawn).squeeze(1)
            ended = ~done & (token == SEP)
            lengths = torch.where(ended, step, lengths)
            done |= ended
            if step == LONGEST:
                break
            written[:, step] = torch.where(done, 0, token)
            mask = functional.pad(mask, (0, 1), value=True)
            embedded = self.embedded(token[:, None], (counts + step)[:, None], asking)
            last = self.encoder(embedded, mask[:, None, None, :], kept).squeeze(1)
        return written, lengths


def sources(
    passages: torch.Tensor,
    held: torch.Tensor,
    first: torch.Tensor,
    final: torch.Tensor,
    style: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """What the network reads: token ids, marks and counts.

    `passages` are padded token ids, (rows, tokens), of which each row has `held`; the answer goes
    from the token `first` to `final`.
    """
    ids = functional.pad(passages, (1, 1))
    at = torch.arange(ids.shape[1], device=ids.device)[None]
    ids = ids.masked_fill(at > held[:, None], 0).masked_fill(at == held[:, None] + 1, SEP)
    ids[:, 0] = CLS
    marks = ((at > first[:, None]) & (at <= final[:, None] + 1)).long()
    marks[:, 0] = _MARKS + style
    return ids, marks, held + 2
