"""A PDF's bytes to text: the code that runs in the separate process."""

import importlib
import sys
from contextlib import suppress
from typing import Any

import msgspec
from msgspec import Struct

from index.formats.paged.columns import blocks_of, in_order
from index.formats.paged.flow import Placed, flow
from index.formats.paged.furniture import without_furniture
from index.formats.paged.glyphs import page_of
from index.formats.paged.hyphens import english_words
from index.formats.paged.lines import lines_of
from index.formats.paged.tables import tables_of
from index.formats.paged.values import Block, Line, Page
from index.formats.steps.document import reason
from index.records import Layout

DAMAGED = "cannot be read as a PDF: it is damaged"
OUT_OF_MEMORY = 9
"""The exit status for running out of memory."""


class Limits(Struct, frozen=True):
    """Limits for a PDF."""

    pages: int = 2_000
    characters: int = 64 << 20
    seconds: float = 120.0
    memory: int = 4 << 30
    """Bytes."""


class PdfText(Struct, frozen=True):
    """The result: a text, or the reason why there is none."""

    text: str = ""
    layout: Layout = Layout()
    title: str = ""
    author: str = ""
    repeated: tuple[str, ...] = ()
    """What stood at the edges of several pages, and was left out."""
    refused: str = ""
    is_too_large: bool = False


def read(data: bytes, limits: Limits) -> PdfText:
    """Read a PDF."""
    from pypdfium2 import raw

    raw.FPDF_InitLibrary()
    # An owner's password keeps programs from printing; the text is there for every reader.
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        is_locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        reason = "is encrypted; save it without a password" if is_locked else DAMAGED
        return PdfText(refused=reason)
    count = raw.FPDF_GetPageCount(document)
    if count > limits.pages:
        reason = f"has more than {limits.pages:,} pages; split it"
        return PdfText(refused=reason, is_too_large=True)
    pages = []
    size = 0
    for number in range(count):
        pages.append(page_of(document, number))
        size += sum(len(word.text) for word in pages[-1].words)
        if size > limits.characters:
            reason = f"contains more than {limits.characters >> 20} Mi characters; split it"
            return PdfText(refused=reason, is_too_large=True)
    return _put_together(document, pages)


def _put_together(document: Any, pages: list[Page]) -> PdfText:
    lines, repeated = without_furniture(pages, [lines_of(page.words) for page in pages])
    placed = [one for page, mine in zip(pages, lines, strict=True) for one in _placed(page, mine)]
    turned = [(page.number, words) for page in pages for words in page.turned]
    flowed = flow(placed, turned)
    title, author = (_metadata(document, name) for name in ("Title", "Author"))
    return PdfText(flowed.text, flowed.layout, title, author, repeated)


def _placed(page: Page, lines: list[Line]) -> list[Placed]:
    tables, rest = tables_of(lines)
    blocks = in_order([*tables, *blocks_of(rest)])
    return [Placed(page.number, one, _is_lowest(one, blocks)) for one in blocks]


def _is_lowest(block: Block, blocks: list[Block]) -> bool:
    return not any(
        other.box.y0 > block.box.y0 and other.box.beside(block.box) > 0.1 for other in blocks
    )


def _metadata(document: Any, name: str) -> str:
    import ctypes

    from pypdfium2 import raw

    size = raw.FPDF_GetMetaText(document, name.encode(), None, 0)
    held = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document, name.encode(), held, size)
    return held.raw.decode("utf-16-le", "replace").rstrip("\0")


def main() -> None:
    """Read a PDF from standard input, and write a `PdfText` to standard output."""
    limits = msgspec.json.decode(sys.argv[1], type=Limits)
    # Memory used so far does not count towards the PDF's limit.
    importlib.import_module("pypdfium2")
    english_words()
    _limit(limits)
    try:
        found = read(sys.stdin.buffer.read(), limits)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except Exception as exc:  # noqa: BLE001 (as other formats, it says what went wrong)
        found = PdfText(refused=f"cannot be read: {reason(exc)}")
    sys.stdout.buffer.write(msgspec.msgpack.encode(found))
    sys.stdout.buffer.flush()


def _limit(limits: Limits) -> None:
    """Ask the system to hold this process to its limits, where it can."""
    try:
        import resource
    except ImportError:
        return
    seconds = int(limits.seconds) + 1
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    with suppress(ValueError, OSError):
        # First a signal that says why, then one that cannot be ignored.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
