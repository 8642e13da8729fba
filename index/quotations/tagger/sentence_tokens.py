"""Sentences as the tagger reads them: word pieces with their places."""

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
"""Word pieces of a sentence that are read, the two marks around it included."""
_MOST_TOKENIZED = 512
_MOST_CHARACTERS = 3_000
_HEAD, _TAIL = 40, 20
"""Characters that are read of a quotation between marks at its beginning and end."""


class Sentence(NamedTuple):
    """A sentence to be tagged."""

    text: str
    skipped: tuple[Span, ...] = ()
    """The middles of long quotations, which say nothing of who speaks."""


class Pieces(NamedTuple):
    """One sentence."""

    ids: list[int]
    """Token numbers, with a mark before the first word and one behind the last."""
    starts: NDArray[np.int64]
    """Offset of each token in the sentence; those of the marks are 0."""
    ends: NDArray[np.int64]


class SentenceTokens:
    """A model's tokenizer for sentences. Nothing changes after the start: threads share it."""

    def __init__(self, definition: str) -> None:
        """Read the contents of a `tokenizer.json`."""
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
    """The sentence that a unit of an article is."""
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
