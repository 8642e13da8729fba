"""Running heads, page numbers and footers: text repeated at the same position on many pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec import Struct

from index.formats.paged.values import Line, Page

_EDGE = 0.16
"""Of a page's height."""
_ROWS = 4
"""How many rows from the edge of a page may be furniture."""
_PLACE = 8.0
"""Tolerance in points for the same row on different pages."""
_NEAR_PAGES = 2
"""Heads of left and right pages take turns, and sections have their own."""
_ALIKE = 0.6
_LONGEST = 160
_DIGITS = re.compile(r"\d+")
_FOLIO = re.compile(
    r"[-–—|•\s]*(?:(?:page|seite|s\.|p\.|pág(?:ina|\.)?)\s*)?[A-Z]?\d{1,4}"
    r"(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?[-–—|•\s]*",
    re.IGNORECASE,
)


class Row(Struct, frozen=True):
    """Lines on one height near the top or the bottom of a page."""

    page: int
    lines: tuple[Line, ...]
    at: float
    """Distance from that edge."""
    is_head: bool
    words: dict[str, int]
    """With how often each occurs; numbers are all alike."""

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(line.text for line in self.lines)


def without_furniture(
    pages: Sequence[Page], lines: Sequence[list[Line]]
) -> tuple[list[list[Line]], tuple[str, ...]]:
    """Each page's lines without repeated edge lines, and those lines, once each."""
    rows = [row for page, mine in zip(pages, lines, strict=True) for row in _edges(page, mine)]
    by_page: dict[int, list[Row]] = {page.number: [] for page in pages}
    for row in rows:
        by_page[row.page].append(row)
    gone = [row for mine in by_page.values() for row in _outermost(mine, by_page)]
    taken = {id(line) for row in gone for line in row.lines}
    left = [[line for line in mine if id(line) not in taken] for mine in lines]
    told = dict.fromkeys(_DIGITS.sub("#", row.text) for row in gone if not _is_folio(row))
    return left, tuple(told)


def _edges(page: Page, lines: list[Line]) -> Iterator[Row]:
    rows = list(_rows(lines))
    for row in rows[:_ROWS]:
        if max(line.box.y1 for line in row) <= _EDGE * page.height:
            yield _row(page, row, min(line.box.y0 for line in row), is_head=True)
    for row in rows[-_ROWS:]:
        top = min(line.box.y0 for line in row)
        if top >= (1 - _EDGE) * page.height:
            yield _row(page, row, page.height - top, is_head=False)


def _rows(lines: list[Line]) -> Iterator[list[Line]]:
    row: list[Line] = []
    for line in sorted(lines, key=lambda one: (one.box.y1, one.box.x0)):
        if row and abs(line.box.y1 - row[-1].box.y1) > 0.5 * min(line.size, row[-1].size):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _row(page: Page, lines: list[Line], at: float, *, is_head: bool) -> Row:
    text = _DIGITS.sub("#", " ".join(line.text for line in lines).casefold())
    return Row(page.number, tuple(lines), at, is_head, dict(Counter(text.split())))


def _outermost(rows: list[Row], by_page: dict[int, list[Row]]) -> Iterator[Row]:
    """From each edge of a page inwards, as long as rows repeat or are folios."""
    heads = [row for row in rows if row.is_head]
    feet = [row for row in reversed(rows) if not row.is_head]
    for side in (heads, feet):
        yield from takewhile(lambda row: _is_folio(row) or _repeats(row, by_page), side)


def _repeats(row: Row, rows: dict[int, list[Row]]) -> bool:
    """Whether half of the pages before and after have the like at the same place."""
    if len(row.text) > _LONGEST:
        return False
    near = range(row.page - _NEAR_PAGES, row.page + _NEAR_PAGES + 1)
    others = [rows[page] for page in near if page != row.page and page in rows]
    alike = sum(any(_is_like(row, other) for other in page) for page in others)
    return alike > 0 and 2 * alike >= len(others)


def _is_like(row: Row, other: Row) -> bool:
    is_there = other.is_head is row.is_head and abs(other.at - row.at) <= _PLACE
    return is_there and _are_alike(row.words, other.words)


def _are_alike(one: dict[str, int], other: dict[str, int]) -> bool:
    shared = (Counter(one) & Counter(other)).total()
    return shared >= _ALIKE * max(sum(one.values()), sum(other.values()))


def _is_folio(row: Row) -> bool:
    return _FOLIO.fullmatch(row.text) is not None
