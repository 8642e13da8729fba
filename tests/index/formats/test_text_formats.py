"""Plain text and Markdown."""

import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.formats import md, txt
from index.records import Document, Rejected


def read_text(data: bytes) -> Document | Rejected:
    (found,) = txt.create().read(io.BytesIO(data), "a.txt")
    return found


def read_markdown(text: str) -> Document:
    (found,) = md.create().read(io.BytesIO(text.encode()), "a.md")
    assert isinstance(found, Document)
    return found


# Control characters make a file binary; everything else that Unicode has is text.
ANY_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\r\t\f"))


@given(ANY_TEXT, st.sampled_from(["utf-8", "utf-16", "utf-16-le-with-mark"]))
@settings(deadline=None)
def test_any_text_comes_back_identical(text: str, codec: str) -> None:
    assume(text.strip("\ufeff\u200b \t\r\n") and not text.isspace())
    assume(not text.startswith("\ufeff"))
    marked = codec == "utf-16-le-with-mark"

    found = read_text(("\ufeff" + text).encode("utf-16-le") if marked else text.encode(codec))

    assert isinstance(found, Document)
    assert found.text == text


def test_nothing_of_a_text_is_normalised() -> None:
    text = "\r\n  A line. \r\n\r\nCafe\u0301 \u00a0and\ttabs \n\n\n"

    found = read_text(text.encode())

    assert isinstance(found, Document)
    assert (found.text, found.format, found.assumed) == (text, "txt", ())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Mexico and Canada Launch Partnership\n\nMexico City — The",
            "Mexico and Canada Launch Partnership",
        ),
        ("A Headline\r\n\r\nThe text.", "A Headline"),
        ("\n\n  A Headline  \n \nThe text.", "A Headline"),
        ("# A *heading* #\nThe text.", "A *heading*"),
        ("---\ntitle: 'From the matter'\n---\nThe text.", "From the matter"),
        ("A sentence ends here.\n\nThe text.", None),
        ("“Is it a sentence?”\n\nThe text.", None),
        ("Two lines\nof a paragraph\n\nThe text.", None),
        ("Only a line", None),
        ("Only a line\n\n", None),
        ("12 - 34\n\nThe text.", None),
        ("w" * 200 + "\n\nThe text.", None),
    ],
)
def test_a_title_is_a_first_line_that_stands_as_a_headline(text: str, title: str | None) -> None:
    found = read_text(text.encode())

    assert isinstance(found, Document)
    assert found.title == title
    assert found.text == text


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", "\u3000\u00a0".encode()])
def test_a_text_without_words_is_rejected(data: bytes) -> None:
    assert read_text(data) == Rejected("a.txt", "contains no text")


@pytest.mark.gate
def test_a_line_of_50_million_characters_is_read() -> None:
    found = read_text(b"word " * 10_000_000)

    assert isinstance(found, Document)
    assert len(found.text) == 50_000_000


def test_a_text_over_64_mib_is_rejected() -> None:
    assert read_text(b"a" * ((64 << 20) + 1)) == Rejected(
        "a.txt", "is larger than the limit of 64 MiB for one text"
    )


def test_markdown_loses_its_signs_and_keeps_its_words() -> None:
    found = read_markdown(
        "# A *heading*\n\nIt goes **on**\nwith a [link](http://a.b 'c') and `code`, "
        "&amp; \\*stars\\*.\n\n"
        "- one\n  more\n- two\n  - inner\n\n1. first\n2. second\n\n> said she\n\n"
        "![a picture](x.png)\n\nA hard  \nbreak, <b>bold</b>.\n\n```\ncode  x\n```\n"
    )

    assert found.text == (
        "A heading\n\nIt goes on with a link and code, & *stars*.\n\n"
        "one more\ntwo\ninner\n\nfirst\nsecond\n\nsaid she\n\nA hard\nbreak, bold.\n\ncode  x"
    )
    assert (found.title, found.format) == ("A heading", "md")


def test_a_markdown_table_becomes_lines_with_tabs() -> None:
    found = read_markdown("| Name | Votes |\n|---|---|\n| *Roe* | 12 |\n\nAfter.")

    assert found.text == "Name\tVotes\nRoe\t12\n\nAfter."


def test_front_matter_gives_metadata_and_is_no_text() -> None:
    found = read_markdown(
        "---\ntitle: \"Rents: up\"\ndate: Sept. 18, 2025\nauthors:\n  - Jane Roe\n  - 'Bob Li'\n"
        "source: Daily\nurl: https://a.example/1\nlang: en\nid: a-1\n---\n\nRents are up.\n"
    )

    assert found == Document(
        text="Rents are up.",
        format="md",
        is_claimed=True,
        origin="a.md",
        id="a-1",
        title="Rents: up",
        url="https://a.example/1",
        outlet="Daily",
        published="2025-09-18",
        authors=("Jane Roe", "Bob Li"),
        language="en",
        assumed=("published: 2025-09-18, written as 'Sept. 18, 2025'",),
    )


def test_a_date_in_front_matter_that_is_none_is_left_out_and_told() -> None:
    found = read_markdown("---\ndate: yesterday\n---\nText.")

    assert found.published is None
    assert found.assumed == ("published: 'yesterday' could not be read",)


@pytest.mark.parametrize("signs", ["[", "*a ", "> ", "`", "<", "![", "|"])
def test_long_runs_of_signs_are_read(signs: str) -> None:
    found = read_markdown("Words.\n\n" + signs * 2_000)

    assert found.text.startswith("Words.")
