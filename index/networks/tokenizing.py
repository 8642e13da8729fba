"""Tokens: a text's word pieces, with the place of each in the text.

A tokenizer whose truncation or padding is changed while another thread uses it fails with
"Already borrowed". Here nothing is changed after the start, so threads may share one.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

# Where only the number of tokens is wanted, a longer text is counted in pieces, and as many
# characters at a time: a token costs about 100 bytes while it is counted.
_PIECE = 100_000
_AT_ONCE = 1_000_000
# Characters per token of the window that are read at first of a long text. English has about 4.5.
_GENEROUS = 64
# Characters that are read at most, where even those fill no window: nothing but white space, say.
_MOST = 500_000


class Encoded(NamedTuple):
    """What a model reads of one text."""

    ids: list[int]
    """Token numbers, special tokens included, at most the window."""
    last: NDArray[np.int64]
    """Per token, the offset of its last character in the text; -1 for special tokens.

    Some tokenizers count the space before a word as part of it, none the space after: the last
    character tells which span a token belongs to.
    """


class Tokens:
    """One model's tokenizer."""

    def __init__(self, definition: str, window: int) -> None:
        """Read a tokenizer.

        Args:
            definition: the contents of a `tokenizer.json`.
            window: the most tokens that the model reads, special tokens included.
        """
        self._whole = Tokenizer.from_str(definition)
        self._whole.no_padding()
        self._whole.no_truncation()
        self._cut = Tokenizer.from_str(definition)
        self._cut.no_padding()
        self._cut.enable_truncation(window)
        self._window = window

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without special tokens."""
        counts = [0] * len(texts)
        for group in _groups(texts):
            found = self._whole.encode_batch_fast(group.pieces, add_special_tokens=False)
            for row, encoding in zip(group.rows, found, strict=True):
                counts[row] += len(encoding)
        return counts

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """What the model reads of each text: its head, as far as the window goes."""
        heads = [self._head(encodable(text)) for text in texts]
        return [
            Encoded(found.ids, np.array([end for _, end in found.offsets], np.int64) - 1)
            for found in self._cut.encode_batch(heads)
        ]

    def _head(self, text: str) -> str:
        """Enough of a long text to fill the window: the rest need not be tokenized.

        Twice the window, because the word at the cut may be tokenized otherwise than whole.
        """
        size = self._window * _GENEROUS
        while size < min(len(text), _MOST) and self.count([text[:size]])[0] < 2 * self._window:
            size *= 2
        return text[:size]


class _Group:
    """Pieces of texts to be counted at once, and which text each belongs to."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.pieces: list[str] = []
        self.characters = 0

    def add(self, row: int, piece: str) -> None:
        self.rows.append(row)
        self.pieces.append(piece)
        self.characters += len(piece)


def _groups(texts: Sequence[str]) -> Iterator[_Group]:
    group = _Group()
    for row, text in enumerate(texts):
        for piece in _pieces(text):
            group.add(row, piece)
            if group.characters >= _AT_ONCE:
                yield group
                group = _Group()
    yield group


def _pieces(text: str) -> Iterator[str]:
    """Cut a long text at white space, where every tokenizer separates words anyway."""
    start = 0
    while len(text) - start > _PIECE:
        space = max(text.rfind(mark, start + 1, start + _PIECE) for mark in " \n\t")
        end = space if space > 0 else start + _PIECE
        yield encodable(text[start:end])
        start = end
    yield encodable(text[start:])


def encodable(text: str) -> str:
    """Half surrogates as question marks: they have no UTF-8. Offsets stay as they are."""
    return text.encode("utf-8", "replace").decode("utf-8")
