"""Word: the text of a `.docx` file, one article per file.

Paragraphs are separated by blank lines; list items and table rows have one line each. Tracked
deletions, hidden text, comments, notes, headers and footers are skipped. The file's dates are
ignored: they say when it was created, not when the article was published.
"""

from collections.abc import Iterator
from typing import BinaryIO

from index.formats.contract import BinaryFormat, Documents, Format
from index.formats.steps.document import rejecting
from index.formats.steps.html.text import Element
from index.formats.steps.office import Block, office_document, opened
from index.formats.steps.xml.safe import elements, forget, local_name

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_LEFT_OUT = frozenset(("moveFrom", "Fallback", "del"))
_TITLES = ("title", "titel", "titre", "título", "titolo")
_OFF = ("0", "false", "off")


class DocxFormat(BinaryFormat):
    """Reads the main text."""

    suffixes: tuple[str, ...] = (".docx",)
    media_types: tuple[str, ...] = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the one article."""
        with opened(stream) as parts:
            with parts.open("word/document.xml") as body:
                blocks = list(_blocks(body))
            said = parts.properties("docProps/core.xml")
            yield office_document(
                blocks,
                format="docx",
                origin=origin,
                title=said.get("title"),
                author=said.get("creator"),
            )


def create(charset: str | None = None) -> Format:  # noqa: ARG001 (XML declares its own)
    """Build one."""
    return DocxFormat()


def _blocks(body: BinaryIO) -> Iterator[Block]:
    reading = _Reading()
    for event, element in elements(body, starts=True):
        name = local_name(element)
        if event == "start":
            reading.open(name)
            continue
        block = reading.close(name, element)
        if block is not None:
            yield block
        if name in ("p", "tbl") and reading.is_outside:
            forget(element)


class _Reading:
    """The open elements: nested paragraphs (text boxes), tables, skipped parts."""

    def __init__(self) -> None:
        self._paragraphs: list[list[str]] = []
        self._left_out = 0
        self._tables = 0
        self._cells: list[str] = []
        self._cell: list[str] = []

    @property
    def is_outside(self) -> bool:
        """Whether no paragraph or table is open."""
        return not self._paragraphs and not self._tables

    def open(self, name: str) -> None:
        """Start an element."""
        self._left_out += name in _LEFT_OUT
        self._tables += name == "tbl"
        if name == "p":
            self._paragraphs.append([])

    def close(self, name: str, element: Element) -> Block | None:
        """End an element; returns the block that ends with it."""
        self._left_out -= name in _LEFT_OUT
        self._tables -= name == "tbl"
        if name == "r" and self._paragraphs and not self._left_out:
            self._paragraphs[-1] += _words_of_run(element)
        elif name == "p" and self._paragraphs:
            return self._end_of_paragraph("".join(self._paragraphs.pop()), element)
        elif name == "tc":
            self._cells.append(" ".join(filter(None, self._cell)))
            self._cell = []
        elif name == "tr":
            row, self._cells = "\t".join(self._cells), []
            return Block(row, is_line=True)
        return None

    def _end_of_paragraph(self, words: str, element: Element) -> Block | None:
        if self._tables:
            self._cell.append(" ".join(words.split()))
            return None
        style = _property(element, "pStyle")
        is_item = _property(element, "numPr") is not None
        return Block(words, is_line=is_item, is_title=(style or "").lower() in _TITLES)


def _words_of_run(run: Element) -> Iterator[str]:
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    if hidden is not None and (hidden.get(f"{_W}val") or "1") not in _OFF:
        return
    for child in run:
        name = local_name(child)
        yield (child.text or "") if name == "t" else _SIGNS.get(name, "")


def _property(paragraph: Element, name: str) -> str | None:
    """The value of a property of a paragraph, "" if it has none; None if it lacks the property."""
    for space in (_W, _STRICT):
        found = paragraph.find(f"{space}pPr/{space}{name}")
        if found is not None:
            return found.get(f"{space}val") or ""
    return None
