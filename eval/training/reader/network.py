"""The reader as a network: one encoder, two heads, and the losses that train them.

    token states --linear--> start, end        first token's state --linear--> relevance

Start and end are softmaxes over the passage and the first token, which means "no answer here"
(Devlin et al. 2019, section 4.3); relevance is a logistic score of question and passage. The word
embeddings stay those of all-MiniLM-L6-v2, so that they need not be shipped a second time.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import nn
from torch.nn import functional

from eval.training.reader.encoder import Encoder, to_bert
from eval.training.reader.texts import Rows

NEVER = -1e4


class Reader(nn.Module):
    """An encoder with heads for spans and relevance."""

    def __init__(self, base: Mapping[str, torch.Tensor], dropout: float = 0.0) -> None:
        """Begin from the state of a `BertModel`."""
        super().__init__()
        self.encoder = Encoder(base, dropout)
        self.spans = nn.Linear(self.encoder.width, 2)
        self.relevance = nn.Linear(self.encoder.width, 1)
        for head in (self.spans, self.relevance):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of start and end, shape (rows, tokens, 2), and of relevance, shape (rows,)."""
        places = torch.arange(rows.ids.shape[1], device=rows.ids.device)[None]
        embedded = self.encoder.embedded(rows.ids, rows.segments, places)
        states = self.encoder(embedded, rows.mask[:, None, None, :])
        logits = self.spans(states).float().masked_fill(~rows.allowed[..., None], NEVER)
        return logits, self.relevance(states[:, 0]).float().squeeze(-1)

    def shipped(self) -> dict[str, torch.Tensor]:
        """The state as `export` reads it: float16, without the word embeddings."""
        state = {n: t.detach().half().cpu() for n, t in self.state_dict().items()}
        encoder = to_bert({n[len("encoder.") :]: t for n, t in state.items() if "encoder." in n})
        found = {f"bert.{name}": t for name, t in encoder.items() if "word_embeddings" not in name}
        return found | {name: t for name, t in state.items() if "encoder." not in name}


def loss(
    logits: torch.Tensor, relevance: torch.Tensor, rows: Rows, each: int, weight: float
) -> torch.Tensor:
    """The mean loss of spans, plus `weight` times that of relevance.

    Where several answers are marked, any of them is right: the loss is of their summed probability
    (Clark & Gardner 2018, section 3.2). A window that is relevant without a marked answer says
    nothing about spans. Windows of one question are also compared with each other: see `_shared`.

    `each` windows of one question follow each other.
    """
    gold = torch.stack([rows.starts, rows.ends], dim=-1)
    logs = torch.log_softmax(logits, dim=1)
    spans = -torch.logsumexp(logs.masked_fill(~gold, NEVER), dim=1).mean(dim=1)
    judged = (rows.judged & rows.whole).float()
    total = (spans * judged).sum() / judged.sum().clamp(min=1)
    if weight:
        whole = rows.whole.float()
        judgements = functional.binary_cross_entropy_with_logits(
            relevance, rows.relevant.float(), weight=whole, reduction="sum"
        )
        total = total + weight * judgements / whole.sum().clamp(min=1)
    return total + _shared(logits, relevance, gold, rows, each, weight) if each > 1 else total


def _shared(
    logits: torch.Tensor,
    relevance: torch.Tensor,
    gold: torch.Tensor,
    rows: Rows,
    each: int,
    weight: float,
) -> torch.Tensor:
    """What makes scores of different windows comparable; 0 where no windows belong together.

    One softmax over the tokens of all windows of a question, without "no answer here" ("shared
    normalisation", Clark & Gardner 2018, section 3.1), and one over their relevance.
    """
    groups = len(rows.ids) // each
    right = (rows.answered & rows.whole).view(groups, each)
    usable = (right.any(dim=1) & ~right.all(dim=1)).float()
    tokens = logits.masked_fill(~rows.whole[:, None, None], NEVER)[:, 1:]
    gold = (gold & rows.answered[:, None, None])[:, 1:]
    logs = torch.log_softmax(tokens.reshape(groups, -1, 2), dim=1)
    found = -torch.logsumexp(logs.masked_fill(~gold.reshape(groups, -1, 2), NEVER), dim=1)
    ranked = torch.log_softmax(relevance.masked_fill(~rows.whole, NEVER).view(groups, each), dim=1)
    order = -torch.logsumexp(ranked.masked_fill(~right, NEVER), dim=1)
    each_group = found.mean(dim=1) + weight * order
    return (each_group * usable).sum() / usable.sum().clamp(min=1)


def distilled(
    logits: torch.Tensor,
    relevance: torch.Tensor,
    taught: tuple[torch.Tensor, torch.Tensor],
    rows: Rows,
    weight: float,
) -> torch.Tensor:
    """Cross entropy with what teachers think (Hinton et al. 2015).

    They are `taught`: probabilities of shape (rows, tokens, 2) and (rows,).
    """
    spans = -(taught[0] * torch.log_softmax(logits, dim=1)).sum(dim=1).mean(dim=1)
    whole = rows.whole.float()
    judgements = functional.binary_cross_entropy_with_logits(
        relevance, taught[1], weight=whole, reduction="sum"
    )
    return spans.mean() + weight * judgements / whole.sum().clamp(min=1)


@torch.no_grad()
def probabilities(teachers: Sequence[nn.Module], rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean probabilities of start and end, and of relevance, of several readers."""
    read = [teacher(rows) for teacher in teachers]
    spans = torch.stack([torch.softmax(logits, dim=1) for logits, _ in read]).mean(dim=0)
    relevant = torch.stack([torch.sigmoid(relevance) for _, relevance in read]).mean(dim=0)
    return spans, relevant


def best_spans(
    scores: torch.Tensor, longest: int, kept: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The spans with the highest sums of start and end scores: first and last tokens, and sums.

    `scores` are of start and end, (rows, tokens, 2); the first token is not part of any span.
    """
    starts, ends = scores[:, 1:, 0], scores[:, 1:, 1]
    padded = functional.pad(ends, (0, longest - 1), value=-2 * abs(NEVER))
    joint = starts[:, :, None] + padded.unfold(1, longest, 1)
    found = joint.flatten(1).topk(kept, dim=1)
    first = found.indices // longest + 1
    return first, first + found.indices % longest, found.values
