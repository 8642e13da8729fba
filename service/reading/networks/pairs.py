"""Tokenised pairs of a question and a window.

    [CLS] question [SEP] window [SEP]
    [CLS] question [SEP] head [SEP] window [SEP]

The head is the title of the window's article. A window that is too long becomes several overlapping
rows, so that nothing is cut off. Their number is limited, since a sentence may have ten thousand
words.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.networks.tokenizing import encodable

LONGEST_QUESTION = 48
"""The most tokens of a question; a longer one is cut."""

LONGEST_HEAD = 20
"""The most tokens of a head; a longer one is cut."""

_STRIDE = 48
_MAX_ROWS = 4
"""Rows of one window."""
# Later characters of a window are not tokenized; English has about 4.5 to a token.
_MAX_CHARACTERS = 4_000

Ints = NDArray[np.int64]


class Row(NamedTuple):
    """One sequence of tokens that the network reads."""

    window: int
    """The number of the window it belongs to."""
    ids: list[int]
    segments: list[int]
    context: Ints
    """Positions of the tokens that belong to the window, ascending."""
    starts: Ints
    """Where each of these tokens begins in the window's text."""
    ends: Ints
    """Where each of them ends."""


class Pairs:
    """A model's tokenizer for pairs of texts. Never changed after creation: threads share it."""

    def __init__(self, definition: str, window: int) -> None:
        """Build the tokenizer that a `tokenizer.json` defines, for rows of so many tokens."""
        self._single = Tokenizer.from_str(definition)
        self._single.no_padding()
        self._single.no_truncation()
        self._pairs = Tokenizer.from_str(definition)
        self._pairs.no_padding()
        self._pairs.enable_truncation(window, stride=_STRIDE, strategy="only_second")

    def encode(self, question: str, windows: Sequence[str], heads: Sequence[str] = ()) -> list[Row]:
        """The rows of all windows, in order; a window without a token has no row.

        There is a head for each window, or none at all.
        """
        asked = self._cut(encodable(question))
        pairs = [(asked, encodable(text[:_MAX_CHARACTERS])) for text in windows]
        found: list[Row] = []
        for number, first in enumerate(self._pairs.encode_batch(pairs)):
            parts = [first, *first.overflowing][:_MAX_ROWS]
            found += [row for part in parts if len((row := _row(number, part)).context)]
        return self._with_heads(found, heads) if heads else found

    def _with_heads(self, rows: Sequence[Row], heads: Sequence[str]) -> list[Row]:
        encoded = self._single.encode_batch(
            [encodable(head[:_MAX_CHARACTERS]) for head in heads], add_special_tokens=False
        )
        return [_with_head(row, encoded[row.window].ids[:LONGEST_HEAD]) for row in rows]

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


def _with_head(row: Row, head: list[int]) -> Row:
    """The row with a head after the question, closed by the same separator token."""
    if not head:
        return row
    at = int(row.context[0])
    head = [*head, row.ids[at - 1]]
    return row._replace(
        ids=[*row.ids[:at], *head, *row.ids[at:]],
        segments=[*row.segments[:at], *(0 for _ in head), *row.segments[at:]],
        context=row.context + len(head),
    )
