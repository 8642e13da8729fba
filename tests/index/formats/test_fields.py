"""Fields judge alike in every format: names, dates, people, markup, and what means nothing."""

import csv
import io
import json
from collections.abc import Mapping

import pytest

from index.formats import read_bytes
from index.records import Document, Rejected

STORY = "The lighthouse at Skarv was sold to a choir for one crown, the coast guard said on Friday."


def as_json(row: Mapping[str, object]) -> Document | Rejected:
    (found,) = read_bytes(json.dumps(row).encode(), "a.json")
    return found


def as_csv(row: Mapping[str, object]) -> Document | Rejected:
    written = io.StringIO()
    csv.writer(written).writerows([list(row), list(row.values())])
    (found,) = read_bytes(written.getvalue().encode(), "a.csv")
    return found


FORMS = pytest.mark.parametrize("read", [as_json, as_csv])


def document(found: Document | Rejected) -> Document:
    assert isinstance(found, Document), found
    return found


@FORMS
@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2026-03-03T16:05:00Z", "2026-03-03T16:05:00+00:00"),
        ("3 March 2026", "2026-03-03"),
        ("3. März 2026, 16:05 Uhr", "2026-03-03T16:05:00"),
        ("1584403200", "2020-03-17T00:00:00+00:00"),
    ],
)
def test_a_date_is_read_as_it_is_written(read: object, written: str, published: str) -> None:
    found = document(read({"text": STORY, "date": written}))  # type: ignore[operator]

    assert found.published == published


@FORMS
@pytest.mark.parametrize("written", ["03/04/2025", "17-03-20", "soon", "2025-02-31", "43891"])
def test_an_unreadable_date_is_unknown_and_noted_and_refuses_nothing(
    read: object, written: str
) -> None:
    found = document(read({"text": STORY, "published": written}))  # type: ignore[operator]

    assert (found.text, found.published) == (STORY, None)
    assert f"published: {written!r} could not be read" in found.assumed


@FORMS
@pytest.mark.parametrize("nothing", ["nan", "NaN", "NaT", "NULL", "None", "#N/A", "<NA>", "  "])
def test_a_spelling_of_nothing_is_nothing(read: object, nothing: str) -> None:
    row = {"text": STORY, "title": nothing, "source": nothing, "date": nothing, "author": nothing}

    found = document(read(row))  # type: ignore[operator]

    assert (found.title, found.outlet, found.published, found.authors) == (None, None, None, ())
    assert not [note for note in found.assumed if not note.startswith("delimiter")]


@FORMS
@pytest.mark.parametrize("nothing", ["nan", "NULL", ""])
def test_a_text_that_is_nothing_is_refused(read: object, nothing: str) -> None:
    assert read({"title": "A", "text": nothing, "id": "1"}) in [  # type: ignore[operator]
        Rejected(origin, "text: is empty; it must contain the article's text")
        for origin in ("a.json, line 1", "a.csv, line 2")
    ]


@FORMS
@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<p>The mill &quot;burned&quot;.</p><p>Twice.</p>", 'The mill "burned".\n\nTwice.'),
        ("&lt;p&gt;The mill burned.&lt;/p&gt;", "The mill burned."),
        ("<h2>Fire</h2>\n\nThe mill\n\nburned.", "Fire\n\nThe mill\n\nburned."),
        ("The <b>mill</b>\nburned &amp; fell.\n", "The mill\nburned & fell.\n"),
        ("A profit < 5% & > 3%;\n  AT&T said.", "A profit < 5% & > 3%;\n  AT&T said."),
        ("The \x00mill \x1b[31mburned\x07.", "The mill burned."),
        ("The\u00adre is\u200b one.", "The\u00adre is\u200b one."),
    ],
)
def test_a_text_is_what_a_reader_would_see(read: object, written: str, text: str) -> None:
    found = document(read({"text": written, "id": "1"}))  # type: ignore[operator]

    assert found.text == text


