"""all-MiniLM-L6-v2 in plain torch, with few kernels.

The same function as transformers' `BertModel` (a test compares them), with query, key and value in
one product.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn
from torch.nn import functional

_HEAD_WIDTH = 32
_EPSILON = 1e-12


class _Layer(nn.Module):
    def __init__(self, width: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, eps=_EPSILON)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm_out = nn.LayerNorm(width, eps=_EPSILON)
        self._dropout = dropout

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        rows, tokens, width = states.shape
        parts = self.qkv(states).view(rows, tokens, 3, width // _HEAD_WIDTH, _HEAD_WIDTH)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        dropout = self._dropout if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=mask, dropout_p=dropout
        )
        mixed = mixed.transpose(1, 2).reshape(states.shape)
        drop = functional.dropout
        states = self.norm(states + drop(self.out(mixed), self._dropout, self.training))
        inner = self.down(functional.gelu(self.up(states)))
        out: torch.Tensor = self.norm_out(states + drop(inner, self._dropout, self.training))
        return out


class Encoder(nn.Module):
    """Token states of rows of tokens."""

    def __init__(self, base: Mapping[str, torch.Tensor], dropout: float = 0.0) -> None:
        """Begin from the state of a `BertModel`, which says how large it is."""
        super().__init__()
        vocabulary, self.width = base["embeddings.word_embeddings.weight"].shape
        inner = len(base["encoder.layer.0.intermediate.dense.weight"])
        self.words = nn.Embedding(vocabulary, self.width)
        self.words.weight.requires_grad = False
        positions = len(base["embeddings.position_embeddings.weight"])
        self.positions = nn.Embedding(positions, self.width)
        self.segments = nn.Embedding(2, self.width)
        self.norm = nn.LayerNorm(self.width, eps=_EPSILON)
        self.layers = nn.ModuleList(
            _Layer(self.width, inner, dropout) for _ in range(_layers_in(base))
        )
        self.load_state_dict(_from_bert(base))

    def embedded(
        self, ids: torch.Tensor, segments: torch.Tensor, places: torch.Tensor
    ) -> torch.Tensor:
        """What goes into the first layer; ids, segments and places are (rows, tokens)."""
        summed: torch.Tensor = self.words(ids) + self.positions(places) + self.segments(segments)
        return summed

    def forward(self, embedded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States of the last layer.

        `mask` says what each token may look at, broadcast to (rows, heads, tokens, tokens).
        """
        states: torch.Tensor = self.norm(embedded)
        for layer in self.layers:
            states = layer(states, mask)
        return states


_NAMES = {
    "words": "embeddings.word_embeddings",
    "positions": "embeddings.position_embeddings",
    "segments": "embeddings.token_type_embeddings",
    "norm": "embeddings.LayerNorm",
}
_LAYER_NAMES = {
    "out": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm_out": "output.LayerNorm",
}
_QKV = ("query", "key", "value")


def _from_bert(state: Mapping[str, Any]) -> dict[str, torch.Tensor]:
    """An encoder's state from that of a `BertModel`."""
    found: dict[str, torch.Tensor] = {}
    for name, of_bert, kind in _pairs(_layers_in(state)):
        if name.endswith("qkv"):
            parts = [torch.as_tensor(state[f"{of_bert}.{part}.{kind}"]) for part in _QKV]
            found[f"{name}.{kind}"] = torch.cat(parts).float()
        else:
            found[f"{name}.{kind}"] = torch.as_tensor(state[f"{of_bert}.{kind}"]).float()
    return found


def to_bert(state: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The state of a `BertModel` from an encoder's."""
    found: dict[str, torch.Tensor] = {}
    layers = sum(name.endswith("qkv.bias") for name in state)
    for name, of_bert, kind in _pairs(layers):
        tensor = state[f"{name}.{kind}"]
        if name.endswith("qkv"):
            for part, own in zip(_QKV, tensor.chunk(3), strict=True):
                found[f"{of_bert}.{part}.{kind}"] = own.clone()
        else:
            found[f"{of_bert}.{kind}"] = tensor
    return found


def _layers_in(state: Mapping[str, Any]) -> int:
    return sum(name.endswith("intermediate.dense.bias") for name in state)


def _pairs(layers: int) -> list[tuple[str, str, str]]:
    """Our name, the name in a `BertModel`, and weight or bias."""
    pairs = [
        (name, of_bert, kind)
        for name, of_bert in _NAMES.items()
        for kind in (("weight", "bias") if name == "norm" else ("weight",))
    ]
    for layer in range(layers):
        own = f"encoder.layer.{layer}"
        named = {"qkv": "attention.self", **_LAYER_NAMES}
        pairs += [
            (f"layers.{layer}.{name}", f"{own}.{of_bert}", kind)
            for name, of_bert in named.items()
            for kind in ("weight", "bias")
        ]
    return pairs
