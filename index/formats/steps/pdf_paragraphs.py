"""Joins the lines of a page into paragraphs. A PDF does not say which line breaks are real."""

import re

_FULL = 0.75
"""A line of at least this share of the page's usual width was wrapped."""
_SURELY_FULL = 0.9
"""The same for a line that ends a sentence."""
_USUAL_WIDTH = 0.9
"""The usual width is this quantile of the lines' lengths."""
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_HYPHEN_END = re.compile(r"\w[-\u2010\u00ad]$")
_LIST_ITEM = re.compile(r"(?:[•●▪–*·]|\d{1,3}[.)])\s")


def paragraphs(page: str) -> str:
    """Join wrapped lines; the paragraphs are then separated by blank lines.

    Only line breaks and the blanks around them change. After a hyphen the next line follows without
    a space, and the hyphen stays, because it may belong to the word.
    """
    lines = [line.strip() for line in page.splitlines()]
    width = _usual_width([line for line in lines if line])
    done: list[str] = []
    open_line = ""
    for line in lines:
        if line and open_line and _goes_on(open_line, line, width):
            done[-1] += ("" if _HYPHEN_END.search(open_line) else " ") + line
        elif line:
            done.append(line)
        open_line = line
    return "\n\n".join(done)


def _usual_width(lines: list[str]) -> int:
    lengths = sorted(map(len, lines))
    return lengths[min(len(lengths) - 1, int(len(lengths) * _USUAL_WIDTH))] if lengths else 0


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether `following` continues the paragraph of `line`."""
    if _LIST_ITEM.match(following):
        return False
    if _HYPHEN_END.search(line) or following[0].islower():
        return True
    if _SENTENCE_END.search(line):
        return len(line) >= _SURELY_FULL * width
    return len(line) >= _FULL * width
