"""Paragraphs, which limit how far a quotation may continue."""

from collections.abc import Sequence

from index.records import Mark, Span
from index.text.segmentation.blocks import blocks


def split_paragraphs(text: str, marks: Sequence[Mark] = ()) -> list[Span]:
    """Return the spans of the paragraphs in order, none blank and none inside a mark.

    They are the blocks of `index.text.segmentation.blocks`: a line break that only wraps a
    paragraph ends none.
    """
    return _without(blocks(text), marks)


def _without(paragraphs: list[Span], marks: Sequence[Mark]) -> list[Span]:
    """Remove the marked stretches; both lists are walked once."""
    if not marks:
        return paragraphs
    kept: list[Span] = []
    ordered, first = sorted(marks), 0
    for paragraph in paragraphs:
        while first < len(ordered) and ordered[first].end <= paragraph.start:
            first += 1
        kept.extend(_pieces(paragraph, ordered, first))
    return kept


def _pieces(paragraph: Span, marks: list[Mark], first: int) -> list[Span]:
    pieces, start = [], paragraph.start
    for index in range(first, len(marks)):
        mark = marks[index]
        if mark.start >= paragraph.end:
            break
        if mark.start > start:
            pieces.append(Span(start, mark.start))
        start = max(start, mark.end)
    if start < paragraph.end:
        pieces.append(Span(start, paragraph.end))
    return pieces
