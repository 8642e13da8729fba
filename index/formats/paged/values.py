"""Words, lines and blocks with their positions on a page. Points; y grows downwards."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct


class Box(Struct, frozen=True):
    """A rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.y1 - self.y0

    def beside(self, other: "Box") -> float:
        """How much of the narrower one's width both share, from 0 to 1."""
        shared = min(self.x1, other.x1) - max(self.x0, other.x0)
        return max(0.0, shared) / max(min(self.width, other.width), 0.1)


class Word(Struct, frozen=True):
    """A word; `size` is its font size."""

    text: str
    box: Box
    size: float
    is_mirrored: bool = False
    """Whether its page is read from right to left, and its places are as in a mirror."""


class Page(Struct, frozen=True):
    """A page: its upright words, and lines that run in another direction."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    turned: tuple[str, ...] = ()


class Line(Struct, frozen=True):
    """Adjacent words in one column."""

    words: tuple[Word, ...]
    box: Box
    size: float
    is_sure: bool = True
    """False if it may be two lines of neighbouring columns."""

    @property
    def text(self) -> str:
        """The words in reading order, separated by spaces."""
        against = [is_leftward(word.text) is not word.is_mirrored for word in self.words]
        if not any(against):
            return " ".join(word.text for word in self.words)
        return " ".join(_with_turned_runs(self.words, against))


class Block(Struct, frozen=True):
    """Lines below each other in one column, or the rows of a table."""

    lines: tuple[Line, ...]
    box: Box
    size: float
    is_table: bool = False
    is_sure: bool = True
    """False if the order of its lines, or of the block, is unclear."""


def is_leftward(word: str) -> bool:
    """Whether a word is written from right to left."""
    return not word.isascii() and any(
        "\u0590" <= c <= "\u08ff" or "\ufb1d" <= c <= "\ufefc" for c in word
    )


def _with_turned_runs(words: Sequence[Word], against: list[bool]) -> Iterator[str]:
    """Words that are read against the direction of their page stand in the opposite order."""
    for is_against, group in groupby(range(len(words)), key=lambda at: against[at]):
        run = list(group)
        yield from (words[at].text for at in (reversed(run) if is_against else run))


def around(boxes: "list[Box]") -> Box:
    """The bounding box."""
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def line_of(words: "list[Word]", *, is_sure: bool = True) -> Line:
    """A line of words; its size is that of most of its characters."""
    sizes: dict[float, int] = {}
    for word in words:
        key = round(word.size, 1)
        sizes[key] = sizes.get(key, 0) + len(word.text)
    size = max(sizes, key=lambda one: sizes[one])
    return Line(tuple(words), around([word.box for word in words]), size, is_sure)


def block_of(lines: "list[Line]", *, is_table: bool = False, is_sure: bool = True) -> Block:
    """A block of lines."""
    sizes = sorted(line.size for line in lines)
    sure = is_sure and all(line.is_sure for line in lines)
    box = around([line.box for line in lines])
    return Block(tuple(lines), box, sizes[len(sizes) // 2], is_table, sure)
