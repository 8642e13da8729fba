"""Passages: runs of whole sentences that fit the embedder's window.

paragraphs, and quotations with their context, stay together if they fit
┌─────────────┐┌─────────────┐
│ unit │ unit ││ unit │ unit │   each passage repeats the last sentences of the previous one, so
└─────────────┘└─────────────┘   that a statement on a border is complete in one of them
"""

from collections.abc import Sequence

from index.records import Span
from index.text.segmentation.wrapping import unwrapped

# Marks that are either opening or closing; straight ones are counted by parity.
_OPENING = "“«„"
_CLOSING = "”»"


def split_passages(
    text: str, sentences: Sequence[Span], tokens: Sequence[int], room: int, overlap: int = 1
) -> list[Span]:
    """Group an article's sentences into passages.

    Args:
        text: the article's canonical text.
        sentences: its body sentences, in order.
        tokens: tokens of each sentence, as the embedder counts them.
        room: the most tokens in a passage, without title and special tokens.
        overlap: sentences of the previous passage that a passage repeats, if they fit.

    Returns:
        The numbers of the first and last sentence of each passage, both inclusive. A sentence
        longer than `room` is a passage by itself: it is cut for embedding, never for quoting.
    """
    passages: list[Span] = []
    first, used = 0, 0
    for unit in _units(unwrapped(text), sentences, tokens, room):
        size = sum(tokens[unit.start : unit.end])
        if used and used + size > room:
            passages.append(Span(first, unit.start - 1))
            first = _with_overlap(unit, size, tokens, room, overlap, floor=first + 1)
            used = sum(tokens[first : unit.start])
        used += size
    if sentences:
        passages.append(Span(first, len(sentences) - 1))
    return passages


def _with_overlap(
    unit: Span, size: int, tokens: Sequence[int], room: int, overlap: int, floor: int
) -> int:
    """First sentence of the passage that begins with `unit`, extended back if there is room."""
    first = unit.start
    while first > max(floor, unit.start - overlap) and size + tokens[first - 1] <= room:
        first -= 1
        size += tokens[first]
    return first


def _units(text: str, sentences: Sequence[Span], tokens: Sequence[int], room: int) -> list[Span]:
    """Half-open runs of sentences that should stay together and fit `room`."""
    units: list[Span] = []
    for run in _linked(text, sentences):
        start, used = run.start, 0
        for number in range(run.start, run.end):
            if used and used + tokens[number] > room:
                units.append(Span(start, number))
                start, used = number, 0
            used += tokens[number]
        units.append(Span(start, run.end))
    return units


def _linked(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Half-open runs: sentences of one paragraph, and paragraphs that one quotation spans."""
    runs: list[Span] = []
    start, depth = 0, 0
    for number, sentence in enumerate(sentences):
        if number > start and not depth and _is_paragraph_break(text, sentences, number):
            runs.append(Span(start, number))
            start = number
        depth = _open_quotations(text[sentence.start : sentence.end], depth)
        # A mark that is never closed must not join the rest of the article.
        if number - start >= _LONGEST_RUN:
            depth = 0
    if sentences:
        runs.append(Span(start, len(sentences)))
    return runs


_LONGEST_RUN = 12


def _is_paragraph_break(text: str, sentences: Sequence[Span], number: int) -> bool:
    return "\n" in text[sentences[number - 1].end : sentences[number].start]


def _open_quotations(sentence: str, depth: int) -> int:
    """Whether a quotation is still open after this sentence: 1 or 0.

    A paragraph that continues a quotation repeats the opening mark without closing it, so opening
    marks are not added up.
    """
    opened = max(sentence.rfind(mark) for mark in _OPENING)
    closed = max(sentence.rfind(mark) for mark in _CLOSING)
    if opened >= 0 or closed >= 0:
        return int(opened > closed)
    return (depth + sentence.count('"')) % 2
