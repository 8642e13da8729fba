"""From logits to spans: the best stretches of whole words within one sentence.

The score of a span is that of its first and last token together, less that of "no answer here"
(Devlin et al. 2019, section 4.3): above 0 the network prefers the span to none.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from index.records import Span
from service.reading.borders import tidied
from service.reading.openvino_network import Logits
from service.reading.pairs import Row

LONGEST = 40
"""Tokens of a span at most."""

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


class Scored(NamedTuple):
    """One span of a window."""

    window: int
    start: int
    end: int
    """`window_text[start:end]`, in code points."""
    score: float
    """Logits of its first and its last token: comparable between windows of one question."""
    margin: float
    """The score above that of "no answer here"."""
    probability: float
    """Of its first and its last token, multiplied, among all tokens and "no answer here"."""
    relevance: float | None


def best_spans(
    row: Row, logits: Logits, text: str, sentences: Sequence[Span], k: int = 3
) -> list[Scored]:
    """The `k` best spans of a row, best first, none overlapping another.

    Args:
        row: where the tokens stand.
        logits: what the network made of it.
        text: the window's text.
        sentences: the parts of it that may be quoted; a span lies within one of them.
        k: how many at most.
    """
    inside = _sentence_of(row, sentences)
    starts, ends = _word_borders(row, text)
    first = np.where(starts & (inside >= 0), logits.start, -np.inf)
    last = np.where(ends & (inside >= 0), logits.end, -np.inf)
    scores = _banded(first, last, inside, _letters_before(row, text))
    null = sum(logits.null)
    scale = _log_sum(logits.start, logits.null[0]) + _log_sum(logits.end, logits.null[1])
    found: list[Scored] = []
    for begin, end in _without_overlap(scores, k):
        start, stop = tidied(text, int(row.starts[begin]), int(row.ends[end]))
        score = float(logits.start[begin] + logits.end[end])
        found.append(
            Scored(
                row.window,
                start,
                stop,
                score,
                score - null,
                float(np.exp(score - scale)),
                logits.relevance,
            )
        )
    return found


def _sentence_of(row: Row, sentences: Sequence[Span]) -> NDArray[np.int64]:
    """The number of each token's sentence; -1 for tokens in none."""
    borders = np.array([span.start for span in sentences], np.int64)
    number = np.searchsorted(borders, row.starts, side="right") - 1
    # One more, for the tokens before the first sentence, whose number is -1.
    stops = np.array([*(span.end for span in sentences), -1], np.int64)
    within = row.ends <= stops[number]
    return np.where(within, number, -1)


def _word_borders(row: Row, text: str) -> tuple[Bools, Bools]:
    """Whether each token begins a word, and whether it ends one."""
    begins = np.ones(len(row.context), bool)
    for number in (np.flatnonzero(row.starts[1:] == row.ends[:-1]) + 1).tolist():
        begins[number] = not _is_one_word(text, int(row.starts[number]))
    return begins, np.append(begins[1:], True)


def _is_one_word(text: str, at: int) -> bool:
    """Whether the characters around this offset belong to one word or number ("1.5")."""
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    if after in ".,:" and at + 1 < len(text):
        return before.isdigit() and text[at + 1].isdigit()
    return before in ".,:" and at > 1 and text[at - 2].isdigit() and after.isdigit()


def _letters_before(row: Row, text: str) -> NDArray[np.int64]:
    """How many letters and digits stand before each offset that a token begins or ends at.

    Shape (2, tokens): before its first character, and before the one behind it.
    """
    letters = np.fromiter(map(str.isalnum, text), bool, len(text))
    before = np.concatenate([[0], np.cumsum(letters)])
    return before[np.stack([row.starts, row.ends])]


def _banded(
    first: Floats, last: Floats, inside: NDArray[np.int64], letters: NDArray[np.int64]
) -> Floats:
    """Scores by first token and length less one; minus infinity where there is no such span.

    A span lies within one sentence and has a word: a quotation mark answers nothing.
    """
    longest = min(LONGEST, len(first))

    def until(values: NDArray[Any], filling: float) -> NDArray[Any]:
        behind = np.full(longest - 1, filling, values.dtype)
        return sliding_window_view(np.concatenate([values, behind]), longest)

    scores: Floats = first[:, None] + until(last, -np.inf)
    allowed = inside[:, None] == until(inside, -1)
    allowed &= until(letters[1], 0) > letters[0][:, None]
    scores[~allowed] = -np.inf
    return scores


def _without_overlap(scores: Floats, k: int) -> list[tuple[int, int]]:
    """First and last token of the best spans, best first."""
    found: list[tuple[int, int]] = []
    while len(found) < k:
        begin, extra = np.unravel_index(int(np.argmax(scores)), scores.shape)
        if not np.isfinite(scores[begin, extra]):
            break
        end = int(begin) + int(extra)
        found.append((int(begin), end))
        scores[begin : end + 1] = -np.inf
        # Spans that begin before and reach into this one.
        for earlier in range(max(0, int(begin) - scores.shape[1] + 1), int(begin)):
            scores[earlier, int(begin) - earlier :] = -np.inf
    return found


def _log_sum(logits: Floats, null: float) -> float:
    top = max(float(logits.max()), null)
    return top + float(np.log(np.exp(logits - top).sum() + np.exp(null - top)))
