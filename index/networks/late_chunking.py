"""Vectors of texts and of spans inside them, from one forward pass ("late chunking").

Günther et al. 2024, "Late Chunking: Contextual Chunk Embeddings Using Long-Context Embedding
Models": the tokens of a whole passage attend to each other before they are averaged by sentence.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from index.interruption import steps
from index.networks.tokenizing import Batch, Encoded, WindowTokenizer, batches
from index.records import Span, Vectors

# How many texts are tokenized at a time. Most memory goes to the token states of one batch.
_CHUNK = 256

Floats = NDArray[np.float32]


class States(NamedTuple):
    """The output of a model for one batch."""

    tokens: Floats
    """Shape (rows, tokens, size)."""
    texts: Vectors
    """Shape (rows, dim), unit length."""


class Model(NamedTuple):
    """A model as late chunking needs it; threads can share it."""

    dim: int
    tokens: WindowTokenizer
    run: Callable[[Batch], States]
    finish: Callable[[Floats], Vectors]
    """Converts means of token states, shape (count, size), to unit rows, shape (count, dim)."""
    padding: int = 0


def fingerprint(
    *, weights: str, pooling: str, window: int, question: str = "", passage: str = ""
) -> str:
    """Return 16 hexadecimal digits that depend on everything that changes the vectors' meaning.

    Only vectors with the same fingerprint can be compared.

    The runtime and its precision are not included: vectors in bfloat16 and float32 have a cosine
    above .999, so an index built on one machine can be searched on another.

    Args:
        weights: sha256 of the weights.
        pooling: how token states become one vector.
        window: the most tokens read of one text.
        question: the prefix of each question.
        passage: the prefix of each passage.
    """
    facts = (weights, pooling, window, question, passage, "unit length")
    return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()[:16]


def embed_texts(model: Model, texts: Sequence[str]) -> Vectors:
    """Embed texts as unit rows, shape (len(texts), dim), in order."""
    vectors = np.zeros((len(texts), model.dim), np.float32)
    for batch, _, states in _passes(model, texts):
        vectors[batch.rows] = states.texts
    return vectors


def embed_with_spans(
    model: Model, texts: Sequence[str], spans: Sequence[Sequence[Span]]
) -> tuple[Vectors, list[Vectors]]:
    """Embed texts, and the spans of each text; the row of a span without a token is zero."""
    vectors = np.zeros((len(texts), model.dim), np.float32)
    inner = [np.zeros((len(own), model.dim), np.float32) for own in spans]
    for batch, encoded, states in _passes(model, texts):
        vectors[batch.rows] = states.texts
        for row, text, tokens in zip(batch.rows, encoded, states.tokens, strict=True):
            inner[row] = _span_vectors(model, tokens, text, spans[row])
    return vectors, inner


def mean(tokens: Floats, mask: NDArray[np.int32]) -> Floats:
    """The mean of each row's tokens, without padding."""
    weights = mask[:, None, :].astype(np.float32)
    return np.asarray(np.matmul(weights, tokens)[:, 0] / weights.sum(axis=2), np.float32)


def to_unit_length(rows: Floats) -> Vectors:
    """Scale rows to unit length; zero rows stay zero."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, np.finfo(np.float32).tiny), np.float32)


def _passes(model: Model, texts: Sequence[str]) -> Iterator[tuple[Batch, list[Encoded], States]]:
    """Yield each batch, with row numbers into `texts`, its encoded texts and their states."""
    for start in range(0, len(texts), _CHUNK):
        encoded = model.tokens.encode(texts[start : start + _CHUNK])
        for batch in steps(batches([text.ids for text in encoded], model.padding)):
            read = [encoded[row] for row in batch.rows]
            placed = batch._replace(rows=[start + row for row in batch.rows])
            yield placed, read, model.run(batch)


def _span_vectors(model: Model, tokens: Floats, text: Encoded, spans: Sequence[Span]) -> Vectors:
    means = np.zeros((len(spans), tokens.shape[1]), np.float32)
    held = np.zeros(len(spans), bool)
    for number, span in enumerate(spans):
        inside = np.flatnonzero((text.last >= span.start) & (text.last < span.end))
        held[number] = inside.size > 0
        if held[number]:
            means[number] = tokens[inside].mean(axis=0)
    vectors = np.zeros((len(spans), model.dim), np.float32)
    vectors[held] = model.finish(means[held])
    return vectors
