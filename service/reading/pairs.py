"""A question and a window of an article, as a model reads them together.

    [CLS] question [SEP] window [SEP]
    [CLS] question [SEP] head [SEP] window [SEP]

The head is the title of the window's article. A window that is too long becomes several rows that
overlap, so that nothing is cut off unread; the rows of one question are bounded all the same, since
a sentence may have ten thousand words.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.networks.tokenizing import encodable

LONGEST_QUESTION = 48
"""Tokens of a question that are read; a longer one is cut."""

LONGEST_HEAD = 20
"""Tokens of a head that are read; a longer one is cut."""

_STRIDE = 48
_MOST_ROWS = 4
# Characters of a window that are tokenized at all; English has about 4.5 a token.
_MOST_CHARACTERS = 4_000

Ints = NDArray[np.int64]


class Row(NamedTuple):
    """One row of a batch."""

    window: int
    """Which of the windows it is a part of."""
    ids: list[int]
    segments: list[int]
    context: Ints
    """Places of the row's tokens that belong to the window, rising."""
    starts: Ints
    """Offset of each of these tokens in the window's text."""
    ends: Ints


class Pairs:
    """A model's tokenizer for pairs. Nothing is changed after the start: threads share it."""

    def __init__(self, definition: str, window: int) -> None:
        """Read a tokenizer.

        Args:
            definition: the contents of a `tokenizer.json`.
            window: the most tokens that the model reads, special tokens included.
        """
        self._single = Tokenizer.from_str(definition)
        self._single.no_padding()
        self._single.no_truncation()
        self._pairs = Tokenizer.from_str(definition)
        self._pairs.no_padding()
        self._pairs.enable_truncation(window, stride=_STRIDE, strategy="only_second")

    def encode(self, question: str, windows: Sequence[str], heads: Sequence[str] = ()) -> list[Row]:
        """The rows of all windows, in order; a window without any token has none.

        Args:
            question: what is asked.
            windows: the texts to read.
            heads: of each window; none: windows are read without.
        """
        asked = self._cut(encodable(question))
        pairs = [(asked, encodable(text[:_MOST_CHARACTERS])) for text in windows]
        found: list[Row] = []
        for number, first in enumerate(self._pairs.encode_batch(pairs)):
            parts = [first, *first.overflowing][:_MOST_ROWS]
            found += [row for part in parts if len((row := _row(number, part)).context)]
        return self._under_heads(found, heads) if heads else found

    def _under_heads(self, rows: Sequence[Row], heads: Sequence[str]) -> list[Row]:
        encoded = self._single.encode_batch(
            [encodable(head[:_MOST_CHARACTERS]) for head in heads], add_special_tokens=False
        )
        return [_under(row, encoded[row.window].ids[:LONGEST_HEAD]) for row in rows]

    def _cut(self, question: str) -> str:
        encoded = self._single.encode(question, add_special_tokens=False)
        if len(encoded) <= LONGEST_QUESTION:
            return question
        return question[: encoded.offsets[LONGEST_QUESTION - 1][1]]


def _row(window: int, encoding: Any) -> Row:
    belongs = np.array([sequence == 1 for sequence in encoding.sequence_ids], bool)
    context = np.flatnonzero(belongs)
    offsets = np.array(encoding.offsets, np.int64).reshape(-1, 2)[context]
    return Row(window, encoding.ids, encoding.type_ids, context, offsets[:, 0], offsets[:, 1])


def _under(row: Row, head: list[int]) -> Row:
    """The row with a head, and the mark that closes the question once more behind it."""
    if not head:
        return row
    at = int(row.context[0])
    head = [*head, row.ids[at - 1]]
    return row._replace(
        ids=[*row.ids[:at], *head, *row.ids[at:]],
        segments=[*row.segments[:at], *(0 for _ in head), *row.segments[at:]],
        context=row.context + len(head),
    )
