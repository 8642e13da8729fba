"""JSON Lines and CSV: good rows are read, a wrong one is rejected with line, field and reason."""

import csv as stdlib_csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.formats import csv, jsonl
from index.records import Document, Rejected

CORPUS = Path(__file__).resolve().parents[3].parent / "shared/data/realtimeqa/corpus.jsonl.gz"


def rows(data: bytes | str) -> list[Document | Rejected]:
    data = data.encode() if isinstance(data, str) else data
    return list(jsonl.create().read(io.BytesIO(data), "a.jsonl"))


def table(data: bytes | str) -> list[Document | Rejected]:
    data = data.encode() if isinstance(data, str) else data
    return list(csv.create().read(io.BytesIO(data), "a.csv"))


def texts(found: list[Document | Rejected]) -> list[str]:
    return [one.text if isinstance(one, Document) else one.reason for one in found]


def test_a_row_with_all_fields_becomes_a_document() -> None:
    row = {
        "id": "a-1",
        "title": " Rents\nup ",
        "text": "Rents are up.\n",
        "url": "https://a.example/1",
        "source": "Daily",
        "published": "2025-09-18T16:05Z",
        "authors": ["Jane Roe", "", "Bob Li"],
        "language": "en",
        "topic": {"ignored": True},
    }

    assert rows(json.dumps(row)) == [
        Document(
            text="Rents are up.\n",
            format="jsonl",
            origin="a.jsonl, line 1",
            is_claimed=True,
            id="a-1",
            title="Rents up",
            url="https://a.example/1",
            outlet="Daily",
            published="2025-09-18T16:05:00+00:00",
            authors=("Jane Roe", "Bob Li"),
            language="en",
        )
    ]


@pytest.mark.parametrize(
    ("value", "labels"),
    [
        (["desk", "legal", "desk"], ("desk", "legal")),
        ("desk; legal", ("desk", "legal")),
        ("null", ("null",)),
        ([], ()),
        ("", ()),
        (None, ()),
    ],
)
def test_a_row_says_who_may_see_it(value: object, labels: tuple[str, ...]) -> None:
    (found,) = rows(json.dumps({"text": "x", "visible_to": value}))

    assert isinstance(found, Document)
    assert found.visible_to == labels


@pytest.mark.parametrize("value", [7, {}, {"desk": True}, [7], [""], ["the desk"], "a;;b", True])
def test_a_row_of_which_nobody_can_tell_who_may_see_it_is_rejected(value: object) -> None:
    (found,) = rows(json.dumps({"text": "x", "visible_to": value}))

    assert isinstance(found, Rejected)
    assert found.reason.startswith("visible_to")


def test_a_column_says_who_may_see_a_row() -> None:
    found = table("text,Visible-To\nx,desk;legal\ny,\n")

    assert [one.visible_to for one in found if isinstance(one, Document)] == [("desk", "legal"), ()]


def test_own_fields_are_kept_and_a_wrong_one_rejects_nothing() -> None:
    (found,) = rows('{"text": "x", "meta": {"section": "Politics", "n": 3, "bad": {"a": 1}}}')

    assert isinstance(found, Document)
    assert found.meta == {"section": "Politics", "n": 3}
    assert [note.partition(";")[0] for note in found.assumed] == ['meta.bad: {"a": 1} is an object']


def test_columns_of_a_table_hold_own_fields() -> None:
    (found,) = table(
        "text,meta.Section,Meta.n,meta.premium,meta.zip,meta.none\nx,World,3,true,01,\n"
    )

    assert isinstance(found, Document)
    assert found.meta == {"section": "World", "n": 3, "premium": True, "zip": "01"}


@pytest.mark.parametrize(
    ("authors", "names"),
    [('""', ()), ("[]", ()), ("null", ()), ('"Roe"', ("Roe",)), ('"A B; C D"', ("A B", "C D"))],
)
def test_authors_may_be_a_list_or_a_string_or_missing(authors: str, names: tuple[str, ...]) -> None:
    (found,) = rows(f'{{"text": "x", "authors": {authors}, "published": null, "id": 7}}')

    assert isinstance(found, Document)
    assert (found.authors, found.published, found.id) == (names, None, "7")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"title": "x"}', "text: is missing; it must contain the article's text"),
        ('{"text": " "}', "text: is empty; it must contain the article's text"),
        ('{"text": 3}', "text: is a number (3); use a string or null"),
        ('{"text": "x"', "invalid JSON at character 14"),
        ('"x"', "must be an object with fields, not 'x'"),
        ("[" * 100_000, "the JSON cannot be read: RecursionError"),
        ('{"text": ' + "1" * 5_000 + "}", "the JSON cannot be read"),
    ],
)
def test_a_wrong_row_is_rejected_with_line_field_and_reason(row: str, reason: str) -> None:
    before, wrong, after = rows(f'{{"text": "before"}}\n{row}\n{{"text": "after"}}')

    assert isinstance(wrong, Rejected)
    assert wrong.origin == "a.jsonl, line 2"
    assert wrong.reason.startswith(reason)
    assert texts([before, after]) == ["before", "after"]


