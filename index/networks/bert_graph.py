"""Builds a BERT encoder as an OpenVINO graph, directly from its weights.

It needs neither torch nor transformers nor a conversion, which saves about 6 seconds and 600 MB in
every worker process. The layers follow Devlin et al. 2019 ("BERT", section 3) with the weight names
of transformers. Models with other heads put them on top of `hidden_states`.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from index.errors import SettingsError
from index.networks.quiet_openvino import Graph, Node, openvino, ops
from index.networks.weights import Array

# Added to the scores of padding before the softmax. It is enough to make them vanish, and still
# finite in float16, unlike the smallest float32.
_PADDING = -10_000.0


class BertConfig(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a model's `config.json` that the graph needs."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    layer_norm_eps: float = 1e-12
    hidden_act: str = "gelu"


def read_config(path: Path) -> BertConfig:
    """Read a `config.json`.

    Raises:
        SettingsError: it is missing, not for a BERT model, or its activation is not GELU.
    """
    try:
        config = msgspec.json.decode(path.read_bytes(), type=BertConfig)
    except (OSError, msgspec.MsgspecError) as exc:
        raise SettingsError(f"{path}: not the configuration of a BERT model ({exc})") from exc
    if config.hidden_act != "gelu":
        raise SettingsError(f"{path}: hidden_act {config.hidden_act!r} is not supported, only gelu")
    return config


def encoder(weights: Mapping[str, Array], config: BertConfig) -> Graph:
    """Build a model from `input_ids`, `attention_mask` (int32, rows by tokens) to token states.

    Its output is `last_hidden_state`, float32, shape (rows, tokens, hidden size). The model
    uses the memory of the weights.

    Raises:
        SettingsError: a weight is missing.
    """
    ids, mask = token_input("input_ids"), token_input("attention_mask")
    return openvino.Model(
        [output(hidden_states(weights, config, ids, mask), "last_hidden_state")],
        [ids, mask],
        "bert",
    )


def token_input(name: str) -> Node:
    """Build an int32 input with any number of rows and tokens."""
    node = ops.parameter([-1, -1], np.int32, name=name)
    node.output(0).get_tensor().set_names({name})
    return node


def output(node: Node, name: str) -> Node:
    """Make the node an output with that name."""
    result = ops.result(node)
    result.output(0).get_tensor().set_names({name})
    return result


def hidden_states(
    weights: Mapping[str, Array],
    config: BertConfig,
    ids: Node,
    mask: Node,
    segments: Node | None = None,
) -> Node:
    """Build the last layer's token states, shape (rows, tokens, hidden size).

    `segments` are the token types of a pair of texts; by default all tokens have type 0.

    Raises:
        SettingsError: a weight is missing.
    """
    bert = _Bert(weights, config)
    padding = _padding(mask)
    states = bert.embed(ids, segments)
    for layer in range(config.num_hidden_layers):
        states = bert.layer(f"encoder.layer.{layer}", states, padding)
    return states


def linear(weights: Mapping[str, Array], name: str, states: Node) -> Node:
    """Build a linear head on token states: weight times states, plus bias.

    Raises:
        SettingsError: the weights have no such head.
    """
    try:
        weight, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    except KeyError as exc:
        raise SettingsError(f"the model has no weight {exc}: it lacks the head {name!r}") from exc
    return ops.add(_times_transposed(states, ops.constant(weight)), ops.constant(bias))


class _Bert:
    """The building blocks of BERT, each named after its weights."""

    def __init__(self, weights: Mapping[str, Array], config: BertConfig) -> None:
        self._weights = weights
        self._eps = config.layer_norm_eps
        self._heads = config.num_attention_heads
        self._hidden = config.hidden_size

    def embed(self, ids: Node, segments: Node | None) -> Node:
        words = ops.gather(self._weight("embeddings.word_embeddings.weight"), ids, _axis(0))
        states = ops.add(ops.add(words, self._segments(segments)), self._positions(ids))
        return self._norm("embeddings.LayerNorm", states)

    def layer(self, name: str, states: Node, padding: Node) -> Node:
        attended = self._attention(f"{name}.attention.self", states, padding)
        attended = self._dense(f"{name}.attention.output.dense", attended)
        states = self._norm(f"{name}.attention.output.LayerNorm", ops.add(attended, states))
        inner = ops.gelu(self._dense(f"{name}.intermediate.dense", states), "erf")
        inner = self._dense(f"{name}.output.dense", inner)
        return self._norm(f"{name}.output.LayerNorm", ops.add(inner, states))

    def _segments(self, segments: Node | None) -> Node:
        table = self._weight("embeddings.token_type_embeddings.weight")
        return ops.gather(table, _axis(0) if segments is None else segments, _axis(0))

    def _positions(self, ids: Node) -> Node:
        table = self._weight("embeddings.position_embeddings.weight")
        length = ops.gather(ops.shape_of(ids), _ints(1), _axis(0))
        return ops.slice(table, _ints(0), length, _ints(1), _ints(0))

    def _attention(self, name: str, states: Node, padding: Node) -> Node:
        # Not the fused operation: as fast for passages, and a little faster for questions.
        query, key, value = (
            self._split(self._dense(f"{name}.{part}", states)) for part in ("query", "key", "value")
        )
        scale = np.float32((self._hidden // self._heads) ** -0.5)
        scores = ops.multiply(_times_transposed(query, key), ops.constant(scale))
        attention = ops.softmax(ops.add(scores, padding), -1)
        return self._join(ops.matmul(attention, value, transpose_a=False, transpose_b=False))

    def _split(self, states: Node) -> Node:
        """(rows, tokens, hidden) -> (rows, heads, tokens, size)."""
        shape = _ints(0, 0, self._heads, self._hidden // self._heads)
        return ops.transpose(ops.reshape(states, shape, special_zero=True), _ints(0, 2, 1, 3))

    def _join(self, states: Node) -> Node:
        """(rows, heads, tokens, size) -> (rows, tokens, hidden)."""
        states = ops.transpose(states, _ints(0, 2, 1, 3))
        return ops.reshape(states, _ints(0, 0, self._hidden), special_zero=True)

    def _dense(self, name: str, states: Node) -> Node:
        product = _times_transposed(states, self._weight(f"{name}.weight"))
        return ops.add(product, self._weight(f"{name}.bias"))

    def _norm(self, name: str, states: Node) -> Node:
        centred = ops.mvn(
            states, _ints(-1), normalize_variance=True, eps=self._eps, eps_mode="inside_sqrt"
        )
        scaled = ops.multiply(centred, self._weight(f"{name}.weight"))
        return ops.add(scaled, self._weight(f"{name}.bias"))

    def _weight(self, name: str) -> Node:
        if name not in self._weights:
            raise SettingsError(f"the model has no weight {name!r}: it is not a BERT encoder")
        return ops.constant(self._weights[name], shared_memory=True)


def _times_transposed(left: Node, right: Node) -> Node:
    return ops.matmul(left, right, transpose_a=False, transpose_b=True)


def _padding(mask: Node) -> Node:
    """Added to attention scores, shape (rows, 1, 1, tokens): 0, or very low for padding."""
    absent = ops.subtract(ops.constant(np.float32(1)), ops.convert(mask, np.float32))
    return ops.unsqueeze(ops.multiply(absent, ops.constant(np.float32(_PADDING))), _ints(1, 2))


def _ints(*values: int) -> Node:
    return ops.constant(np.array(values, np.int64))


def _axis(number: int) -> Node:
    return ops.constant(np.int64(number))
