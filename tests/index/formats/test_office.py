"""Word and OpenDocument: the words that a reader sees, within the limits of archives."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from index.formats import read_bytes
from index.records import Document, Rejected

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)
STORY = "The lighthouse at Skarv was sold to a choir for one crown, the coast guard said."


def zipped(parts: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(*paragraphs: str, before: str = "", **more: str) -> bytes:
    body = "".join(one if one.startswith("<w:tbl") else f"<w:p>{one}</w:p>" for one in paragraphs)
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"{before}<w:document {W} {MC}><w:body>{body}</w:body>"
            "</w:document>",
            "word/footnotes.xml": f"<w:footnotes {W}><w:p>{run('A note.')}</w:p></w:footnotes>",
            **more,
        }
    )


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def styled(name: str, words: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>{run(words)}'


def odt(body: str, meta: str = "") -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {OFFICE}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
            "meta.xml": meta or "<meta/>",
        }
    )


def read(data: bytes, name: str = "a.docx") -> Document | Rejected:
    (found,) = read_bytes(data, name)
    return found


def article(data: bytes, name: str = "a.docx") -> Document:
    found = read(data, name)
    assert isinstance(found, Document), found
    return found


def test_a_word_file_becomes_an_article() -> None:
    found = article(
        docx(
            styled("Title", "Light sold"),
            run("By Ada Brink"),
            run("The Harbor Ledger | 3 March 2026"),
            run(STORY[:20]) + run(STORY[20:]),
        )
    )

    assert (
        found.text == f"Light sold\n\nBy Ada Brink\n\nThe Harbor Ledger | 3 March 2026\n\n{STORY}"
    )
    assert (found.title, found.outlet, found.published) == (
        "Light sold",
        "The Harbor Ledger",
        "2026-03-03",
    )
    assert (found.authors, found.format) == (("Ada Brink",), "docx")


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>" + run("Kept."), "Kept."),
        (f"<w:moveFrom>{run('gone')}</w:moveFrom><w:ins>{run('Kept.')}</w:ins>", "Kept."),
        (run("gone", "<w:vanish/>") + run("Kept."), "Kept."),
        (run("Kept.", '<w:vanish w:val="0"/>'), "Kept."),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("Kept."), "Kept."),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        ("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>" + run("Kept."), "Kept."),
        (f"<w:hyperlink>{run('A link')}</w:hyperlink>" + run(" here."), "A link here."),
        (
            f"<mc:AlternateContent><mc:Choice><w:p>{run('Box.')}</w:p></mc:Choice>"
            f"<mc:Fallback><w:p>{run('Box.')}</w:p></mc:Fallback></mc:AlternateContent>"
            + run("Kept."),
            "Box.\n\nKept.",
        ),
    ],
)
def test_only_what_a_reader_sees_is_text(paragraph: str, text: str) -> None:
    assert article(docx(paragraph)).text == text


def test_items_and_rows_have_a_line_each() -> None:
    item = "<w:pPr><w:numPr/></w:pPr>"
    cells = "".join(f"<w:tc><w:p>{run(words)}</w:p></w:tc>" for words in ("Adults", "48"))
    table = f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>"

    found = article(docx(run("Fares"), item + run("One"), item + run("Two"), run("So."), table))

    assert found.text == "Fares\n\nOne\nTwo\n\nSo.\n\nAdults\t48\nAdults\t48"


@pytest.mark.parametrize(
    ("creator", "authors"),
    [("Ada Brink", ("Ada Brink",)), ("Microsoft Office User", ()), ("admin", ()), ("", ())],
)
def test_the_author_is_whom_the_file_names_unless_a_program_did(
    creator: str, authors: tuple[str, ...]
) -> None:
    core = f"<core><title>Draft 3</title><creator>{creator}</creator></core>"

    found = article(docx(run(STORY), **{"docProps/core.xml": core}))

    assert (found.authors, found.title, found.published) == (authors, "Draft 3", None)


def test_an_open_document_becomes_an_article() -> None:
    body = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        "<text:h>Light sold</text:h>"
        f"<text:p>{STORY}<text:note><text:p>A note.</text:p></text:note><text:s text:c='2'/>So."
        "<office:annotation><text:p>No!</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>One</text:p></text:list-item>"
        "<text:list-item><text:p>T<text:span>w</text:span>o</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Adults</text:p></table:table-cell>"
        "<table:table-cell><text:p>48</text:p></table:table-cell></table:table-row></table:table>"
    )

    found = article(
        odt(body, "<m><title>Light</title><initial-creator>Ada Brink</initial-creator></m>")
    )

    assert found.text == f"Light sold\n\n{STORY}  So.\n\nOne\nTwo\nAdults\t48"
    assert (found.title, found.authors) == ("Light sold", ("Ada Brink",))


@pytest.mark.parametrize("name", ["a.docx", "upload", "a.zip", "a.txt"])
def test_what_it_is_called_does_not_matter(name: str) -> None:
    assert article(docx(run(STORY)), name).format == "docx"
    assert article(odt(f"<text:p>{STORY}</text:p>"), name).format == "odt"


def test_word_files_in_an_archive_are_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a/one.docx", docx(run(STORY)))

    found = article(stream.getvalue(), "june.zip")

    assert (found.text, found.origin) == (STORY, "june.zip/a/one.docx")


def test_a_bomb_is_refused() -> None:
    bomb = run("x" * 9_000) * 1_500

    assert read(docx(bomb)) == Rejected(
        "a.docx", "unpacks to more than 200 times its size (a zip bomb?)"
    )


@pytest.mark.parametrize("entity", ['"ha"', 'SYSTEM "/etc/passwd"'])
def test_entities_are_refused(entity: str) -> None:
    found = read(docx(run(f"&e;{STORY}"), before=f"<!DOCTYPE x [<!ENTITY e {entity}>]>"))

    assert found == Rejected("a.docx", "declares XML entities, which are not read; write them out")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx(run(STORY))[:-40], "is damaged (File is not a zip file); copy it again"),
        (docx("<w:r>"), "is damaged or not XML"),
        (docx(), "contains no text"),
    ],
)
def test_a_damaged_file_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    found = read(data)

    assert isinstance(found, Rejected)
    assert found.reason.startswith(reason)
