"""HTML to plain text: blank lines between paragraphs, one line per list item and table row."""

import re
from itertools import accumulate
from typing import Any

_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_NOT_TEXT = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe"),
        *("object", "embed", "applet", "canvas", "audio", "video", "select", "button", "textarea"),
        *("map", "amp-ad", "amp-sidebar", "amp-embed", "amp-social-share", "amp-analytics"),
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
    # The names that trafilatura uses.
    **dict.fromkeys(("head", "quote", "list"), 2),
    **dict.fromkeys(("item", "row"), 1),
}
_LISTS = frozenset(("ul", "ol", "dl", "menu", "list"))
_CELLS = frozenset(("td", "th", "cell"))
_LINE_ENDS = frozenset(("br", "lb"))

_FEWEST_LETTERS = 40
_STOPS = '.!?”"'

_USUAL_DEPTH = 256
"""libxml2's default limit."""

Element = Any  # lxml ships no types of its own


def parse_html(markup: str) -> tuple[Element | None, bool]:
    """Parse; return the tree (None if empty), and whether all of it was read.

    libxml2 stops at 256 levels, or 2,048 on request; deeper levels are dropped.
    """
    tree, whole = _parse(markup, huge=False)
    return (tree, whole) if whole else _parse(markup, huge=True)


def is_deep(tree: Element) -> bool:
    """Whether it has more than 256 levels, which makes some tree operations very slow."""
    from lxml.etree import iterwalk

    steps = (1 if event == "start" else -1 for event, _ in iterwalk(tree, ("start", "end")))
    return any(depth > _USUAL_DEPTH for depth in accumulate(steps))


def is_sentence(key: str) -> bool:
    """Whether characters without blanks read as an article's text: enough, with a full stop."""
    return len(key) >= _FEWEST_LETTERS and key[-1] in _STOPS


def fragment_text(markup: str) -> str:
    """All text of an HTML fragment, such as a feed entry; nothing is dropped."""
    tree, _ = parse_html(f"<div>{markup}</div>")
    return "" if tree is None else element_text(tree)


def element_text(element: Element, skip: frozenset[str] = _NOT_TEXT) -> str:
    """The text of an element, with white space collapsed as browsers do."""
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
    """Collects words, each after the widest break that came before it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pending = 0
        self._gap = ""
        self._lists = 0
        self._preformatted = 0

    def open(self, tag: str, text: str | None) -> None:
        """Start an element; `text` is the text before its first child."""
        self._break_at(tag)
        self._lists += tag in _LISTS
        self._preformatted += tag == "pre"
        if tag in _LINE_ENDS:
            # Old pages end a paragraph with two in a row.
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
        """Add words; any run of blanks is kept as one separator."""
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
        """The whole text."""
        return "".join(self._parts)

    def _break_at(self, tag: str) -> None:
        # In a list everything is a line, even paragraphs and nested items.
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
