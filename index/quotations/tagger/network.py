"""The tagger's network: finds the cue, source and content of attributions in sentences.

    sentence -> token states -> anchors: words that express an attribution, "accused", "according"
                             -> for each anchor, which tokens are its content, source and cue

One forward pass serves all anchors of a sentence. See `weights/README.md` for its training.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.interruption import steps
from index.networks.bert_graph import BertConfig, hidden_states, linear, output, token_input
from index.networks.quiet_openvino import Graph, openvino
from index.networks.runtime import Runtime
from index.networks.tokenizing import batches
from index.networks.weights import Array
from index.quotations.attributions.values import TaggedAttribution
from index.quotations.tagger.sentence_tokens import Pieces, Sentence, SentenceTokenizer
from index.records import Span

CLASSES = 4
"""None, content, source, cue."""
SIZE = 64
"""Size of the vectors whose dot products give the scores of a class."""
FAR = 48
"""Distances of this many tokens or more are treated alike."""

_CONTENT, _SOURCE, _CUE = 1, 2, 3
_LEAST_ANCHOR = 0.15
_MOST_TRUST = 4.0
"""The largest log-odds of one token, so that no single token splits a phrase."""
_SECOND = 6.0
"""The log-odds that a second stretch of content needs: "The plan, she said, will fail"."""
_WORD = re.compile(r"\w")

# Tokens take memory: those of a very long article are not held all at once.
_AT_ONCE = 4096
_TOKENS, _FINE = 2048, 8
"""Sentences are short: with less padding and larger batches they are a sixth faster."""

Floats = NDArray[np.float32]


class Tagger:
    """The network in OpenVINO. Threads can share it."""

    def __init__(self, weights: Mapping[str, Array], config: BertConfig, tokens: str) -> None:
        """Build it from weights, their configuration and the contents of a `tokenizer.json`."""
        self._tokens = SentenceTokenizer(tokens)
        self._runtime = Runtime(graph(weights, config))
        self._distance = np.asarray(weights["distance"], np.float32)

    def read(self, sentences: Sequence[Sentence]) -> list[list[TaggedAttribution]]:
        """The attributions of each sentence, in order of their anchors."""
        found: list[list[TaggedAttribution]] = []
        for start in range(0, len(sentences), _AT_ONCE):
            found += self._read(sentences[start : start + _AT_ONCE])
        return found

    def _read(self, sentences: Sequence[Sentence]) -> list[list[TaggedAttribution]]:
        pieces = self._tokens.encode(sentences)
        found: list[list[TaggedAttribution]] = [[] for _ in sentences]
        in_batches = batches([piece.ids for piece in pieces], tokens=_TOKENS, fine=_FINE)
        for batch in steps(in_batches):
            inputs = {"input_ids": batch.ids, "attention_mask": batch.mask}
            anchors, queries, keys, tokens = self._runtime.infer(inputs)
            for place, number in enumerate(batch.rows):
                count = len(pieces[number].ids)
                found[number] = self._decode(
                    sentences[number].text,
                    pieces[number],
                    anchors[place, :count, 0],
                    (queries[place, :count], keys[place, :count], tokens[place, :count]),
                )
        return found

    def _decode(
        self, sentence: str, pieces: Pieces, anchors: Floats, heads: tuple[Floats, Floats, Floats]
    ) -> list[TaggedAttribution]:
        chances = 1 / (1 + np.exp(-anchors))
        found = []
        for at in np.flatnonzero((chances >= _LEAST_ANCHOR) & (pieces.ends > pieces.starts)):
            logits = self._classes(int(at), heads)
            one = decode(sentence, pieces, int(at), float(anchors[at]), logits)
            if one is not None:
                found.append(one)
        return found

    def _classes(self, at: int, heads: tuple[Floats, Floats, Floats]) -> Floats:
        """Log-probabilities of the classes of each token, shape (tokens, classes)."""
        queries, keys, tokens = heads
        shape = (-1, CLASSES, SIZE)
        scores = np.einsum("cs,tcs->tc", queries[at].reshape(CLASSES, SIZE), keys.reshape(shape))
        places = np.clip(np.arange(len(keys)) - at, -FAR, FAR) + FAR
        logits = scores / SIZE**0.5 + tokens + self._distance[places]
        top = logits.max(axis=1, keepdims=True)
        result: Floats = logits - top - np.log(np.exp(logits - top).sum(axis=1, keepdims=True))
        return result


def graph(weights: Mapping[str, Array], config: BertConfig) -> Graph:
    """Build the graph from ids and mask to anchor logits and the parts of the class logits.

    Raises:
        SettingsError: a weight is missing.
    """
    ids, mask = token_input("input_ids"), token_input("attention_mask")
    states = hidden_states(weights, config, ids, mask)
    heads = [output(linear(weights, n, states), n) for n in ("anchor", "query", "key", "token")]
    return openvino.Model(heads, [ids, mask], "tagger")


def decode(
    sentence: str, pieces: Pieces, anchor: int, anchor_logit: float, logits: Floats
) -> TaggedAttribution | None:
    """Return the attribution of one anchor from the log-probabilities of the tokens' classes.

    Content and source are the stretches of tokens with the highest sum of log-odds. Returns None if
    no stretch is more likely content than not.
    """
    odds = np.clip(logits - np.log1p(-np.exp(np.minimum(logits, -1e-6))), -_MOST_TRUST, _MOST_TRUST)
    odds[pieces.ends <= pieces.starts] = -np.inf
    odds[anchor] = -np.inf
    content = _stretches(odds[:, _CONTENT])
    if not content:
        return None
    source = _stretches(odds[:, _SOURCE], most=1)
    content_odds = np.concatenate([odds[first:last, _CONTENT] for first, last in content])
    source_odds = odds[source[0][0] : source[0][1], _SOURCE] if source else np.zeros(1, np.float32)
    spans = [_span(sentence, pieces, stretch) for stretch in content]
    start, end = _cue(odds[:, _CUE], anchor)
    return TaggedAttribution(
        cue=_span(sentence, pieces, (start, end)),
        source=_span(sentence, pieces, source[0]) if source else None,
        content=tuple(spans),
        features={
            "anchor": anchor_logit,
            "content": float(content_odds.mean()),
            "weakest content": float(content_odds.min()),
            "source": float(source_odds.mean()),
            "weakest source": float(source_odds.min()),
        },
    )


def _stretches(odds: Floats, most: int = 3) -> list[tuple[int, int]]:
    """The stretch with the highest sum, then others outside it that are certain enough."""
    found: list[tuple[int, int]] = []
    free = [(0, len(odds))]
    least = 0.0
    while free and len(found) < most:
        scored = [(*_best(odds, first, last), (first, last)) for first, last in free]
        total, start, end, inside = max(scored)
        if total <= least:
            break
        found.append((start, end))
        free.remove(inside)
        free += [(inside[0], start), (end, inside[1])]
        free = [(first, last) for first, last in free if last > first]
        least = _SECOND
    return sorted(found)


def _best(odds: Floats, first: int, last: int) -> tuple[float, int, int]:
    """The stretch with the highest sum (Kadane): its sum, start and end."""
    best, total, start = (-np.inf, first, first), 0.0, first
    for at in range(first, last):
        if total <= 0:
            total, start = 0.0, at
        total += float(odds[at])
        if total > best[0]:
            best = (total, start, at + 1)
    return best


def _cue(odds: Floats, anchor: int) -> tuple[int, int]:
    """The anchor with the tokens of the cue around it."""
    start, end = anchor, anchor + 1
    while start > 0 and odds[start - 1] > 0:
        start -= 1
    while end < len(odds) and odds[end] > 0:
        end += 1
    return start, end


def _span(sentence: str, pieces: Pieces, stretch: tuple[int, int]) -> Span:
    """The words that a stretch of pieces belongs to, without punctuation at the end."""
    start, end = int(pieces.starts[stretch[0]]), int(pieces.ends[stretch[1] - 1])
    while start > 0 and _WORD.match(sentence[start]) and _WORD.match(sentence[start - 1]):
        start -= 1
    while end < len(sentence) and _WORD.match(sentence[end - 1]) and _WORD.match(sentence[end]):
        end += 1
    while end - start > 1 and sentence[end - 1] in ",;:.":
        end -= 1
    return Span(start, end)
