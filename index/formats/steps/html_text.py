"""HTML to plain text: paragraphs a blank line apart, list items and table rows a line each."""

import re
from itertools import accumulate
from typing import Any

_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_NOT_TEXT = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe"),
        *("object", "embed", "applet", "canvas", "audio", "video", "select", "button", "textarea"),
        "map",
    )
)
_PARAGRAPH = 2
_LINE = 1
_BREAKS = {
    **dict.fromkeys(("p", "div", "section", "article", "aside", "header", "footer", "main"), 2),
    **dict.fromkeys(("nav", "address", "blockquote", "center", "details", "dialog", "summary"), 2),
    **dict.fromkeys(("fieldset", "form", "legend", "figure", "figcaption", "hgroup", "hr"), 2),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "pre", "body", "html", "caption"), 2),
    **dict.fromkeys(("table", "ul", "ol", "dl", "menu"), 2),
    **dict.fromkeys(("li", "dt", "dd", "tr", "thead", "tbody", "tfoot"), 1),
    # What trafilatura calls them.
    **dict.fromkeys(("head", "quote", "list"), 2),
    **dict.fromkeys(("item", "row"), 1),
}
_LISTS = frozenset(("ul", "ol", "dl", "menu", "list"))
_CELLS = frozenset(("td", "th", "cell"))
_LINE_ENDS = frozenset(("br", "lb"))

_USUAL_DEPTH = 256
"""libxml2's own limit, unless it is asked for more."""

Element = Any  # lxml ships no types of its own


def parse_html(markup: str) -> tuple[Element | None, bool]:
    """Parse; the tree (None where there is nothing in it), and whether all of it was read.

    libxml2 stops at 256 levels, or at 2,048 if asked; deeper levels of a page are left out.
    """
    tree, whole = _parse(markup, huge=False)
    return (tree, whole) if whole else _parse(markup, huge=True)


def is_deep(tree: Element) -> bool:
    """Whether it has more than 256 levels, at which some steps over trees get very slow."""
    from lxml.etree import iterwalk

    steps = (1 if event == "start" else -1 for event, _ in iterwalk(tree, ("start", "end")))
    return any(depth > _USUAL_DEPTH for depth in accumulate(steps))


def fragment_text(markup: str) -> str:
    """All text of a piece of HTML, such as a feed's entry; no paragraph is judged or dropped."""
    tree, _ = parse_html(f"<div>{markup}</div>")
    return "" if tree is None else element_text(tree)


def element_text(element: Element, skip: frozenset[str] = _NOT_TEXT) -> str:
    """The text of an element, white space collapsed as a browser does."""
    from lxml.etree import iterwalk

    writer = _Writer()
    walk = iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start" and node.tag in skip:
            walk.skip_subtree()
        elif event == "start":
            writer.open(node.tag, node.text)
        elif event == "end" and node.tag not in skip:
            writer.close(node.tag)
        if event != "start" and node is not element:
            writer.add(node.tail)
    return writer.text()


class _Writer:
    """Collects words, and before them the widest break that was met."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pending = 0
        self._gap = ""
        self._lists = 0
        self._preformatted = 0

    def open(self, tag: str, text: str | None) -> None:
        """Begin an element; `text` is what stands before its first child."""
        self._break_at(tag)
        self._lists += tag in _LISTS
        self._preformatted += tag == "pre"
        if tag in _LINE_ENDS:
            # Two in a row are how old pages end a paragraph.
            widest = _LINE if self._lists or not self._pending else _PARAGRAPH
            self._pending = max(self._pending, widest)
        elif tag in _CELLS and not self._pending:
            self._gap = "\t"
        self.add(text)

    def close(self, tag: str) -> None:
        """End an element."""
        self._lists -= tag in _LISTS
        self._preformatted -= tag == "pre"
        self._break_at(tag)

    def add(self, text: str | None) -> None:
        """Add words; of blanks only that there were some is kept."""
        if not text:
            return
        words = text if self._preformatted else _WHITE.sub(" ", text)
        if words[:1] == " " and not self._gap:
            self._gap = " "
        kept = words.strip("\n" if self._preformatted else " ")
        if kept:
            self._parts += (self._separator(), kept)
            self._pending, self._gap = 0, " " if words[-1] == " " else ""

    def text(self) -> str:
        """All of it."""
        return "".join(self._parts)

    def _break_at(self, tag: str) -> None:
        # In a list everything is a line: an item's paragraphs, the items of lists inside it.
        width = min(_BREAKS.get(tag, 0), _LINE if self._lists else _PARAGRAPH)
        self._pending = max(self._pending, width)

    def _separator(self) -> str:
        if not self._parts:
            return ""
        return "\n" * self._pending if self._pending else self._gap


def _parse(markup: str, *, huge: bool) -> tuple[Element | None, bool]:
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(collect_ids=False, encoding="utf-8", remove_pis=True, huge_tree=huge)
    try:
        tree = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        return None, True
    return tree, not any("Excessive depth" in entry.message for entry in parser.error_log)
