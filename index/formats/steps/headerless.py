"""The error for a table whose first line names no text column."""

import re
from collections.abc import Iterator, Sequence

from index.text.dates.parsing import parse_loose_date

_FEWEST_WORDS = 8
"""A cell of as many words is no name of a column."""
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")


def no_text_column(cells: Sequence[str], line: str) -> str:
    """Why the table cannot be read: no column is called so, or its first line is an article."""
    shown = line.strip()[:100]
    if any(_is_value(cell.replace("_", " ")) for cell in cells):
        return (
            f"its first line {shown!r} is an article, not the names of its columns; put a line "
            f"with names above it, perhaps {','.join(_names(cells))!r}"
        )
    return f"no column of the header {shown!r} is called text, body or content; rename one"


def _is_value(cell: str) -> bool:
    words = len(cell.split())
    return words >= _FEWEST_WORDS or bool(_ADDRESS.match(cell) or parse_loose_date(cell))


def _names(cells: Sequence[str]) -> Iterator[str]:
    """A name for each column by what stands in it: the longest cell is the text."""
    longest = max(range(len(cells)), key=lambda at: len(cells[at]))
    taken: set[str] = set()
    for at, cell in enumerate(cells):
        name = "text" if at == longest else _kind(cell.replace("_", " "))
        yield name if name not in taken else f"column{at + 1}"
        taken.add(name)


def _kind(cell: str) -> str:
    if parse_loose_date(cell):
        return "published"
    if _ADDRESS.match(cell):
        return "url"
    return "id" if _NUMBER.fullmatch(cell) else "title"
