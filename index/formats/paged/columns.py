"""Lines to blocks, and blocks in reading order.

Source of the order: T. M. Breuel, "High Performance Document Layout Analysis" (2003), section 4.
What stands above comes before what stands below it; what stands to the left comes before what
stands to the right, unless something that spans both stands between them.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.formats.paged.values import Block, Box, Line, around, block_of

Before: TypeAlias = NDArray[np.bool_]
"""before[a, b]: a is read before b."""

_SAME_SIZE = 1.15
_LARGEST_GAP = 1.3
"""Between lines of one block, of the font's size."""
_MOST_BLOCKS = 400
"""A page of more is drawn rather than written."""
_OVERLAP = 0.15
_IN_LINE = 4.0
"""Vertical tolerance in points for columns of one story."""
_HEADLINE = 1.25
"""Of the size of most lines."""


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Chain each line to the one below it, if each is the other's only neighbour."""
    lines = sorted(lines, key=lambda line: line.box.y0)
    tops = [line.box.y0 for line in lines]
    below = [_below(line, lines, tops) for line in lines]
    above: dict[int, int] = {}
    for found in below:
        for one in found:
            above[one] = above.get(one, 0) + 1
    chains: dict[int, list[Line]] = {}
    done: set[int] = set()
    for at in range(len(lines)):
        if at not in done:
            chains[at] = _chain(at, lines, below, above, done)
    return [block_of(chain) for chain in chains.values()]


def _chain(
    at: int,
    lines: Sequence[Line],
    below: list[list[int]],
    above: dict[int, int],
    done: set[int],
) -> list[Line]:
    chain = [lines[at]]
    done.add(at)
    while len(below[at]) == 1:
        after = below[at][0]
        if after in done or above[after] != 1 or not _goes_on(lines[at], lines[after]):
            break
        chain.append(lines[after])
        done.add(after)
        at = after
    return chain


def _below(line: Line, lines: Sequence[Line], tops: list[float]) -> list[int]:
    """The lines right below a line that stand, at least partly, under it."""
    first = bisect_right(tops, line.box.y0 + 0.4 * line.size)
    last = bisect_right(tops, line.box.y1 + _LARGEST_GAP * line.size)
    under = [
        (at, lines[at].box)
        for at in range(first, last)
        if _touches(line.box, lines[at].box) and lines[at] is not line
    ]
    return [
        at
        for at, box in under
        if not any(
            one.y1 <= box.y0 + 0.5 * box.height and _touches(one, box)
            for _, one in under
            if one is not box
        )
    ]


def _touches(one: Box, other: Box) -> bool:
    return one.beside(other) > 0.05


def _goes_on(line: Line, after: Line) -> bool:
    small, large = sorted((line.size, after.size))
    gap = after.box.y0 - line.box.y1
    return large <= _SAME_SIZE * small and gap < _LARGEST_GAP * small


def in_order(blocks: Sequence[Block]) -> list[Block]:
    """The blocks in reading order; ambiguous ones are marked unsure."""
    blocks = sorted(blocks, key=lambda one: (one.box.y0, one.box.x0))
    if len(blocks) > _MOST_BLOCKS:
        return [block_of(list(b.lines), is_table=b.is_table, is_sure=False) for b in blocks]
    doubtful = _overlapping(blocks)
    before = _before(_widened(blocks))
    order, unsure = _sorted(before)
    doubtful |= unsure
    return [
        block_of(
            list(blocks[at].lines),
            is_table=blocks[at].is_table,
            is_sure=blocks[at].is_sure and at not in doubtful,
        )
        for at in order
    ]


