"""Words to lines: which gaps between words are gutters between columns.

In narrow columns a gutter is hardly wider than the spaces of a justified line. What distinguishes
it is its right edge: many nearby lines start there.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from msgspec import structs

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
"""Tolerance for line starts in one column, relative to font size."""
_NEAR = 18
"""Maximum distance of nearby lines, relative to font size."""
_MANY_EDGES = 3
_TIMES_CROSSING = 2
_HEADLINE = 1.3
_NEXT = 2.8
"""Maximum distance of adjacent lines, relative to font size."""
_STRIP = 0.4
_GUTTER = 4.0
"""Of the font's size: a gap that nothing crosses is a gutter, even in justified text."""
_SAME_HEIGHT = 0.3
_LONGEST_NOTE = 3
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def lines_of(words: Sequence[Word]) -> list[Line]:
    """The lines of a page, from top to bottom."""
    rows = _rows(_with_raised(words))
    edges = _Edges(rows)
    found = [line for row in rows for line in _split(row, edges)]
    return sorted(_with_initials(found), key=lambda line: (line.box.y0, line.box.x0))


def _with_raised(words: Sequence[Word]) -> list[Word]:
    """Put small raised figures, such as of notes, behind the words that they stand beside."""
    ends: dict[int, list[int]] = {}
    for at, word in enumerate(words):
        ends.setdefault(round(word.box.x1), []).append(at)
    kept = dict(enumerate(words))
    for at, word in enumerate(words):
        if not (word.text.isdigit() and len(word.text) <= _LONGEST_NOTE):
            continue
        x = round(word.box.x0)
        beside = [one for near in range(x - 2, x + 3) for one in ends.get(near, ())]
        base = next((one for one in beside if one in kept and _is_raised(word, kept[one])), None)
        if base is not None:
            raised = kept[base].text + word.text.translate(_RAISED)
            kept[base] = structs.replace(kept[base], text=raised)
            del kept[at]
    return list(kept.values())


def _is_raised(word: Word, base: Word) -> bool:
    small = word.size < 0.8 * base.size
    middle = (word.box.y0 + word.box.y1) / 2
    return small and base.box.y0 - 0.4 * base.size < middle < base.box.y1 - 0.5 * base.size


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
    """Word starts after a gap and ends before one, and rows with words across a position."""

    def __init__(self, rows: Sequence[Sequence[Word]]) -> None:
        self._starts = _Places(
            (word.box.x0, word.box.y1)
            for row in rows
            for at, word in enumerate(row)
            if at == 0 or _gap(row[at - 1], word) >= _LEAST_GAP * word.size
        )
        self._ends = _Places(
            (word.box.x1, word.box.y1)
            for row in rows
            for at, word in enumerate(row)
            if at + 1 == len(row) or _gap(word, row[at + 1]) >= _LEAST_GAP * word.size
        )
        rows = sorted(rows, key=lambda row: row[0].box.y1)
        self._heights = [row[0].box.y1 for row in rows]
        self._rows = [([word.box.x0 for word in row], row) for row in rows]

    def begin_in(self, before: Word, word: Word) -> bool:
        """Whether a column begins at a word, or within the gap before it, as above an indent."""
        between = self._starts.within(before.box.x1 + 0.3 * word.size, word.box.x0 - word.size)
        return any(self._is_edge(x, word) for x in (word.box.x0, *between))

    def end_at(self, word: Word) -> bool:
        """Whether lines near by end right above or below."""
        return self._ends.near(word.box.x1, word) >= _MANY_EDGES

    def is_gutter(self, before: Word, word: Word) -> bool:
        """Whether a gap is wide, and nothing nearby crosses it."""
        return _space(before, word) >= _GUTTER and not self._is_crossed(before, word)

    def _is_edge(self, x: float, word: Word) -> bool:
        """Whether a column begins there, which may have begun or may end at this line."""
        return any(
            (starts := self._starts.near(x, word, reach)) >= _MANY_EDGES
            and starts >= _TIMES_CROSSING * self._crossing(x, word, reach)
            for reach in ((-_NEAR, 0.0), (0.0, _NEAR), (-_NEAR, _NEAR))
        )

    def _is_crossed(self, before: Word, word: Word) -> bool:
        """Whether lines right above and below have words all across a gap."""
        step = _STRIP * word.size
        x = before.box.x1 + step
        while x <= word.box.x0 - step / 2:
            if not self._crossing(x, word, (-_NEXT, _NEXT)):
                return False
            x += step
        return True

    def _crossing(self, x: float, word: Word, reach: tuple[float, float]) -> int:
        """How many rows within so many sizes above and below have a word across `x`."""
        first = bisect_left(self._heights, word.box.y1 + reach[0] * word.size)
        last = bisect_right(self._heights, word.box.y1 + reach[1] * word.size)
        return sum(_crosses(*self._rows[at], x, word.size) for at in range(first, last))


