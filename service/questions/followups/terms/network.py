"""The network that predicts which earlier words a message omits.

    message after earlier texts -> token states -> of each earlier word: is it wanted
                                                -> of each word of the message: does it go,
                                                   does something belong before it

See `weights/README.md` for its training.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from index.networks.bert_graph import BertConfig, hidden_states, linear, output, token_input
from index.networks.quiet_openvino import Graph, openvino
from index.networks.runtime import Runtime
from index.networks.tokenizing import padded
from index.networks.weights import Array
from service.questions.followups.terms.context import Context, ContextTokenizer, Earlier
from service.questions.followups.terms.scores import Scores, scores_of


class Network:
    """The network in OpenVINO, compiled on first use. Threads can share it."""

    def __init__(self, weights: Mapping[str, Array], config: BertConfig, tokens: str) -> None:
        """Build it from weights, their configuration and the contents of a `tokenizer.json`."""
        self._tokens = ContextTokenizer(tokens)
        self._runtime = Runtime(graph(weights, config))

    def score(self, message: str, earlier: Sequence[Earlier]) -> Scores:
        """The words of the earlier texts, and those of the message."""
        context = self._tokens.encode(message, earlier)
        (logits,) = self._runtime.infer(_inputs(context))
        chances = 1 / (1 + np.exp(-logits[0, context.pieces]))
        return scores_of(context.words, chances.tolist(), earlier)


def graph(weights: Mapping[str, Array], config: BertConfig) -> Graph:
    """Build the graph from ids, mask and segments to the logits of each token.

    Raises:
        SettingsError: a weight is missing.
    """
    names = ("input_ids", "attention_mask", "token_type_ids")
    ids, mask, segments = inputs = [token_input(name) for name in names]
    states = hidden_states(weights, config, ids, mask, segments)
    return openvino.Model([output(linear(weights, "words", states), "words")], inputs, "terms")


def _inputs(context: Context) -> dict[str, Array]:
    length = len(context.ids)
    ids, mask, segments = (np.zeros((1, padded(length)), np.int32) for _ in range(3))
    ids[0, :length] = context.ids
    mask[0, :length] = 1
    segments[0, :length] = context.segments
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": segments}
