"""Which blocks of a page became which lines of the article's text, and what lines still lack."""

from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from index.formats.steps.html.text import Element

SAME = 50
"""A block is recognised by as many first characters, without blanks."""
HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
BLOCKS = frozenset(("p", "li", "dd", "dt", "blockquote", "tr", "pre", *HEADINGS))
_MOST_BLOCKS = 5_000


class Addition(Struct, frozen=True):
    """Words to add before or after a line of the text."""

    line: int
    words: str
    is_after: bool = False


class KeptBlocks:
    """The page's blocks in order, and the line of the text that each became."""

    def __init__(self, body: Element, lines: Sequence[str]) -> None:
        self._keys = [key(line) for line in lines]
        self._lines: dict[Element, int] = {}
        starts: dict[str, list[int]] = {}
        for number in range(0, len(lines), 2):
            starts.setdefault(self._keys[number][:SAME], []).append(number)
        for block in islice(body.iter(*BLOCKS), _MOST_BLOCKS):
            numbers = starts.get(key_of(block)[:SAME])
            if numbers:
                self._lines[block] = numbers.pop(0) if len(numbers) > 1 else numbers[0]

    def first(self, element: Element) -> int | None:
        """The line of the first block that an element is or holds."""
        return next(self._inside(element), None)

    def last(self, element: Element) -> int | None:
        """The line of the last block that an element is or holds."""
        return max(self._inside(element), default=None)

    def stands_before(self, line: int, words: str) -> bool:
        """Whether the words are a line of their own before that line."""
        return line > 1 and self._keys[line - 2] == key(words)

    def _inside(self, element: Element) -> Iterator[int]:
        return (self._lines[one] for one in element.iter(*BLOCKS) if one in self._lines)


def key_of(element: Element) -> str:
    """An element's characters without white space, by which it is recognised."""
    return key("".join(element.itertext()))


def key(words: str) -> str:
    """The characters without white space."""
    return "".join(words.split())
