"""Ordered blocks to text, with a map of pages, removed hyphens and unquotable parts.

A paragraph continues in the next column or page if a line breaks off in mid-sentence. If the
continuation is unclear, the broken sentence is marked instead of being joined to the wrong half.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct

from index.formats.paged.hyphens import Hyphens, ends_in_hyphen
from index.formats.paged.values import Block, Line
from index.records import Layout, Mark, MarkKind, PageStart

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_LAST_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=\S)")
_FIRST_END = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|$)")
_ANY_END = re.compile(r"\w{2}[.!?…][\"'”’»)\]]*(?:\s|$)")
_DASH_END = re.compile(r"\S—$")
_ITEM = re.compile(r"(?:[•●■◆►▶▪–—*·]|\(?\d{1,3}[.)])\s")
_SAME_SIZE = 1.05
_SAME_WIDTH = 0.15
_HEADLINE = 1.2
_INDENT = 0.8
"""Of the font's size."""
_AHEAD = 8
"""Maximum number of pieces, such as captions, between two halves of a paragraph."""
_LEAST_LINES = 2
"""Whether a block may continue elsewhere."""


class Placed(Struct, frozen=True):
    """A block on its page."""

    page: int
    block: Block
    is_lowest: bool = True
    """Whether it is the last in its column."""


class Flowed(Struct, frozen=True):
    """The text, and the map back."""

    text: str
    layout: Layout


class _Piece(Struct):
    """A paragraph or part of one."""

    page: int
    block: Block
    lines: list[tuple[int, Line]]
    """With their pages."""
    is_first: bool
    """Of its block."""
    is_last: bool
    is_lowest: bool
    last: Block

    @property
    def text(self) -> str:
        return " ".join(line.text for _, line in self.lines)