@FORMS
def test_names_and_titles_lose_markup_and_what_nobody_sees(read: object) -> None:
    row = {
        "text": STORY,
        "headline": "Light &amp; <i>house</i>\u200b",
        "publisher": "\ufeffCoast\u00ad Post",
        "author": "Ada\u200b Brink",
        "link": "https://a.example/?a=1&amp;b=2",
    }

    found = document(read(row))  # type: ignore[operator]

    assert (found.title, found.outlet, found.authors) == (
        "Light & house",
        "Coast Post",
        ("Ada Brink",),
    )
    assert found.url == "https://a.example/?a=1&b=2"


@FORMS
@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("By Ada Brink and Bo Lind", ("Ada Brink", "Bo Lind")),
        ("['Ada Brink', \"Bo O'Lind\"]", ("Ada Brink", "Bo O'Lind")),
        ("Ada Brink; Bo Lind", ("Ada Brink", "Bo Lind")),
        ("Brink, Ada", ("Brink, Ada",)),
    ],
)
def test_people_are_told_apart(read: object, written: str, authors: tuple[str, ...]) -> None:
    assert document(read({"text": STORY, "byline": written})).authors == authors  # type: ignore[operator]


@pytest.mark.parametrize(
    ("written", "authors", "noted"),
    [
        ([{"name": "Ada Brink"}, {"firstname": "Bo", "lastname": "Lind"}], 2, 0),
        ({"@type": "Person", "name": "Ada Brink"}, 1, 0),
        ([1, "Ada Brink", None], 1, 1),
        (7, 0, 1),
        ({}, 0, 0),
    ],
)
def test_an_unreadable_author_is_unknown_and_noted(
    written: object, authors: int, noted: int
) -> None:
    found = document(as_json({"text": STORY, "authors": written}))

    assert found.authors == ("Ada Brink", "Bo Lind")[:authors]
    assert len(found.assumed) == noted


@pytest.mark.parametrize("field", ["title", "url", "source", "language", "id"])
@pytest.mark.parametrize("value", [True, ["y"], {"a": 1}])
def test_a_field_of_another_kind_is_unknown_and_noted(field: str, value: object) -> None:
    found = document(as_json({"text": STORY, field: value}))

    assert (found.title, found.url, found.outlet, found.language, found.id) == (None,) * 5
    assert [note.partition(":")[0] for note in found.assumed] == [field]


def test_the_text_itself_may_be_a_list_of_paragraphs() -> None:
    assert document(as_json({"paragraphs": ["One.", "Two."]})).text == "One.\n\nTwo."


def test_a_summary_is_the_text_only_where_there_is_no_other_and_is_noted() -> None:
    whole = document(as_json({"description": "Short.", "content": STORY}))
    short = document(as_json({"description": "Short.", "content": ""}))

    assert (whole.text, whole.assumed) == (STORY, ())
    assert (short.text, short.assumed) == (
        "Short.",
        ("text: from “description”, which is only a summary",),
    )


def test_a_guid_names_a_row_of_json_only_if_it_has_no_address() -> None:
    row = {"text": STORY, "guid": "g-1"}

    assert document(as_json(row)).id == "g-1"
    assert document(as_json({**row, "url": "https://a.example/1"})).id is None
    assert document(as_csv({**row, "url": "https://a.example/1"})).id == "g-1"


def test_excels_line_of_the_separator_is_not_the_header() -> None:
    (found,) = read_bytes(b'sep=;\r\nTitle;Text\r\nA;"One, two; three."\r\n', "a.csv")

    assert (document(found).text, found.origin) == ("One, two; three.", "a.csv, line 3")
    assert document(found).assumed == ("delimiter: semicolon, from the line 'sep=;'",)


def test_a_table_without_a_header_is_refused_with_a_header_to_put_above_it() -> None:
    (found,) = read_bytes(f"7,A tower,{STORY.replace(',', '')},2026-03-03\n".encode(), "a.csv")

    assert isinstance(found, Rejected)
    assert "is an article, not the names of its columns" in found.reason
    assert found.reason.endswith("perhaps 'id,title,text,published'")


def test_a_field_of_too_many_tags_is_refused() -> None:
    found = as_json({"text": "<p>x</p>" * 130_000})

    assert isinstance(found, Rejected)
    assert found.reason == "has more than 250,000 tags; split it"
