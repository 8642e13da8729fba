"""OpenDocument: the text of an `.odt` file, one article per file.

Paragraphs are separated by blank lines; list items and table rows have one line each. Notes,
comments and tracked deletions are skipped. The file's dates are ignored: they say when it was
created, not when the article was published.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from index.formats.contract import BinaryFormat, Documents, Format
from index.formats.steps.document import rejecting
from index.formats.steps.html.text import Element
from index.formats.steps.office import Block, office_document, opened
from index.formats.steps.xml.safe import elements, forget, local_name

_LEFT_OUT = frozenset(("note", "annotation", "tracked-changes", "ruby-text"))
_MOST_BLANKS = 1_000


class OdtFormat(BinaryFormat):
    """Reads the main text."""

    # The part that says what it is comes first.
    begins = re.compile(
        rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text", re.DOTALL
    )
    suffixes: tuple[str, ...] = (".odt", ".ott")
    media_types: tuple[str, ...] = ("application/vnd.oasis.opendocument.text",)

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the one article."""
        with opened(stream) as parts:
            with parts.open("content.xml") as body:
                blocks = list(_blocks(body))
            said = parts.properties("meta.xml")
            yield office_document(
                blocks,
                format="odt",
                origin=origin,
                title=said.get("title"),
                author=said.get("initial-creator") or said.get("creator"),
            )


def create(charset: str | None = None) -> Format:  # noqa: ARG001 (XML declares its own)
    """Build one."""
    return OdtFormat()


def _blocks(body: BinaryIO) -> Iterator[Block]:
    left_out = lists = tables = paragraphs = 0
    cell: list[str] = []
    cells: list[str] = []
    for event, element in elements(body, starts=True):
        name = local_name(element)
        step = 1 if event == "start" else -1
        left_out += step * (name in _LEFT_OUT)
        lists += step * (name == "list")
        tables += step * (name == "table")
        paragraphs += step * (name in ("p", "h"))
        if event == "start" or left_out:
            continue
        if name in ("p", "h"):
            words = "".join(_words(element))
            if tables:
                cell.append(" ".join(words.split()))
            else:
                is_title = (element.get(_style(element)) or "").lower() == "title"
                yield Block(words, is_line=lists > 0, is_title=is_title)
        elif name == "table-cell":
            cells.append(" ".join(filter(None, cell)))
            cell = []
        elif name == "table-row":
            yield Block("\t".join(cells).rstrip("\t"), is_line=True)
            cells = []
        if name in ("p", "h", "table") and not (paragraphs or tables):
            forget(element)


def _words(element: Element) -> Iterator[str]:
    """The words of a paragraph, without those of paragraphs, notes and comments inside it."""
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name == "s":
            count = child.get(f"{child.tag[: child.tag.index('}') + 1]}c") or "1"
            yield " " * min(int(count) if count.isdigit() else 1, _MOST_BLANKS)
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name and name not in _LEFT_OUT and name not in ("p", "h", "frame"):
            yield from _words(child)
        yield child.tail or ""


def _style(element: Element) -> str:
    return f"{element.tag[: element.tag.index('}') + 1]}style-name" if "}" in element.tag else ""
