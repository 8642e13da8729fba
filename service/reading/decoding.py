"""From logits to spans: the best runs of whole words within one sentence.

The margin of a span is the score of its first and last token together, minus that of "no answer
here" (Devlin et al. 2019, section 4.3): above 0 the network prefers the span to no answer.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from index.records import Span
from service.reading.networks.network import Floats, Logits
from service.reading.networks.pairs import Row

LONGEST = 40
"""The most tokens that a span may have."""

Bools = NDArray[np.bool_]


class ScoredSpan(NamedTuple):
    """A span of a window, as the network scores it."""

    window: int
    start: int
    end: int
    """`window_text[start:end]`, in code points."""
    score: float
    """The logits of its first and last token, added: comparable between a question's windows."""
    margin: float
    """The score minus that of "no answer here"."""
    probability: float
    """The probabilities of its first and last token, multiplied; "no answer here" counts as one."""
    relevance: float | None


def best_spans(
    row: Row, logits: Logits, text: str, sentences: Sequence[Span], k: int = 3
) -> list[ScoredSpan]:
    """The `k` best spans of a row, best first, none overlapping another.

    A span lies within one of the sentences, which are the parts that may be quoted.
    """
    scores = _span_scores(row, logits, text, sentences)
    normalizer = _log_normalizer(logits)
    return [
        _scored(row, logits, text, tokens, normalizer) for tokens in _without_overlap(scores, k)
    ]


def margin_within(row: Row, logits: Logits, spans: Iterable[Span]) -> float:
    """The margin of an answer that starts and ends anywhere in these parts of a row's text.

    Minus infinity if the row holds no token of them.
    """
    inside = np.zeros(len(row.context), bool)
    for span in spans:
        inside |= (row.starts >= span.start) & (row.ends <= span.end)
    if not inside.any():
        return -math.inf
    return float(logits.start[inside].max() + logits.end[inside].max()) - sum(logits.null)


def _scored(
    row: Row, logits: Logits, text: str, tokens: tuple[int, int], normalizer: float
) -> ScoredSpan:
    """The span from a first to a last token, without punctuation at its ends."""
    begin, end = tokens
    start, stop = trimmed(text, int(row.starts[begin]), int(row.ends[end]))
    score = float(logits.start[begin] + logits.end[end])
    return ScoredSpan(
        window=row.window,
        start=start,
        end=stop,
        score=score,
        margin=score - sum(logits.null),
        probability=float(np.exp(score - normalizer)),
        relevance=logits.relevance,
    )


def _span_scores(row: Row, logits: Logits, text: str, sentences: Sequence[Span]) -> Floats:
    """Scores by first token and length; minus infinity where no span is allowed.

    A span consists of whole words of one sentence, and of at least one letter or digit.
    """
    inside = _sentence_of(row, sentences)
    starts, ends = _word_borders(row, text)
    first = np.where(starts & (inside >= 0), logits.start, -np.inf)
    last = np.where(ends & (inside >= 0), logits.end, -np.inf)
    letters = _letters_before(row, text)
    scores: Floats = first[:, None] + _by_length(last, -np.inf)
    allowed = inside[:, None] == _by_length(inside, -1)
    allowed &= _by_length(letters[1], 0) > letters[0][:, None]
    scores[~allowed] = -np.inf
    return scores


def _sentence_of(row: Row, sentences: Sequence[Span]) -> NDArray[np.int64]:
    """The number of each token's sentence; -1 for tokens outside all sentences."""
    borders = np.array([span.start for span in sentences], np.int64)
    number = np.searchsorted(borders, row.starts, side="right") - 1
    # One more for the tokens before the first sentence: index -1 is the last element.
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
    """Whether the characters on both sides of this offset are of one word or number ("1.5")."""
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    if after in ".,:" and at + 1 < len(text):
        return before.isdigit() and text[at + 1].isdigit()
    return before in ".,:" and at > 1 and text[at - 2].isdigit() and after.isdigit()


def _letters_before(row: Row, text: str) -> NDArray[np.int64]:
    """How many letters and digits come before the start and before the end of each token.

    Shape (2, tokens).
    """
    letters = np.fromiter(map(str.isalnum, text), bool, len(text))
    before = np.concatenate([[0], np.cumsum(letters)])
    return before[np.stack([row.starts, row.ends])]


def _by_length(values: NDArray[Any], filling: float) -> NDArray[Any]:
    """For each first token, the values of the last token of spans of 1, 2, 3, ... tokens."""
    longest = min(LONGEST, len(values))
    behind = np.full(longest - 1, filling, values.dtype)
    return sliding_window_view(np.concatenate([values, behind]), longest)


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
        # Spans that begin earlier and reach into this one.
        for earlier in range(max(0, int(begin) - scores.shape[1] + 1), int(begin)):
            scores[earlier, int(begin) - earlier :] = -np.inf
    return found


def _log_normalizer(logits: Logits) -> float:
    """The logarithm of what the exponential of a span's score is divided by."""
    return _log_sum(logits.start, logits.null[0]) + _log_sum(logits.end, logits.null[1])


def _log_sum(logits: Floats, null: float) -> float:
    top = max(float(logits.max()), null)
    return top + float(np.log(np.exp(logits - top).sum() + np.exp(null - top)))


_PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»", "„": "“"}


_CLOSING = {closing: opening for opening, closing in _PAIRS.items() if opening != "„"}


_STRAIGHT = '"'


# Currencies, ranks ("#1"), handles ("@name"), and signs of numbers.
_PREFIXES = frozenset("$€£¥#@+-−")


# Other marks belong to the word before them: percent, degrees, ellipses, exclamation marks.
_SEPARATORS = frozenset(",;:–—-/|•")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, separators and unpaired quotes or brackets at its ends.

    A full stop is removed as well, unless it belongs to an abbreviation ("U.S."). Letters and
    digits are never removed.
    """
    before = (-1, -1)
    while before != (start, end):
        before = (start, end)
        while start < end and not _may_begin(text, start, end):
            start += 1
        while start < end and not _may_end(text, start, end):
            end -= 1
    return start, end


def _may_begin(text: str, start: int, end: int) -> bool:
    first = text[start]
    if first.isalnum() or first in _PREFIXES:
        return True
    if first == _STRAIGHT:
        return text.count(_STRAIGHT, start, end) > 1
    if first in _PAIRS:
        return _PAIRS[first] in text[start + 1 : end]
    # Any other symbol or mark may be a word of its own: emoji, combining marks, apostrophes.
    return not (first.isspace() or unicodedata.category(first) in {"Po", "Pd", "Pe", "Pf", "Cc"})


def _may_end(text: str, start: int, end: int) -> bool:
    last = text[end - 1]
    if last.isalnum():
        return True
    if last == _STRAIGHT:
        return text.count(_STRAIGHT, start, end) > 1
    if last in _CLOSING:
        return _CLOSING[last] in text[start : end - 1]
    if last == ".":
        word = text[start:end].split()[-1]
        return "." in word[:-1]
    return not (last.isspace() or last in _SEPARATORS or last in _PAIRS)
