"""Blocks: the paragraphs, headlines and list items of a text, as spans.

Every line break ends a block, as in text from web pages, but those that only wrap a paragraph
(`index.text.segmentation.wrapping`), as in e-mail and columns.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from index.interruption import steps
from index.records import Mark, Span
from index.text.segmentation.wrapping import lines_of, wrapping_of


def blocks(text: str) -> list[Span]:
    """Return the text's blocks in order, trimmed, not overlapping and not empty.

    Together they contain every character except white space. Linear in the length of the text.
    """
    lines = lines_of(text)
    wrapping = wrapping_of(lines)
    spans: list[Span] = []
    for number, line in enumerate(steps(lines)):
        if number and wrapping.folds(lines[number - 1], line):
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(Span(line.start, line.end))
    return spans


def blocks_outside(text: str, marks: Sequence[Mark]) -> Iterator[Span]:
    """Yield the parts of the blocks outside all marks, trimmed and not empty."""
    whole = blocks(text)
    for span in _overlaps(whole, _gaps(marks, len(text))) if marks else whole:
        words = text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        end = span.start + len(words.rstrip())
        if start < end:
            yield Span(start, end)


def _gaps(marks: Sequence[Mark], length: int) -> list[Span]:
    free: list[Span] = []
    reach = 0
    for mark in sorted(marks):
        if mark.start > reach:
            free.append(Span(reach, mark.start))
        reach = max(reach, mark.end)
    return [*free, Span(reach, length)] if reach < length else free


def _overlaps(ones: Sequence[Span], others: Sequence[Span]) -> Iterator[Span]:
    """Yield the overlaps of two ordered lists of spans."""
    first = 0
    for one in ones:
        while first < len(others) and others[first].end <= one.start:
            first += 1
        for other in islice(others, first, None):
            if other.start >= one.end:
                break
            yield Span(max(one.start, other.start), min(one.end, other.end))