def _widened(blocks: Sequence[Block]) -> list[Box]:
    """The blocks' boxes; a headline's reaches as far as nothing stands beside it."""
    sizes = sorted(line.size for block in blocks for line in block.lines)
    body = sizes[len(sizes) // 2] if sizes else 0.0
    return [
        _reach(block.box, [one.box for one in blocks if one is not block])
        if block.size >= _HEADLINE * body and not block.is_table
        else block.box
        for block in blocks
    ]


def _reach(box: Box, others: Sequence[Box]) -> Box:
    """As far as columns begin in line with those below it, and nothing stands beside it."""
    beside = [one for one in others if min(one.y1, box.y1) - max(one.y0, box.y0) > 0]
    left = max((one.x1 for one in beside if one.x1 <= box.x0), default=float("-inf"))
    right = min((one.x0 for one in beside if one.x0 >= box.x1), default=float("inf"))
    under = [one for one in others if one.y0 >= box.y1 - 1 and left <= one.x0 and one.x1 <= right]
    tops = [one.y0 for one in under if _touches(one, box)]
    first = [one for one in under if not any(_is_between(x, one) for x in under)]
    reached = [one for one in first if any(abs(one.y0 - top) <= _IN_LINE for top in tops)]
    return around([box, *(Box(one.x0, box.y0, one.x1, box.y1) for one in reached)])


def _is_between(box: Box, below: Box) -> bool:
    return box is not below and box.y1 <= below.y0 + 1 and _touches(box, below)


def _before(boxes: Sequence[Box]) -> Before:
    """Which box is read before which."""
    x0, y0, x1, y1 = (
        np.array([getattr(box, name) for box in boxes]) for name in ("x0", "y0", "x1", "y1")
    )
    shared = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    narrower = np.minimum((x1 - x0)[:, None], x1 - x0)
    over = shared > 0.05 * narrower
    middle = (y0 + y1) / 2
    is_above = middle[:, None] < middle
    before: Before = over & is_above
    is_left = ~over & (x0[:, None] < x0)
    for a in range(len(boxes)):
        right = np.nonzero(is_left[a])[0]
        is_first = middle[a] < middle[right]
        top = np.where(is_first, y1[a], y1[right])[:, None] - 1
        bottom = np.where(is_first, y0[right], y0[a])[:, None] + 1
        between = (y0 >= top) & (y1 <= bottom) & over[a] & over[right]
        before[a, right] |= ~between.any(axis=1)
    np.fill_diagonal(before, val=False)
    return before


def _sorted(before: Before) -> tuple[list[int], set[int]]:
    """The numbers in order; and those that come both before and after each other."""
    left = set(range(len(before)))
    waiting = before.sum(axis=0)
    order: list[int] = []
    unsure: set[int] = set()
    while left:
        among = sorted(left)
        free = [at for at in among if not waiting[at]]
        if free:
            # Continue where the last one ended, as long as possible.
            after = [at for at in free if order and before[order[-1], at]]
            chosen = (after or free)[0]
        else:
            chosen = among[0]
            unsure.update(at for at in among if before[at, chosen] and before[chosen, at])
            unsure.add(chosen)
        order.append(chosen)
        left.discard(chosen)
        waiting = waiting - before[chosen]
    return order, unsure


def _overlapping(blocks: Sequence[Block]) -> set[int]:
    """Those printed over each other."""
    found: set[int] = set()
    for a, one in enumerate(blocks):
        for b in range(a + 1, len(blocks)):
            other = blocks[b]
            if other.box.y0 >= one.box.y1:
                # They are sorted by their tops.
                break
            if _shared(one.box, other.box) > _OVERLAP and _lines_collide(one, other):
                found |= {a, b}
    return found


def _shared(one: Box, other: Box) -> float:
    """How much of the smaller one's area both share."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    smaller = min(one.width * one.height, other.width * other.height)
    return width * height / max(smaller, 0.1) if width > 0 and height > 0 else 0.0


def _lines_collide(one: Block, other: Block) -> bool:
    return any(
        first.box.beside(second.box) > 0.1
        and min(first.box.y1, second.box.y1) - max(first.box.y0, second.box.y0) > 0.4 * first.size
        for first in one.lines
        for second in other.lines
    )
