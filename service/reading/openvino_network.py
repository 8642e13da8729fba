"""Networks that read pairs: logits of where an answer begins and ends, and of relevance."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.networks.bert_graph import (
    BertConfig,
    hidden_states,
    linear,
    output,
    read_config,
    token_input,
)
from index.networks.quiet_openvino import Graph, openvino, ops
from index.networks.runtime import Runtime
from index.networks.weights import Array
from service.reading.batching import Batch, batches
from service.reading.pairs import Row

Floats = NDArray[np.float32]


class Logits(NamedTuple):
    """What a network makes of one row."""

    start: Floats
    """One for each token of the row's context, in order."""
    end: Floats
    null: tuple[float, float]
    """Start and end of "no answer here"."""
    relevance: float | None
    """Logit of the row answering the question; None where the network does not say."""


class OpenVinoNetwork:
    """A BERT encoder with heads, without torch. Safe to use from several threads."""

    def __init__(self, graph: Graph) -> None:
        self._runtime = Runtime(graph)

    def read(self, rows: Sequence[Row]) -> list[Logits]:
        """The logits of each row, in order."""
        return in_batches(rows, self._run)

    def _run(self, batch: Batch) -> tuple[Floats, Floats | None]:
        inputs = {
            "input_ids": batch.ids,
            "attention_mask": batch.mask,
            "token_type_ids": batch.segments,
        }
        spans, *relevance = self._runtime.infer(inputs)
        return spans, relevance[0] if relevance else None


Run = Callable[[Batch], tuple[Floats, Floats | None]]
"""From a batch to logits of shape (rows, tokens, 2), and (rows,) of relevance."""


def in_batches(rows: Sequence[Row], run: Run, padding: int = 0) -> list[Logits]:
    """Run rows of about the same length together."""
    found: dict[int, Logits] = {}
    for batch in batches(rows, padding):
        spans, relevance = run(batch)
        for place, number in enumerate(batch.rows):
            relevant = None if relevance is None else float(relevance[place])
            found[number] = _logits(rows[number], spans[place], relevant)
    return [found[number] for number in range(len(rows))]


def _logits(row: Row, spans: Floats, relevance: float | None) -> Logits:
    start, end = spans[row.context].T
    return Logits(start, end, (float(spans[0, 0]), float(spans[0, 1])), relevance)


def graph(
    weights: Mapping[str, Array], config: BertConfig, *, head: str, relevance: str = ""
) -> Graph:
    """A graph from ids, mask and segments to span logits and, with that head's name, relevance.

    Raises:
        SettingsError: a weight is missing.
    """
    ids, mask, segments = (
        token_input(name) for name in ("input_ids", "attention_mask", "token_type_ids")
    )
    states = hidden_states(weights, config, ids, mask, segments)
    outputs = [output(linear(weights, head, states), "spans")]
    if relevance:
        first = ops.gather(states, ops.constant(np.int64(0)), ops.constant(np.int64(1)))
        logit = linear(weights, relevance, first)
        flat = ops.reshape(logit, ops.constant(np.array([-1], np.int64)), special_zero=False)
        outputs.append(output(flat, "relevance"))
    return openvino.Model(outputs, [ids, mask, segments], "reader")


def config_of(folder: Path) -> BertConfig:
    """The configuration of a model's folder.

    Raises:
        SettingsError: missing, or not a BERT's.
    """
    return read_config(folder / "config.json")