def test_wrong_rows_do_not_stop_the_others() -> None:
    found = rows(b'\n{"text": "a"}\r\n{\xff}\n\n{"text": "b\xe9"}\n{"text": "c"}')

    assert texts(found) == [
        "a",
        "invalid UTF-8 at byte 2 of the line; save the file as UTF-8",
        "invalid UTF-8 at byte 12 of the line; save the file as UTF-8",
        "c",
    ]
    assert [one.origin[-6:] for one in found] == ["line 2", "line 3", "line 5", "line 6"]


def test_lone_surrogates_of_json_never_leave() -> None:
    (found,) = rows(r'{"text": "a\ud800b", "title": "\udc00", "authors": ["\udfff"]}')

    assert isinstance(found, Document)
    assert (found.text, found.title, found.authors) == ("a\ufffdb", "\ufffd", ("\ufffd",))
    assert found.assumed == ("text: lone surrogates became U+FFFD",)


def test_an_array_is_read_element_by_element_with_its_lines() -> None:
    found = rows('[\n {"text": "a"},\n {"text":\n  "b"}, 3,\n {"text": ""}\n]\n')

    assert [(one.origin[9:], text) for one, text in zip(found, texts(found), strict=True)] == [
        ("line 2", "a"),
        ("line 3", "b"),
        ("line 4", "must be an object with fields, not '3'"),
        ("line 5", "text: is empty; it must contain the article's text"),
    ]


@pytest.mark.parametrize(
    "form",
    [
        '{"text": "a"}\n%s\n{"text": "b"}\n',
        pytest.param('[{"text": "a"}, %s]', marks=pytest.mark.gate),
    ],
)
def test_a_value_of_millions_of_lists_is_rejected_before_it_fills_the_memory(form: str) -> None:
    bomb = '{"text": "x", "meta": {"m": [' + "[]," * 1_000_000 + "[]]}}"

    found = texts(rows(form % bomb))

    assert "more than 250,000 opening brackets" in found[1]
    assert [found[0], *found[2:]] in (["a", "b"], ["a"])


def test_one_object_over_several_lines_is_read() -> None:
    assert texts(rows('{\n  "text": "a"\n}\n')) == ["a"]


@pytest.mark.parametrize(
    ("data", "last"),
    [
        ('[{"text": "a"} {"text": "b"}]', "expected ',' or ']', not '{'"),
        ('[{"text": "a"}', "it ends unexpectedly"),
        ('[{"text": "a"}, {"text": "b]', "the text that begins there has no closing"),
        ('[{"text": "a"}, nonsense, ' + " " * 100_000, "Expecting value"),
        ('[{"text": "a"}, ' + "[" * 100_000, "maximum recursion depth exceeded"),
        ('[{"text": "a"}]]', "unexpected ']' after the end"),
    ],
)
def test_a_broken_array_gives_what_stood_before(data: str, last: str) -> None:
    found = rows(data)

    assert texts(found)[0] == "a"
    assert f"invalid JSON ({last}" in texts(found)[1]
    assert len(found) == 2


@given(st.lists(st.text(min_size=1, max_size=30).filter(str.strip), max_size=8), st.integers(0, 3))
@settings(deadline=None)
def test_an_array_and_lines_hold_the_same_rows(words: list[str], indent: int) -> None:
    objects = [{"text": f"x{word}"} for word in words]

    as_lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
    as_array = json.dumps(objects, indent=indent or None, ensure_ascii=False)

    by_line = rows(as_lines.encode("utf-8", "replace"))
    by_element = rows(as_array.encode("utf-8", "replace"))
    if objects:
        assert texts(by_line) == texts(by_element)


def test_an_element_larger_than_a_chunk_is_read_whole() -> None:
    long = "é🎈" * 200_000

    found = rows(json.dumps([{"text": long}, {"text": "b"}], ensure_ascii=False))

    assert texts(found) == [long, "b"]


