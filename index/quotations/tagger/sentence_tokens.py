"""Sentences as the tagger reads them: word pieces with their offsets."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.networks.tokenizing import encodable
from index.quotations.sentences.units import Unit
from index.quotations.vocabulary.word_classes import QUOTED
from index.records import Span

LONGEST = 160
"""The most word pieces read of a sentence, including the two special tokens around it."""
_MOST_TOKENIZED = 512
_MOST_CHARACTERS = 3_000
_HEAD, _TAIL = 40, 20
"""How many characters are read at the start and at the end of a long quotation."""


class Sentence(NamedTuple):
    """A sentence to tag."""

    text: str
    skipped: tuple[Span, ...] = ()
    """The middles of long quotations, which do not say who speaks."""


class Pieces(NamedTuple):
    """The word pieces of one sentence."""

    ids: list[int]
    """Token ids, with a special token before the first word and after the last."""
    starts: NDArray[np.int64]
    """Offset of each token in the sentence; 0 for special tokens."""
    ends: NDArray[np.int64]


class SentenceTokenizer:
    """A model's tokenizer for sentences. It never changes, so threads can share it."""

    def __init__(self, definition: str) -> None:
        """Build it from the contents of a `tokenizer.json`."""
        self._tokenizer = Tokenizer.from_str(definition)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENIZED)

    def encode(self, sentences: Sequence[Sentence]) -> list[Pieces]:
        """The pieces of each sentence, in order."""
        heads = [encodable(sentence.text[:_MOST_CHARACTERS]) for sentence in sentences]
        return [
            _pieces(found.ids, found.offsets, sentence.skipped)
            for found, sentence in zip(self._tokenizer.encode_batch(heads), sentences, strict=True)
        ]


def sentence_of(text: str, unit: Unit) -> Sentence:
    """The sentence of a unit, with the middles of long quotations skipped."""
    skipped = [
        Span(start + _HEAD - unit.start, end - _TAIL - unit.start)
        for start, end, kind in zip(unit.starts, unit.ends, unit.kinds, strict=True)
        if kind & QUOTED and end - start > _HEAD + _TAIL
    ]
    return Sentence(text[unit.start : unit.end], tuple(skipped))


def _pieces(ids: list[int], offsets: list[tuple[int, int]], skipped: Sequence[Span]) -> Pieces:
    places = np.array(offsets, np.int64).reshape(-1, 2)
    kept = np.ones(len(ids), bool)
    for span in skipped:
        kept &= (places[:, 0] < span.start) | (places[:, 1] > span.end)
    chosen = np.flatnonzero(kept)
    if len(chosen) > LONGEST:
        chosen = np.append(chosen[: LONGEST - 1], chosen[-1])
    return Pieces([ids[at] for at in chosen], places[chosen, 0], places[chosen, 1])
