"""PDF: pages to paragraphs, and clear words for what cannot be read."""

import io

import pytest

from index.formats import pdf
from index.records import Document, Layout, PageStart, Rejected

LINES = [
    "The council said on Monday that rents in the old town",
    "had risen by a tenth, a “clear sign” of what the inter-".replace("“", "").replace("”", ""),
    "national market does to it.",
    "Nobody was surprised.",
]


def make_pdf(pages: list[list[str]], info: str = "", trailer: str = "") -> bytes:
    """A PDF with the lines of each page in Helvetica."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", f"<<{info}>>"]
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    kids: list[str] = []
    for lines in pages:
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 12 Tf 72 720 Td {shown}ET"
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 4 0 R>>>>/MediaBox[0 0 612 792]"
            f"/Contents {len(objects)} 0 R>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    return _assembled(objects, trailer)


def _assembled(objects: list[str], trailer: str) -> bytes:
    data, places = b"%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj{content}endobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 3 0 R{trailer}>>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF".encode("latin-1")


def read(data: bytes) -> Document | Rejected:
    (found,) = pdf.create().read(io.BytesIO(data), "a.pdf")
    return found


def test_pages_become_paragraphs_and_the_files_date_is_not_used() -> None:
    info = "/Title(Rents up)/Author(Jane Roe)/CreationDate(D:20250918160500Z)"

    found = read(make_pdf([LINES, ["A second page."]], info))

    text = (
        "The council said on Monday that rents in the old town had risen by a tenth, a clear "
        "sign of what the international market does to it.\n\nNobody was surprised.\n\n"
        "A second page."
    )
    pages = (PageStart(0, 1), PageStart(text.index("A second"), 2))
    assert found == Document(
        text=text,
        format="pdf",
        is_claimed=True,
        origin="a.pdf",
        title="Rents up",
        authors=("Jane Roe",),
        layout=Layout(pages=pages, hyphens=(text.index("national"),)),
        assumed=(
            "text: put together from the places of the words on the pages",
            "text: hyphens at the ends of lines were left out (1)",
        ),
    )


def test_author_outlet_and_date_are_those_of_the_line_above_the_text() -> None:
    byline = "By Jane Doe, The Harbor Ledger, 24 November 2026"
    data = make_pdf([["Rents up in the old town", "", byline, "", *LINES]], "/Author(Desk Two)")

    found = read(data)

    assert isinstance(found, Document)
    assert (found.authors, found.outlet) == (("Jane Doe",), "The Harbor Ledger")
    assert found.published == "2026-11-24"
    assert f"authors: from the line “{byline}”" in found.assumed


@pytest.mark.short(1)
@pytest.mark.parametrize(
    "title", ["Microsoft Word - rents.docx", "untitled", "Document1", "rents_final.pdf", " ", "-"]
)
def test_a_title_that_a_program_wrote_is_none(title: str) -> None:
    found = read(make_pdf([LINES], f"/Title({title})/Author(Admin)"))

    assert isinstance(found, Document)
    assert (found.title, found.authors) == (None, ())


@pytest.mark.short(2)
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            make_pdf([[], []]),
            "its pages contain no text, only images; run text recognition (OCR) first",
        ),
        (
            make_pdf(
                [LINES], trailer="/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(y)/P -1>>/ID[(a)(b)]"
            ),
            "is encrypted; save it without a password",
        ),
        (make_pdf([[]] * 2_001), "has more than 2,000 pages; split it"),
        (b"not a pdf", "is not a PDF: it does not begin with %PDF-"),
    ],
    ids=["scanned", "encrypted", "long", "none"],
)
def test_what_cannot_be_read_is_rejected_with_the_reason(data: bytes, reason: str) -> None:
    assert read(data) == Rejected("a.pdf", reason)


@pytest.mark.short(1)
@pytest.mark.parametrize("size", [9, 50, 300, 700])
def test_a_pdf_that_is_cut_off_is_rejected_with_the_reason(size: int) -> None:
    found = read(make_pdf([LINES])[:size])

    assert isinstance(found, Rejected)
    assert found.reason == "cannot be read as a PDF: it is damaged"
