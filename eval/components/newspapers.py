"""Sentences read correctly from newspapers: `python -m eval.components.newspapers [--count N]`.

Generated papers of one to four columns are read by Dateline and, for comparison, by the plain text
functions of other libraries, if installed. Every quotable sentence is looked up among the printed
ones: any other was made up of fragments, heads or page numbers.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from time import perf_counter

import click
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from eval.components.newspaper_pages import Paper, papers
from index.formats.pdf import create
from index.prepare import marks_of
from index.records import Document, Mark
from index.text.segmentation.sentences import split_sentences

Reader = Callable[[bytes], Document | None]


class Count(Struct, frozen=True):
    """Sentences of one paper."""

    columns: int
    printed: int
    whole: int
    """Found as they were printed."""
    in_order: int
    """Of these, those after the one before them in their story."""
    made_up: int
    """Quotable, and never printed."""
    seconds: float


def count(paper: Paper, read: Reader) -> Count:
    """Read a paper, and look its sentences up."""
    started = perf_counter()
    document = read(paper.data)
    seconds = perf_counter() - started
    found = quotable(document) if document else []
    printed = {one for story in paper.stories for one in story}
    known = printed | set(paper.headlines) | set(paper.others)
    # On a single page nothing tells a running head from a line of text.
    made_up = [x for x in found if x not in known and not any(x in one for one in paper.furniture)]
    return Count(
        columns=paper.style.columns,
        printed=len(printed),
        whole=len(printed & set(found)),
        in_order=sum(_in_order(story, found) for story in paper.stories),
        made_up=len(made_up),
        seconds=seconds,
    )


def quotable(document: Document) -> list[str]:
    """The sentences that may be quoted, with single spaces."""
    marks: tuple[Mark, ...] = marks_of(document, frozenset())
    spans = split_sentences(document.text, marks)
    return [" ".join(document.text[one.start : one.end].split()) for one in spans]


def _in_order(story: tuple[str, ...], found: list[str]) -> int:
    places = {text: at for at, text in reversed(list(enumerate(found)))}
    at = [places[one] for one in story if one in places]
    return sum(one < other for one, other in pairwise(at)) + (1 if at else 0)


def ours(data: bytes) -> Document | None:
    """As `dateline add` reads it."""
    found = next(iter(create().read(io.BytesIO(data), "paper.pdf")))
    return found if isinstance(found, Document) else None


def _plain(pages: Iterable[str]) -> Document:
    return Document(text="\n\n".join(pages), format="pdf", origin="paper.pdf")


def by_pypdf(data: bytes) -> Document:
    """The text of pypdf's pages."""
    from pypdf import PdfReader

    return _plain(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def by_pdfium(data: bytes) -> Document:
    """The text of PDFium's pages."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    return _plain(page.get_textpage().get_text_range() for page in document)


def by_pdfplumber(data: bytes) -> Document:
    """The text of pdfplumber's pages."""
    import pdfplumber  # pyright: ignore[reportMissingImports] - installed for this comparison alone

    with pdfplumber.open(io.BytesIO(data)) as found:
        return _plain([page.extract_text() for page in found.pages])


READERS: dict[str, Reader] = {
    "Dateline": ours,
    "PDFium": by_pdfium,
    "pypdf": by_pypdf,
    "pdfplumber": by_pdfplumber,
}


def installed() -> Iterator[str]:
    """The readers available here."""
    from importlib.util import find_spec

    needs = {"PDFium": "pypdfium2", "pypdf": "pypdf", "pdfplumber": "pdfplumber"}
    for name in READERS:
        if name not in needs or find_spec(needs[name]):
            yield name


@click.command()
@click.option("--count", "papers_", default=80, show_default=True, help="Papers to print.")
@click.option("--seed", default=1, show_default=True)
def main(papers_: int, seed: int) -> None:
    """Read generated newspapers, and count sentences that are whole, in order, and made up."""
    printed = list(papers(seed, papers_))
    table = Table(title=f"sentences of {papers_} papers")
    for name in ("reader", "columns", "printed", "whole", "in order", "made up", "s/paper"):
        table.add_column(name)
    for name in installed():
        counts = [count(paper, READERS[name]) for paper in printed]
        for columns in (1, 2, 3, 4):
            table.add_row(name, str(columns), *_sums([c for c in counts if c.columns == columns]))
        table.add_row(name, "all", *_sums(counts))
    Console(width=100).print(table)


def _sums(counts: list[Count]) -> list[str]:
    total = [sum(getattr(one, name) for one in counts) for name in Count.__struct_fields__[1:5]]
    seconds = sum(one.seconds for one in counts) / max(len(counts), 1)
    return [*map(str, total), f"{seconds:.3f}"]


if __name__ == "__main__":
    main()
