"""PDF: the text of its pages in reading order, one article per file.

Words are ordered by position: columns one after the other, tables as rows; text repeated at page
edges and line-end hyphens are left out. The layout records page starts and unquotable parts.
Author, outlet and date are read from the lines above the text, as in a plain text. The date in the
metadata is ignored: it says when the file was created, not when the article was published.
"""

import re
from collections.abc import Callable
from typing import Any, BinaryIO

from msgspec import structs

from index.errors import UnreadableFileError
from index.files.streams import read_all
from index.formats.contract import Documents, Format
from index.formats.paged.process import read_apart
from index.formats.paged.reading import Limits, PdfText
from index.formats.steps.document import MAX_TEXT_BYTES, document, rejecting
from index.formats.steps.text_head import text_head
from index.records import Document, MarkKind, Rejected

MAX_PDF_BYTES = 128 << 20
"""The largest PDF: 128 MiB."""
LIMITS = Limits(pages=2_000, characters=MAX_TEXT_BYTES, seconds=120.0, memory=4 << 30)

_HEADER_WITHIN = 1024
_SHOWN = 3
"""Repeated lines that the note on them quotes."""
# Titles that programs add by themselves: file names, "Microsoft Word - x", "untitled".
_NO_TITLE = re.compile(
    r"(?:microsoft \w+ - .*|untitled.*|document\d*|.*\.(?:docx?|pdf|indd|qxp|rtf|odt|tex|dvi))",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(r"(?:user|admin\w*|root|unknown|author|anonymous|owner|\w+\\\w+)", re.I)


class PdfFormat:
    """Reads PDFs that contain text: not locked by a password, and not only images."""

    suffixes: tuple[str, ...] = (".pdf",)
    media_types: tuple[str, ...] = ("application/pdf", "application/x-pdf")
    is_text = False

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits

    def recognises(self, head: bytes) -> bool:
        """Whether the PDF signature is near the start, and not within text."""
        return b"%PDF-" in head[:_HEADER_WITHIN] and not head[:1].isspace()

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the one article."""
        data = read_all(stream, MAX_PDF_BYTES, "PDF")
        if b"%PDF-" not in data[:_HEADER_WITHIN]:
            raise UnreadableFileError("is not a PDF: it does not begin with %PDF-")
        found = read_apart(data, self._limits)
        if not found.text.strip():
            raise UnreadableFileError(
                "its pages contain no text, only images; run text recognition (OCR) first"
            )
        yield _article(found, origin)


def create(charset: str | None = None) -> Format:  # noqa: ARG001 (a PDF declares its own)
    """Build one."""
    return PdfFormat()


def _article(found: PdfText, origin: str) -> Document | Rejected:
    fields, told = text_head(found.text).besides({})
    fields.setdefault("authors", [_sensible(found.author, _NO_AUTHOR.fullmatch)])
    article = document(
        found.text,
        format="pdf",
        origin=origin,
        title=_sensible(found.title, _NO_TITLE.fullmatch),
        assumed=(*_notes(found), *told),
        **fields,
    )
    # The layout counts the characters of the text as it was read.
    is_same = isinstance(article, Document) and article.text == found.text
    return structs.replace(article, layout=found.layout) if is_same else article


def _notes(found: PdfText) -> list[str]:
    notes = ["text: put together from the places of the words on the pages"]
    if found.repeated:
        shown = ", ".join(f"“{words[:80]}”" for words in found.repeated[:_SHOWN])
        notes.append(f"text: what repeats at the edges of the pages was left out: {shown}")
    if found.layout.hyphens:
        notes.append(
            f"text: hyphens at the ends of lines were left out ({len(found.layout.hyphens)})"
        )
    if any(mark.kind is MarkKind.UNORDERED for mark in found.layout.apart):
        notes.append("text: some of it is not quoted, because its order on the page is unclear")
    return notes


def _sensible(value: Any, is_useless: Callable[[str], object]) -> str:
    words = str(value or "").strip()
    has_letters = any(map(str.isalpha, words))
    return "" if not has_letters or is_useless(words) else words
