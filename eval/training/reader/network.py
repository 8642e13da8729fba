"""The reader as a network: one encoder, two heads, and the losses that train them.

    token states --linear--> start, end        first token's state --linear--> relevance

Start and end are softmaxes over the passage and the first token, which means "no answer here"
(Devlin et al. 2019, section 4.3); relevance is a logistic score of question and passage. The word
embeddings stay those of all-MiniLM-L6-v2, so that they need not be shipped a second time.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from eval.training.reader.texts import Rows
from eval.training.shared.export import layers_in

NEVER = -1e4
_HEAD_WIDTH = 32


class Reader(nn.Module):
    """An encoder with heads for spans and relevance."""

    def __init__(
        self, state: Mapping[str, torch.Tensor], dropout: float = 0.0, frozen: int = 0
    ) -> None:
        """Begin from the state of a reader, or from that of its `BertModel` with new heads.

        The embeddings and `frozen` lower layers stay as they are, if there are any such layers.
        """
        super().__init__()
        self._frozen = frozen
        self.bert = _encoder(
            {n.removeprefix("bert."): t for n, t in state.items() if n.startswith("bert.")}, dropout
        )
        self.spans = nn.Linear(self.bert.config.hidden_size, 2)
        self.relevance = nn.Linear(self.bert.config.hidden_size, 1)
        for name in ("spans", "relevance"):
            head = getattr(self, name)
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
            if f"{name}.weight" in state:
                head.load_state_dict({part: state[f"{name}.{part}"] for part in ("weight", "bias")})
        if frozen:
            for part in (self.bert.embeddings, self.bert.encoder.layer[:frozen]):
                part.requires_grad_(requires_grad=False)

    @torch.no_grad()
    def below(self, rows: Rows) -> torch.Tensor | None:
        """What goes into the first layer that is trained, shape (rows, tokens, width).

        Readers with the same frozen layers have it in common; None: no layer is frozen.
        """
        return self._lower(rows) if self._frozen else None

    def forward(
        self, rows: Rows, below: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of start and end, shape (rows, tokens, 2), and of relevance, shape (rows,)."""
        below = self._lower(rows) if below is None else below
        states = self._through(self._frozen, len(self.bert.encoder.layer), below, rows)
        logits = self.spans(states).float().masked_fill(~rows.allowed[..., None], NEVER)
        return logits, self.relevance(states[:, 0]).float().squeeze(-1)

    def _lower(self, rows: Rows) -> torch.Tensor:
        states = self.bert.embeddings(input_ids=rows.ids, token_type_ids=rows.segments)
        return self._through(0, self._frozen, states, rows)

    def _through(self, first: int, end: int, states: torch.Tensor, rows: Rows) -> torch.Tensor:
        """The states after some of the layers."""
        attended = rows.mask[:, None, None]
        for layer in self.bert.encoder.layer[first:end]:
            states = layer(states, attended)
        return states

    def shipped(self) -> dict[str, torch.Tensor]:
        """The state as `export` reads it: float16, without the word embeddings."""
        state = self.state_dict().items()
        return {n: t.detach().half().cpu() for n, t in state if "word_embeddings" not in n}


def _encoder(state: Mapping[str, torch.Tensor], dropout: float) -> Any:
    """A `BertModel` of this state, which says how large it is."""
    from transformers.models.bert.configuration_bert import BertConfig
    from transformers.models.bert.modeling_bert import BertModel

    words, places = (state[f"embeddings.{n}_embeddings.weight"] for n in ("word", "position"))
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=words.shape[1],
        num_hidden_layers=layers_in(state),
        num_attention_heads=words.shape[1] // _HEAD_WIDTH,
        intermediate_size=len(state["encoder.layer.0.intermediate.dense.weight"]),
        max_position_embeddings=len(places),
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
    )
    encoder: Any = BertModel(config, add_pooling_layer=False)
    encoder.load_state_dict(state)
    # What goes into the first layer is whole: its word embeddings stay the base model's.
    encoder.embeddings.dropout.p = 0.0
    encoder.embeddings.word_embeddings.requires_grad_(requires_grad=False)
    return encoder


def loss(logits: torch.Tensor, relevance: torch.Tensor, rows: Rows, weight: float) -> torch.Tensor:
    """The mean loss of spans, plus `weight` times that of relevance.

    Where several answers are marked, any of them is right: the loss is of their summed probability
    (Clark & Gardner 2018, section 3.2); where all are wanted, each should have its share. A window
    that is relevant without a marked answer says nothing about spans.
    """
    gold = torch.stack([rows.starts, rows.ends], dim=-1)
    logs = torch.log_softmax(logits, dim=1)
    of_any = torch.logsumexp(logs.masked_fill(~gold, NEVER), dim=1)
    of_each = (logs * gold).sum(dim=1) / gold.sum(dim=1)
    spans = -torch.where(rows.every[:, None], of_each, of_any).mean(dim=1)
    judged = (rows.judged & rows.whole).float()
    whole = rows.whole.float()
    judgements = functional.binary_cross_entropy_with_logits(
        relevance, rows.relevant.float(), weight=whole, reduction="sum"
    )
    total: torch.Tensor = (spans * judged).sum() / judged.sum().clamp(min=1)
    return total + weight * judgements / whole.sum().clamp(min=1)


def distilled(
    logits: torch.Tensor,
    relevance: torch.Tensor,
    taught: tuple[torch.Tensor, torch.Tensor],
    rows: Rows,
    weight: float,
) -> torch.Tensor:
    """Cross entropy with what another reader thinks (Hinton et al. 2015).

    That is `taught`: probabilities of shape (rows, tokens, 2) and (rows,).
    """
    spans = -(taught[0] * torch.log_softmax(logits, dim=1)).sum(dim=1).mean(dim=1)
    whole = rows.whole.float()
    judgements = functional.binary_cross_entropy_with_logits(
        relevance, taught[1], weight=whole, reduction="sum"
    )
    return spans.mean() + weight * judgements / whole.sum().clamp(min=1)


@torch.no_grad()
def probabilities(
    reader: Reader, rows: Rows, below: torch.Tensor | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """What a reader thinks: probabilities of start and end, and of relevance."""
    logits, relevance = reader(rows, below)
    return torch.softmax(logits, dim=1), torch.sigmoid(relevance)