def flow(placed: Sequence[Placed], turned: Sequence[tuple[int, str]]) -> Flowed:
    """The text of ordered blocks; rotated text comes last, marked."""
    hyphens = Hyphens(line.text for one in placed for line in one.block.lines)
    pieces = _joined([piece for one in placed for piece in _pieces(one)], hyphens)
    sizes = sorted(line.size for one in placed for line in one.block.lines)
    writer = _Writer(hyphens, sizes[len(sizes) // 2] if sizes else 0.0)
    for piece, after in zip_longest(pieces, pieces[1:]):
        is_followed = after is not None and not after.block.is_table and _goes_on(after)
        writer.add(piece, is_followed=is_followed)
    for page, words in turned:
        writer.add_turned(page, words)
    return writer.flowed()


def _pieces(placed: Placed) -> Iterator[_Piece]:
    """The paragraphs of a block."""
    block = placed.block
    groups: list[list[Line]] = []
    for at, line in enumerate(block.lines):
        if at and (block.is_table or not _begins(block, at)):
            groups[-1].append(line)
        else:
            groups.append([line])
    for at, group in enumerate(groups):
        lines = [(placed.page, line) for line in group]
        is_last = at == len(groups) - 1
        yield _Piece(placed.page, block, lines, at == 0, is_last, placed.is_lowest, block)


def _begins(block: Block, at: int) -> bool:
    """Whether a line begins a paragraph: by its indent, the gap above it, or the line before."""
    before, line = block.lines[at - 1], block.lines[at]
    size = block.size
    if _ITEM.match(line.text) and not ends_in_hyphen(before.text):
        return True
    gaps = sorted(b.box.y0 - a.box.y1 for a, b in zip(block.lines, block.lines[1:], strict=False))
    usual = gaps[len(gaps) // 2]
    if line.box.y0 - before.box.y1 > usual + 0.35 * size:
        return True
    if ends_in_hyphen(before.text) or line.text[:1].islower():
        return False
    indent = line.box.x0 - block.box.x0
    if indent > _INDENT * size and before.box.x0 - block.box.x0 < 0.5 * size and indent < 6 * size:
        return True
    room = block.box.x1 - before.box.x1 - 0.3 * size - line.words[0].box.width
    ends = _SENTENCE_END.search(before.text) is not None
    return room > (0.5 if ends else 4) * size


def _joined(pieces: list[_Piece], hyphens: Hyphens) -> list[_Piece]:
    """Join halves of paragraphs over columns and pages."""
    done: list[_Piece] = []
    left = list(pieces)
    while left:
        piece = left.pop(0)
        while (at := _other_half(piece, left, hyphens)) is not None:
            other = left.pop(at)
            piece.lines += other.lines
            piece.is_last, piece.last, piece.is_lowest = other.is_last, other.last, other.is_lowest
        done.append(piece)
    return done


def _other_half(piece: _Piece, after: list[_Piece], hyphens: Hyphens) -> int | None:
    """Which of the next pieces goes on with the sentence that this one breaks off in."""
    if not piece.is_last or not _breaks_off(piece):
        return None
    is_new_story = False
    likeliest: int | None = None
    for at, other in enumerate(after[:_AHEAD]):
        if other.page > piece.lines[-1][0] + 1:
            break
        is_new_story |= other.block.size > _HEADLINE * piece.last.size
        if not other.is_first or not _is_like(piece.last, other.block):
            continue
        if not other.block.is_sure or not (_is_parted(piece) or _is_full(piece, other)):
            break
        if _is_parted(piece):
            # The nearest, unless another one completes a word that is known.
            if hyphens.makes_a_word(piece.lines[-1][1].text, other.lines[0][1].text):
                return at
            likeliest = at if likeliest is None else likeliest
        elif other.text[:1].islower():
            return at
        else:
            return at if not is_new_story and _may_go_on(piece, other) else None
    return likeliest


def _is_parted(piece: _Piece) -> bool:
    """Whether it ends within a word."""
    return ends_in_hyphen(piece.lines[-1][1].text)


def _breaks_off(piece: _Piece) -> bool:
    if piece.block.is_table or not (piece.last.is_sure and piece.block.is_sure):
        return False
    if len(piece.last.lines) < _LEAST_LINES:
        return False
    return not _SENTENCE_END.search(piece.lines[-1][1].text.rstrip())


def _is_like(one: Block, other: Block) -> bool:
    """Whether two blocks are set alike."""
    small, large = sorted((one.size, other.size))
    is_alike = large <= _SAME_SIZE * small and not other.is_table
    # The last words of a paragraph may be alone at the top of a column.
    is_rest = len(other.lines) <= 2 and other.box.width < one.box.width
    narrow, wide = sorted((one.box.width, other.box.width))
    return is_alike and (is_rest or wide - narrow <= _SAME_WIDTH * wide)


def _is_full(piece: _Piece, other: _Piece) -> bool:
    """Whether the other's first word would not have fitted on the last line."""
    last = piece.lines[-1][1]
    room = piece.last.box.x1 - last.box.x1
    return room < other.lines[0][1].words[0].box.width + piece.last.size


def _may_go_on(piece: _Piece, other: _Piece) -> bool:
    """Whether a piece that begins with a capital may be the other half."""
    first = other.lines[0][1]
    is_flush = first.box.x0 - other.block.box.x0 < 0.5 * piece.last.size
    has_lines = len(piece.last.lines) >= 3 and len(other.block.lines) >= 2
    return is_flush and has_lines and _is_elsewhere(piece.last, other)


def _is_elsewhere(before: Block, other: _Piece) -> bool:
    """Whether the other stands in another column, or on another page."""
    return before.box.beside(other.block.box) < 0.5 or other.block.box.y0 < before.box.y0


class _Writer:
    """Writes pieces into one text."""

    def __init__(self, hyphens: Hyphens, body: float) -> None:
        self._hyphens = hyphens
        self._body = body
        self._parts: list[str] = []
        self._length = 0
        self._pages: list[PageStart] = []
        self._joins: list[int] = []
        self._marks: list[Mark] = []
        self._is_cut_off = False
        """Whether the piece before ends in mid-sentence, without its other half."""

    def add(self, piece: _Piece, *, is_followed: bool) -> None:
        """Write a paragraph, or a table with one line per row.

        Args:
            piece: the piece to write.
            is_followed: whether the next piece begins in mid-sentence.
        """
        self._apart()
        start = self._length
        if piece.block.is_table:
            for at, (page, row) in enumerate(piece.lines):
                self._write(page, ("\n" if at else "") + "\t".join(cell.text for cell in row.words))
        else:
            self._paragraph([(page, line.text) for page, line in piece.lines])
        self._mark(piece, start, is_followed=is_followed)

    def add_turned(self, page: int, words: str) -> None:
        """Write words that run in another direction."""
        self._apart()
        start = self._length
        self._write(page, words)
        self._marks.append(Mark(start, self._length, MarkKind.MARGIN))

    def flowed(self) -> Flowed:
        """All that was written."""
        text = "".join(self._parts)
        marks = tuple(mark for mark in self._marks if mark.start < mark.end)
        return Flowed(text, Layout(tuple(self._pages), tuple(self._joins), marks))

    def _apart(self) -> None:
        if self._parts:
            self._parts.append("\n\n")
            self._length += 2

    def _write(self, page: int, words: str) -> None:
        if not self._pages or self._pages[-1].number != page:
            self._pages.append(PageStart(self._length, page))
        self._parts.append(words)
        self._length += len(words)

    def _paragraph(self, lines: list[tuple[int, str]]) -> None:
        for at, (page, text) in enumerate(lines):
            words = text
            after = lines[at + 1][1] if at + 1 < len(lines) else ""
            if after and self._hyphens.parts_a_word(text, after):
                self._write(page, words[:-1])
                self._joins.append(self._length)
            else:
                glued = (
                    ends_in_hyphen(text) or _DASH_END.search(text) or _has_no_spaces(text, after)
                )
                self._write(page, words + (" " if after and not glued else ""))

    def _mark(self, piece: _Piece, start: int, *, is_followed: bool) -> None:
        """Mark what cannot be placed, or the halves of sentences whose other half is missing."""
        end = self._length
        if not piece.block.is_sure or not piece.last.is_sure:
            self._marks.append(Mark(start, end, MarkKind.UNORDERED))
            return
        if piece.block.is_table:
            return
        if piece.last.size > _HEADLINE * self._body:
            self._is_cut_off = False
            return
        text, first = self._tail(start), 0
        if _goes_on(piece) or (piece.is_first and self._is_cut_off):
            found = _FIRST_END.search(text)
            first = found.end() if found else len(text)
            self._marks.append(Mark(start, start + len(text[:first].rstrip()), MarkKind.UNORDERED))
        stops = _SENTENCE_END.search(text.rstrip()) or text.rstrip().endswith(":")
        has_sentences = _LAST_END.search(text, first) is not None
        is_broken = not stops and (is_followed or has_sentences)
        self._is_cut_off = is_broken or (piece.is_last and _is_cut_off(piece, text))
        if first < len(text) and self._is_cut_off:
            ends = [one.end() for one in _LAST_END.finditer(text, first)]
            self._marks.append(Mark(start + (ends[-1] if ends else first), end, MarkKind.UNORDERED))

    def _tail(self, start: int) -> str:
        """What was written from there on."""
        parts: list[str] = []
        length = self._length
        for part in reversed(self._parts):
            parts.append(part)
            length -= len(part)
            if length <= start:
                break
        return "".join(reversed(parts))[start - length :]


def _goes_on(piece: _Piece) -> bool:
    """Whether it begins in mid-sentence."""
    return piece.is_first and piece.lines[0][1].text[:1].islower()


def _has_no_spaces(before: str, after: str) -> bool:
    """Whether both lines are in a script that is written without spaces."""
    border = before[-1:] + after[:1]
    return len(border) > 1 and all(map(_is_cjk, border))


def _is_cjk(character: str) -> bool:
    return "\u2e80" <= character <= "\ua4cf" or "\uff00" <= character <= "\uffef"


def _is_cut_off(piece: _Piece, text: str) -> bool:
    """Whether it ends in mid-sentence, at the end of a full line."""
    last = piece.lines[-1][1]
    is_full = piece.last.box.x1 - last.box.x1 < 2 * piece.last.size
    lines = 1 if piece.is_lowest else 2
    # A list of names has no full stops at all.
    is_prose = len(piece.lines) > 2 or any(_ANY_END.search(one.text) for one in piece.last.lines)
    return (
        is_full
        and is_prose
        and len(piece.last.lines) > lines
        and not _SENTENCE_END.search(text.rstrip())
    )
