"""Tokenizes texts into word pieces with their offsets, and groups them into batches.

A tokenizer fails with "Already borrowed" if one thread changes its truncation or padding while
another uses it. Here nothing is changed after construction, so threads can share one.

A compiled model keeps machine code for every shape of batch it has met, about 0.7 MB each. So
lengths are rounded up and rows are a power of two, which leaves 43 shapes for a window of 256. A
batch holds about a thousand tokens: more is no faster on a CPU and makes others wait longer.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.interruption import steps

# Longer texts are counted in pieces of _PIECE characters, at most _AT_ONCE characters at a time,
# because a token takes about 100 bytes while it is counted.
_PIECE = 100_000
_AT_ONCE = 1_000_000
_PIECES_AT_ONCE = 10_000
# How many characters of a long text are read first, per token of the window. English needs 4.5.
_GENEROUS = 64
# The most characters that are read if even those do not fill the window (white space, say).
_MOST = 500_000
TOKENS = 1024
"""Maximum number of tokens in a batch, including padding, unless a single text is longer."""
_FINE, _COARSE = 16, 32
_FINE_UNTIL = 64


class Encoded(NamedTuple):
    """The tokens that a model reads of one text."""

    ids: list[int]
    """Token ids including special tokens, at most as many as the window."""
    last: NDArray[np.int64]
    """The offset of each token's last character in the text; -1 for special tokens.

    The last character decides which span a token belongs to: some tokenizers include the space
    before a word, but none the space after it.
    """


class WindowTokenizer:
    """One model's tokenizer, with its window."""

    def __init__(self, definition: str, window: int) -> None:
        """Build a tokenizer.

        Args:
            definition: the contents of a `tokenizer.json`.
            window: the most tokens that the model reads, including special tokens.
        """
        self._whole = Tokenizer.from_str(definition)
        self._whole.no_padding()
        self._whole.no_truncation()
        self._cut = Tokenizer.from_str(definition)
        self._cut.no_padding()
        self._cut.enable_truncation(window)
        self._window = window

    def count(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text, without special tokens."""
        counts = [0] * len(texts)
        for group in steps(_groups(texts)):
            found = self._whole.encode_batch_fast(group.pieces, add_special_tokens=False)
            for row, encoding in zip(group.rows, found, strict=True):
                counts[row] += len(encoding)
        return counts

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode the beginning of each text, up to the window."""
        heads = [self._head(encodable(text)) for text in texts]
        return [
            Encoded(found.ids, np.array([end for _, end in found.offsets], np.int64) - 1)
            for found in self._cut.encode_batch(heads)
        ]

    def _head(self, text: str) -> str:
        """Enough of a long text to fill the window; the rest is not tokenized.

        It is twice the window, because the word at the cut may be tokenized differently.
        """
        size = self._window * _GENEROUS
        while size < min(len(text), _MOST) and self.count([text[:size]])[0] < 2 * self._window:
            size *= 2
        return text[:size]


class _Group:
    """Pieces of texts to count together, and which text each belongs to."""

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
            if group.characters >= _AT_ONCE or len(group.pieces) >= _PIECES_AT_ONCE:
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
    """Replace lone surrogates by question marks, because UTF-8 has none. Offsets stay the same."""
    return text.encode("utf-8", "replace").decode("utf-8")


class Batch(NamedTuple):
    """Texts as input for a model."""

    rows: list[int]
    """The numbers of the texts, in the order of the rows below."""
    ids: NDArray[np.int32]
    mask: NDArray[np.int32]
    """1 for a token, 0 for padding; same shape as `ids`."""


def batches(
    texts: Sequence[Sequence[int]], padding: int = 0, *, tokens: int = TOKENS, fine: int = _FINE
) -> Iterator[Batch]:
    """Group texts, given as token ids, into batches; the longest texts come first.

    Args:
        texts: the token ids of each text.
        padding: the id of the padding token.
        tokens: the most tokens in a batch.
        fine: short texts are padded to a multiple of this.
    """
    order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
    start = 0
    while start < len(order):
        length = padded(len(texts[order[start]]), fine)
        count = _power_of_two(min(len(order) - start, max(1, tokens // length)))
        rows = order[start : start + count]
        yield _batch(rows, [texts[row] for row in rows], length, padding)
        start += count


def padded(length: int, fine: int = _FINE) -> int:
    """The length a text is padded to: a multiple of 16 (or `fine`) up to 64, then of 32."""
    step = fine if length <= _FINE_UNTIL else _COARSE
    return -(-length // step) * step


def _power_of_two(limit: int) -> int:
    """The largest one within the limit."""
    return 1 << (limit.bit_length() - 1)


def _batch(rows: list[int], texts: list[Sequence[int]], length: int, padding: int) -> Batch:
    ids = np.full((len(rows), length), padding, np.int32)
    mask = np.zeros((len(rows), length), np.int32)
    for number, text in enumerate(texts):
        ids[number, : len(text)] = text
        mask[number, : len(text)] = 1
    return Batch(rows, ids, mask)
