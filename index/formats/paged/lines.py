"""Words to lines: which gaps between words on one height are gutters between columns.

In narrow columns a gutter is hardly wider than the spaces of a justified line. What tells it is the
edge to its right: many lines near by begin there.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from index.formats.paged.values import Box, Line, Word, line_of

_SURE_GAP = 2.2
"""Of the font's size; no space between words is so wide."""
_LEAST_GAP = 0.4
_DOUBTFUL_GAP = 1.1
_WIDE_GAP = 0.7
_TIMES_OTHERS = 2.5
"""In a justified line all spaces are alike."""
_USUAL_SPACE = 0.28
_MARKER = re.compile(r"(?:[•●▪■◆►▶–—*·-]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)])")
_EDGE = 0.15
"""How far beginnings of lines in one column may lie apart, of the font's size."""
_NEAR = 18
"""Lines above and below are near by within so many sizes."""
_MANY_EDGES = 3
_SAME_HEIGHT = 0.3


def lines_of(words: Sequence[Word]) -> list[Line]:
    """The lines of a page, from top to bottom."""
    rows = _rows(words)
    edges = _Edges(rows)
    found = [line for row in rows for line in _split(row, edges)]
    return sorted(_with_initials(found), key=lambda line: (line.box.y0, line.box.x0))


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words on one height, from left to right; what is printed twice is there once."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: one.box.y1):
        row = next((one for one in reversed(rows[-12:]) if _is_on(word, one)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [_once(sorted(row, key=lambda one: (one.box.x0, one.box.x1))) for row in rows]


def _is_on(word: Word, row: list[Word]) -> bool:
    last = row[-1]
    low = _SAME_HEIGHT * min(word.size, last.size)
    return abs(word.box.y1 - last.box.y1) <= low and word.size < 1.6 * last.size < 2.56 * word.size


def _once(row: list[Word]) -> list[Word]:
    """Bold text and shadows are sometimes the same words printed again, slightly displaced."""
    kept: list[Word] = []
    for word in row:
        if not (kept and kept[-1].text == word.text and _covers(kept[-1].box, word.box)):
            kept.append(word)
    return kept


def _covers(one: Box, other: Box) -> bool:
    return abs(one.x0 - other.x0) < 0.3 * one.height and abs(one.x1 - other.x1) < 0.3 * one.height


class _Edges:
    """Where words begin after a gap, or at the left of their row."""

    def __init__(self, rows: Sequence[Sequence[Word]]) -> None:
        found = sorted(
            (word.box.x0, word.box.y1)
            for row in rows
            for at, word in enumerate(row)
            if at == 0 or _gap(row[at - 1], word) >= _LEAST_GAP * word.size
        )
        self._x = [x for x, _ in found]
        self._y = [y for _, y in found]

    def near(self, word: Word) -> int:
        """How many other rows near by have such a beginning right above or below."""
        first = bisect_left(self._x, word.box.x0 - _EDGE * word.size)
        last = bisect_right(self._x, word.box.x0 + _EDGE * word.size)
        heights = (abs(self._y[at] - word.box.y1) for at in range(first, last))
        return sum(0.5 * word.size < height <= _NEAR * word.size for height in heights)


def _gap(before: Word, after: Word) -> float:
    return after.box.x0 - before.box.x1


def _split(row: list[Word], edges: _Edges) -> Iterator[Line]:
    gaps = [_gap(a, b) / max(a.size, b.size) for a, b in pairwise(row)]
    part, is_sure = row[:1], True
    for at, word in enumerate(row[1:]):
        usual = _usual(gaps, at)
        if _parts(gaps[at], usual, word, edges) and not _is_marker(part):
            yield line_of(part, is_sure=is_sure)
            part, is_sure = [], True
        elif gaps[at] < -0.5 or (gaps[at] >= _DOUBTFUL_GAP and gaps[at] > 1.5 * usual):
            is_sure = _is_marker(part)
        part.append(word)
    yield line_of(part, is_sure=is_sure)


def _usual(gaps: list[float], at: int) -> float:
    """The space between the words around a gap."""
    around = [*gaps[max(0, at - 4) : at], *gaps[at + 1 : at + 5]]
    return max(0.1, median([one for one in around if one < _SURE_GAP] or [_USUAL_SPACE]))


def _parts(gap: float, usual: float, word: Word, edges: _Edges) -> bool:
    """Whether a gap is a gutter."""
    if gap >= _SURE_GAP or (gap >= _WIDE_GAP and gap >= _TIMES_OTHERS * usual):
        return True
    return gap >= _LEAST_GAP and gap > 1.2 * usual and edges.near(word) >= _MANY_EDGES


def _is_marker(part: list[Word]) -> bool:
    """Whether it is the number or the point before an item of a list."""
    return len(part) == 1 and _MARKER.fullmatch(part[0].text) is not None


def _with_initials(lines: list[Line]) -> list[Line]:
    """Put each large initial before the first line beside it."""
    initials = [one for one in lines if _is_initial(one)]
    for initial in initials:
        beside = [one for one in lines if one is not initial and _is_beside(initial, one)]
        if len(beside) < 2:
            continue
        first = min(beside, key=lambda one: one.box.y0)
        letter = initial.words[0]
        word = first.words[0]
        joined = [Word(letter.text + word.text, word.box, word.size)]
        if not word.text[:1].islower():
            joined = [Word(letter.text, word.box, word.size), word]
        lines[lines.index(first)] = line_of([*joined, *first.words[1:]], is_sure=first.is_sure)
        lines.remove(initial)
    return lines


def _is_initial(line: Line) -> bool:
    text = line.text.lstrip("\"'“„«‘")
    return len(line.words) == 1 and len(text) == 1 and text.isalpha() and text.isupper()


def _is_beside(initial: Line, line: Line) -> bool:
    gap = line.box.x0 - initial.box.x1
    middle = (line.box.y0 + line.box.y1) / 2
    is_large = initial.size > 1.6 * line.size
    within = initial.box.y0 - line.size < middle < initial.box.y1 + 0.3 * line.size
    return is_large and within and -0.5 * line.size < gap < 2 * line.size