def _crosses(starts: list[float], row: Sequence[Word], x: float, size: float) -> bool:
    """Whether a word of about that size, so none of a headline, stands across `x`."""
    at = bisect_left(starts, x - _EDGE * size) - 1
    return at >= 0 and row[at].box.x1 > x + _EDGE * size and row[at].size <= _HEADLINE * size


class _Places:
    """Points, to be counted in a strip."""

    def __init__(self, points: Iterable[tuple[float, float]]) -> None:
        found = sorted(points)
        self._x = [x for x, _ in found]
        self._y = [y for _, y in found]

    def within(self, first: float, last: float) -> list[float]:
        """Those between two, each once."""
        return sorted(
            {
                round(x, 1)
                for x in self._x[bisect_left(self._x, first) : bisect_right(self._x, last)]
            }
        )

    def near(self, x: float, word: Word, reach: tuple[float, float] = (-_NEAR, _NEAR)) -> int:
        """The number of lines directly above or below `x`, near the word's height."""
        first = bisect_left(self._x, x - _EDGE * word.size)
        last = bisect_right(self._x, x + _EDGE * word.size)
        heights = ((self._y[at] - word.box.y1) / word.size for at in range(first, last))
        return sum(abs(high) > 0.5 and reach[0] <= high <= reach[1] for high in heights)


def _gap(before: Word, after: Word) -> float:
    return after.box.x0 - before.box.x1


def _space(before: Word, after: Word) -> float:
    """The gap, of the font's size."""
    return _gap(before, after) / max(before.size, after.size)


def _split(row: list[Word], edges: _Edges) -> Iterator[Line]:
    """First where a column begins; then where a gap is too wide for a space."""
    part = row[:1]
    for before, word in pairwise(row):
        begins = _space(before, word) >= _LEAST_GAP and edges.begin_in(before, word)
        if begins and not _is_marker(part):
            yield from _apart(part, edges)
            part = []
        part.append(word)
    yield from _apart(part, edges)


def _apart(row: list[Word], edges: _Edges) -> Iterator[Line]:
    """Split a line of one column, unless it is justified: then its spaces may be of any width."""
    gaps = [_space(before, word) for before, word in pairwise(row)]
    ends_as_others = edges.end_at(row[-1])
    part, is_sure = row[:1], True
    for at, word in enumerate(row[1:]):
        usual = _usual(gaps, at)
        is_wide = gaps[at] >= _SURE_GAP or gaps[at] >= max(_WIDE_GAP, _TIMES_OTHERS * usual)
        is_justified = is_wide and ends_as_others and not edges.is_gutter(row[at], word)
        if is_wide and not is_justified and not _is_marker(part):
            yield line_of(part, is_sure=is_sure)
            part, is_sure = [], True
        elif gaps[at] < -0.5 or (gaps[at] >= _DOUBTFUL_GAP and gaps[at] > 1.8 * usual):
            is_sure = is_sure and (ends_as_others or _is_marker(part))
        part.append(word)
    yield line_of(part, is_sure=is_sure)


def _usual(gaps: list[float], at: int) -> float:
    """The space between the words around a gap."""
    around = [*gaps[max(0, at - 4) : at], *gaps[at + 1 : at + 5]]
    return max(0.1, median(around or [_USUAL_SPACE]))


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
        joined = [structs.replace(word, text=letter.text + word.text)]
        if not word.text[:1].islower():
            joined = [structs.replace(word, text=letter.text), word]
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
