"""RTF: the words that a reader sees, in whatever code page, and hostile files end."""

import pytest

from index.formats import read_bytes
from index.records import Document, Rejected

STORY = "The lighthouse at Skarv was sold to a choir for one crown, the coast guard said."
FONTS = rb"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset204 Arial;}}"


def read(body: bytes, name: str = "a.rtf") -> Document | Rejected:
    (found,) = read_bytes(rb"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + body + b"}", name)
    return found


def text(body: bytes) -> str:
    found = read(body)
    assert isinstance(found, Document), found
    return found.text


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (rb"One\par Two\par\par Three", "One\n\nTwo\n\nThree"),
        (rb"\ldblquote A bang,\rdblquote  she said\emdash twice.", "“A bang,” she said—twice."),
        (rb"M\'fcnchen paid \u8364?5 and \u8364\'80 6.", "München paid €5 and € 6."),
        (rb"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}", "Привет"),
        (rb"\uc0\u55357 \u56832  smiled", "😀 smiled"),
        (rb"\u-10179?\u-8704?", "😀"),
        (rb"Kept{\v hidden}{\deleted gone}\v 1 too\v0 .", "Kept."),
        (rb"{\header Page 1}Kept{\footnote A note}{\*\unheard of}{\pict 89504e47}.", "Kept."),
        (rb'{\field{\*\fldinst HYPERLINK "x"}{\fldrslt A link}}.', "A link."),
        (rb"\{a\}\~\\b", "{a}\N{NO-BREAK SPACE}\\b"),
        (rb"a\bin3 }{}b", "ab"),
        (rb"Line\line two", "Line\ntwo"),
    ],
)
def test_what_a_reader_sees_is_the_text(body: bytes, shown: str) -> None:
    assert text(body) == shown


def test_a_row_of_a_table_is_a_line() -> None:
    row = rb"\trowd\cellx9\pard\intbl One\cell 1\par 2\cell\row\pard\intbl Three\cell 4\cell\row"

    found = text(rb"Fares\par" + row + rb"\pard So.\par")

    assert found == "Fares\n\nOne\t1 2\nThree\t4\n\nSo."


def test_title_author_and_head_are_read() -> None:
    info = rb"{\info{\title Light}{\author Ada Brink}{\creatim\yr2020}}"

    found = read(info + rb"Lighthouse sold\par March 3, 2026\par " + STORY.encode() + rb"\par")

    assert isinstance(found, Document), found
    assert (found.title, found.authors) == ("Lighthouse sold", ("Ada Brink",))
    assert (found.published, found.format) == ("2026-03-03", "rtf")


def test_it_is_recognised_under_any_name() -> None:
    found = read(STORY.encode(), "upload")

    assert isinstance(found, Document), found
    assert (found.format, found.text) == ("rtf", STORY)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{" * 5_000 + b"}" * 5_000, "has more than 1,000 nested groups"),
        (b"{" + STORY.encode(), "is cut off; copy it again"),
        (rb"\bin99999999999 " + STORY.encode(), "is cut off; copy it again"),
        (rb"{\pict 00}", "contains no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(body: bytes, reason: str) -> None:
    found = read(body)

    assert isinstance(found, Rejected)
    assert found.reason == reason


@pytest.mark.parametrize("odd", [rb"\ansicpg99999 ", rb"\ansicpg-5 ", rb"\uc999999 ", rb"\'z"])
def test_odd_declarations_lose_no_words(odd: bytes) -> None:
    assert text(odd + rb"Caf\'e9").endswith("Café")


def test_many_signs_are_read_in_one_go() -> None:
    assert text(rb"\'e4" * 100_000 + rb"\u228?" * 10_000) == "ä" * 110_000
