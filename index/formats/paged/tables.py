"""Tables: rows of short lines aligned with those above and below."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from index.formats.paged.columns import blocks_of
from index.formats.paged.values import Block, Line, Word, around, block_of, line_of

_FULL = 0.75
"""A line that fills this share of the way to the next one is one of a column."""
_LEAST_ROWS = 3
_LEAST_PROSE = 3
_WIDE = 8
"""Of the font's size: narrower lines are no prose."""
_IN_LINE = 3.0
"""Tolerance in points for vertically aligned cells."""
_LARGEST_GAP = 2.2
"""Between rows, of the font's size."""


class _Row(Struct, frozen=True):
    cells: tuple[Line, ...]

    @property
    def y0(self) -> float:
        return min(cell.box.y0 for cell in self.cells)

    @property
    def y1(self) -> float:
        return max(cell.box.y1 for cell in self.cells)


def tables_of(lines: Sequence[Line]) -> tuple[list[Block], list[Line]]:
    """The tables, and the remaining lines."""
    prose = {id(line) for block in blocks_of(lines) if _is_prose(block) for line in block.lines}
    heights = _heights([line for line in lines if id(line) not in prose])
    rows = [row for height in heights for row in _short(height)]
    tables: list[Block] = []
    taken: set[int] = set()
    for group in _groups(rows):
        if len(group) >= _LEAST_ROWS:
            tables.append(block_of([_joined(row) for row in group], is_table=True))
            taken.update(id(cell) for row in group for cell in row.cells)
    return tables, [line for line in lines if id(line) not in taken]


def _is_prose(block: Block) -> bool:
    """Whether its lines mostly reach from side to side, as cells do not."""
    widths = [line.box.width for line in block.lines[:-1]]
    if len(widths) < _LEAST_PROSE - 1 or block.box.width < _WIDE * block.size:
        return False
    return sum(widths) >= _FULL * block.box.width * len(widths)


def _heights(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines on one height, from left to right."""
    row: list[Line] = []
    for line in sorted(lines, key=lambda one: one.box.y1):
        if row and line.box.y1 - row[0].box.y1 > 0.35 * min(line.size, row[0].size):
            yield sorted(row, key=lambda one: one.box.x0)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda one: one.box.x0)


def _short(row: list[Line]) -> Iterator[_Row]:
    """The runs of lines that do not reach the next one, each with the line after it."""
    run: list[Line] = []
    for at, line in enumerate(row):
        after = row[at + 1] if at + 1 < len(row) else None
        if after is not None and line.box.width <= _FULL * (after.box.x0 - line.box.x0):
            run.append(line)
            continue
        if run and (after is None or line.box.width <= _FULL * (after.box.x0 - line.box.x0)):
            run.append(line)
        if len(run) >= 2:
            yield _Row(tuple(run))
        run = []


def _groups(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Rows below each other that are in line."""
    open_groups: list[list[_Row]] = []
    for row in sorted(rows, key=lambda one: one.y0):
        group = next((one for one in open_groups if _follows(one[-1], row)), None)
        if group is None:
            open_groups.append([row])
        else:
            group.append(row)
    yield from open_groups


def _follows(before: _Row, row: _Row) -> bool:
    size = max(cell.size for cell in row.cells)
    gap = row.y0 - before.y1
    if not -0.5 * size < gap < _LARGEST_GAP * size:
        return False
    in_line = sum(any(_are_in_line(cell, above) for above in before.cells) for cell in row.cells)
    return in_line >= max(2, 0.6 * len(row.cells))


def _are_in_line(cell: Line, above: Line) -> bool:
    one, other = cell.box, above.box
    middles = abs((one.x0 + one.x1) - (other.x0 + other.x1)) / 2
    return min(abs(one.x0 - other.x0), abs(one.x1 - other.x1), middles) <= _IN_LINE


def _joined(row: _Row) -> Line:
    """A line whose words are the cells."""
    words = [Word(cell.text, around([cell.box]), cell.size) for cell in row.cells]
    return line_of(words, is_sure=all(cell.is_sure for cell in row.cells))