class Endless(io.RawIOBase):
    """A line that would never end, and how much of it was asked for at once."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.largest = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = min(len(buffer), self.left)
        self.largest = max(self.largest, count)
        buffer[:count] = b"x" * count
        self.left -= count
        return count


def test_a_line_beyond_the_limit_is_rejected_without_being_held() -> None:
    endless = Endless(200 << 20)

    found = list(jsonl.create().read(io.BufferedReader(endless), "a.jsonl"))

    assert texts(found) == ["the line is longer than the limit of 64 MiB"]
    assert endless.left == 0


def test_a_csv_row_becomes_a_document_by_its_header() -> None:
    found = table(
        "Title;Body;Date;Author;Link;Topic\r\n"
        '"Rents; up";"They said ""up"";\r\ntwice";18 September 2025;Jane Roe;https://a.example;x\r\n'
    )

    assert found == [
        Document(
            text='They said "up";\r\ntwice',
            format="csv",
            origin="a.csv, line 2",
            is_claimed=True,
            title="Rents; up",
            url="https://a.example",
            published="2025-09-18",
            authors=("Jane Roe",),
            assumed=(
                "delimiter: semicolon, from the header row",
                "published: 2025-09-18, written as '18 September 2025'",
            ),
        )
    ]


@pytest.mark.parametrize(
    ("sign", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")]
)
def test_the_delimiter_is_told_by_the_header_and_recorded(sign: str, name: str) -> None:
    (found,) = table(f'id{sign}text\n1{sign}"one, two; three"\n')

    assert isinstance(found, Document)
    assert (found.text, found.assumed) == (
        "one, two; three",
        (f"delimiter: {name}, from the header row",),
    )


def test_bad_csv_rows_are_rejected_with_their_lines() -> None:
    found = table(b'text,published\n"a\nb",2025-09-18\nonly text\n,\nc,03/04/2025\nd,\n')

    assert [(one.origin[7:], text) for one, text in zip(found, texts(found), strict=True)] == [
        ("line 2", "a\nb"),
        ("line 4", "has 1 column, but the header has 2; put quotes around the text"),
        ("line 6", "c"),
        ("line 7", "d"),
    ]


@pytest.mark.parametrize("end", ["", "\n", "\nb,2026-05-02\n"])
@pytest.mark.parametrize("row", ['"a,2026-05-01', '2026-05-01,"a'])
def test_a_csv_row_whose_quotation_mark_is_never_closed_says_so(row: str, end: str) -> None:
    (found,) = table(f"text,published\n{row}{end}")

    assert found == Rejected(
        "a.csv, line 2",
        "a quotation mark that opens in this row is never closed; "
        "close it, or copy the file again if it is cut off",
    )


def test_a_cut_line_of_json_says_what_it_lacks() -> None:
    assert texts(rows('{"text": "cut')) == [
        "invalid JSON at character 10: the text that begins there has no closing quotation mark"
    ]


def test_an_exact_name_wins_over_its_other_names() -> None:
    (found,) = table("body,text,TEXT\nsummary,whole,third\n")

    assert texts([found]) == ["whole"]


def test_a_table_without_text_is_rejected_with_what_to_do() -> None:
    assert table("a,b\n1,2\n") == [
        Rejected(
            "a.csv, line 1",
            "no column of the header 'a,b' is called text, body or content; rename one",
        )
    ]


def test_a_field_of_several_megabytes_is_read() -> None:
    (found,) = table("id,text\n1," + "word " * 1_000_000 + "\n")

    assert isinstance(found, Document)
    assert len(found.text) == 5_000_000


def test_a_table_from_a_spreadsheet_in_windows_1252_is_read() -> None:
    (found,) = table("text\nEl señor presidente habló mañana de la economía.\n".encode("cp1252"))

    assert isinstance(found, Document)
    assert found.text == "El señor presidente habló mañana de la economía."
    assert "guessed from the bytes" in found.assumed[0]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), min_size=1, max_size=6))
@settings(deadline=None)
def test_what_the_csv_module_writes_is_read(words: list[str]) -> None:
    written = io.StringIO()
    writer = stdlib_csv.writer(written)
    writer.writerows([["text", "title"], *([f"x {word}", ""] for word in words)])

    assert texts(table(written.getvalue())) == [f"x {word}" for word in words]


def _corpus() -> Iterator[Document | Rejected]:
    with gzip.open(CORPUS) as stream:
        yield from jsonl.create().read(stream, "corpus.jsonl")  # type: ignore[arg-type]


@pytest.mark.data
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
@pytest.mark.gate
def test_the_real_corpus_is_read_to_its_last_row() -> None:
    kinds = {Document: 0, Rejected: 0}
    dated = 0
    for found in _corpus():
        kinds[type(found)] += 1
        dated += isinstance(found, Document) and found.published is not None

    assert kinds == {Document: 11_336, Rejected: 0}
    assert dated == 11_336
