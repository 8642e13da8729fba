"""BERT question-answering models, run by OpenVINO without torch."""

from collections.abc import Mapping, Sequence

import numpy as np

from index.networks.bert_graph import BertConfig, hidden_states, linear, output, token_input
from index.networks.quiet_openvino import Graph, Node, openvino, ops
from index.networks.runtime import Runtime
from index.networks.weights import Array
from service.reading.networks.batching import Batch, run_in_batches
from service.reading.networks.network import Floats, Logits, Look
from service.reading.networks.pairs import Row


class OpenVinoNetwork:
    """A BERT encoder with output layers. Safe to use from several threads."""

    def __init__(self, graph: Graph) -> None:
        self._runtime = Runtime(graph)

    def read(self, rows: Sequence[Row], look: Look | None = None) -> list[Logits]:
        """The logits of each row, in order; `look` does not affect them."""
        return run_in_batches(rows, self._run, look=look)

    def _run(self, batch: Batch) -> tuple[Floats, Floats | None]:
        inputs = {
            "input_ids": batch.ids,
            "attention_mask": batch.mask,
            "token_type_ids": batch.segments,
        }
        spans, *relevance = self._runtime.infer(inputs)
        return spans, relevance[0] if relevance else None


def build_graph(
    weights: Mapping[str, Array], config: BertConfig, *, head: str, relevance: str = ""
) -> Graph:
    """A graph from ids, mask and segments to span logits and, if named, a relevance logit.

    `head` and `relevance` name the layers that give them.
    """
    ids, mask, segments = (
        token_input(name) for name in ("input_ids", "attention_mask", "token_type_ids")
    )
    states = hidden_states(weights, config, ids, mask, segments)
    outputs = [output(linear(weights, head, states), "spans")]
    if relevance:
        outputs.append(output(_relevance(weights, relevance, states), "relevance"))
    return openvino.Model(outputs, [ids, mask, segments], "reader")


def _relevance(weights: Mapping[str, Array], name: str, states: Node) -> Node:
    """One logit for each row, from the state of its first token."""
    first = ops.gather(states, ops.constant(np.int64(0)), ops.constant(np.int64(1)))
    logit = linear(weights, name, first)
    return ops.reshape(logit, ops.constant(np.array([-1], np.int64)), special_zero=False)
