"""Paragraphs, so that no quotation is continued over a break without evidence."""

import re
from collections.abc import Sequence

from index.interruption import steps
from index.records import Mark, Span

_LINE_END = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_ENDS_A_THOUGHT = frozenset(".!?:;…\"”“’'»«)]}*")
_WRAPPED_LINE = range(45, 131)
"""The length, in characters, of a line that a program wrapped."""


def split_paragraphs(text: str, marks: Sequence[Mark] = ()) -> list[Span]:
    """Return the spans of the paragraphs in order, none blank and none inside a mark.

    A line break ends a paragraph, unless the line looks wrapped: it is as long as wrapped lines
    are, does not end a sentence, and the next line begins with a lower-case letter.
    """
    return _without(_joined(text, _lines(text)), marks)


def _lines(text: str) -> list[Span]:
    lines, start = [], 0
    for match in _LINE_END.finditer(text):
        lines.append(Span(start, match.start()))
        start = match.end()
    return [*lines, Span(start, len(text))]


def _joined(text: str, lines: list[Span]) -> list[Span]:
    paragraphs: list[Span] = []
    before: Span | None = None
    for line in steps(lines):
        blank = line.start == line.end or text[line.start : line.end].isspace()
        if not blank and before and _is_wrapped(text, before, line):
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        elif not blank:
            paragraphs.append(line)
        before = None if blank else line
    return paragraphs


def _is_wrapped(text: str, line: Span, following: Span) -> bool:
    if line.end - line.start not in _WRAPPED_LINE:
        return False
    return text[line.end - 1] not in _ENDS_A_THOUGHT and text[following.start].islower()


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
