"""PDF: the text of its pages, one article per file.

Wrapped lines are joined into paragraphs; words keep their hyphens. The date in a PDF's metadata is
ignored: it says when the file was made, not when the article was published.
"""

import io
import logging
import re
from typing import TYPE_CHECKING, Any, BinaryIO

from index.errors import TooLargeError, UnreadableFileError
from index.files.streams import read_all
from index.formats.contract import Documents, Format
from index.formats.steps.document import MAX_TEXT_BYTES, document, rejecting
from index.formats.steps.pdf_paragraphs import paragraphs
from index.interruption import steps

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PDF_BYTES = 128 << 20
"""The largest PDF: 128 MiB."""
MAX_PAGES = 2_000
MAX_SECONDS = 120.0
"""The longest that reading one PDF may take, checked after each page."""

_HEADER_WITHIN = 1024
# Titles that programs add by themselves: file names, "Microsoft Word - x", "untitled".
_NO_TITLE = re.compile(
    r"(?:microsoft \w+ - .*|untitled.*|document\d*|.*\.(?:docx?|pdf|indd|qxp|rtf|odt|tex|dvi))",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(r"(?:user|admin\w*|root|unknown|author|anonymous|owner|\w+\\\w+)", re.I)


class PdfFormat:
    """Reads PDFs that contain text: not encrypted, and not only images."""

    suffixes: tuple[str, ...] = (".pdf",)
    media_types: tuple[str, ...] = ("application/pdf", "application/x-pdf")
    is_text = False

    def recognises(self, head: bytes) -> bool:
        """Whether the PDF signature is near the start, and not within text."""
        return b"%PDF-" in head[:_HEADER_WITHIN] and not head[:1].isspace()

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the one article."""
        data = read_all(stream, MAX_PDF_BYTES, "PDF")
        if b"%PDF-" not in data[:_HEADER_WITHIN]:
            raise UnreadableFileError("is not a PDF: it does not begin with %PDF-")
        reader = _open(data)
        text = _text(reader)
        if not text.strip():
            raise UnreadableFileError(
                "its pages contain no text, only images; run text recognition (OCR) first"
            )
        metadata = reader.metadata
        yield document(
            text,
            format="pdf",
            origin=origin,
            title=_sensible(metadata and metadata.title, _NO_TITLE),
            authors=[_sensible(metadata and metadata.author, _NO_AUTHOR)],
            assumed=("text: lines of the pages joined into paragraphs",),
        )


def create(charset: str | None = None) -> Format:  # noqa: ARG001 (a PDF declares its own)
    """Build one."""
    return PdfFormat()


def _open(data: bytes) -> "PdfReader":
    from pypdf import PdfReader

    # It logs every oddity, once per object.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise UnreadableFileError("is encrypted; save it without a password")
    if len(reader.pages) > MAX_PAGES:
        raise TooLargeError(f"has more than {MAX_PAGES:,} pages; split it")
    return reader


def _text(reader: "PdfReader") -> str:
    from time import monotonic

    pages: list[str] = []
    size, until = 0, monotonic() + MAX_SECONDS
    for number, page in enumerate(steps(reader.pages), 1):
        pages.append(paragraphs(page.extract_text()))
        size += len(pages[-1])
        if size > MAX_TEXT_BYTES:
            raise TooLargeError(
                f"contains more than {MAX_TEXT_BYTES >> 20} Mi characters; split it"
            )
        if monotonic() > until:
            raise TooLargeError(f"took over {MAX_SECONDS:.0f} s to read {number} pages; split it")
    return "\n\n".join(page for page in pages if page)


def _sensible(value: Any, useless: re.Pattern[str]) -> str:
    words = str(value or "").strip()
    has_letters = any(map(str.isalpha, words))
    return "" if not has_letters or useless.fullmatch(words) else words
