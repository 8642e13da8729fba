"""Blocks: the paragraphs, headlines and list items of a text, as spans.

Every line break ends a block, as in text from web pages. In hard-wrapped text (e-mail, 72-column
files), only a blank line ends a block.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from msgspec import Struct

from index.interruption import steps
from index.records import Mark, Span

_SHORTEST_WRAPPED_LINE = 40
_LONGEST_WRAPPED_LINE = 120
_ENDS_A_THOUGHT = tuple(".!?:;…。！？؟۔।\"'”’»)]")
_QUOTE_PREFIX = "> \"'“‘«("
_ITEM = re.compile(r"(?:[-*+•‣▪●◦►·–—]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s")


class _Line(Struct, frozen=True, array_like=True):
    start: int
    text: str
    """Trimmed."""
    follows: bool
    """Whether no blank line separates it from the previous line."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def blocks(text: str) -> list[Span]:
    """Return the text's blocks in order, trimmed, not overlapping and not empty.

    Together they contain every character except white space. Linear in the length of the text.
    """
    lines = _lines(text)
    width = _wrap_width(lines)
    spans: list[Span] = []
    for number, line in enumerate(steps(lines)):
        if number and line.follows and _folds(lines[number - 1].text, line.text, width):
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


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    position, follows = 0, False
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            lines.append(_Line(position + len(raw) - len(raw.lstrip()), stripped, follows))
        follows = bool(stripped)
        position += len(raw)
    return lines


def _wrap_width(lines: list[_Line]) -> int:
    """Return the column at which the text is wrapped, or 0 if it is not hard-wrapped.

    Most line breaks in wrapped prose are inside a sentence; in text with one paragraph per line
    none are. Only lines of a usual width count, because headers and lists are not evidence.
    """
    pairs = [
        (before.text, after.text)
        for before, after in pairwise(lines)
        if after.follows and _SHORTEST_WRAPPED_LINE <= len(before.text) <= _LONGEST_WRAPPED_LINE
    ]
    width = max((len(before) for before, _ in pairs), default=0)
    running = sum(_runs_on(before, after, width) for before, after in pairs)
    return width if running * 3 >= len(pairs) else 0


def _folds(before: str, after: str, width: int) -> bool:
    """Whether the break between two lines only wraps a paragraph."""
    if not width:
        return False
    if _runs_on(before, after, width):
        return True
    return not _ITEM.match(after) and _is_full(before, after, width)


def _runs_on(before: str, after: str, width: int) -> bool:
    """Whether the second line continues the first one's sentence.

    In scripts without capitals the first letter is no evidence, so the first line must be about as
    long as the longest.
    """
    if before.endswith(_ENDS_A_THOUGHT):
        return False
    first = after.lstrip(_QUOTE_PREFIX)[:1]
    capitals = first.upper() != first.lower()
    return first.islower() if capitals else first.isalpha() and 5 * len(before) >= 4 * width


def _is_full(before: str, after: str, width: int) -> bool:
    """Whether the next line's first word would hardly have fitted on the first line."""
    word = len(after.split(maxsplit=1)[0])
    return 4 * (len(before) + 1 + word) > 3 * width and len(before) <= 2 * width
