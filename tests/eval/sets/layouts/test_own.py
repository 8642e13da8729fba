"""Our own layout: what is read, and how each fault is named."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.questions import Case, Evidence, Kind, Turn
from eval.sets import check, load
from index.errors import UnreadableFileError
from service.demo import questions_file
from service.wire.asking import AskFilters

Write = Callable[..., Path]

_GOOD = {"id": "q1", "question": "What did it cost?"}


@pytest.mark.parametrize(
    ("fields", "answerable"),
    [
        ({"answers": ["41"]}, True),
        ({"answers": ["41"], "answerable": "unknown"}, None),
        ({"answers": ["41"], "answerable": None}, None),
        ({"answers": []}, None),
        ({"answerable": False}, False),
    ],
)
def test_answers_imply_answerable_unless_it_says_otherwise(
    write: Write, fields: dict[str, Any], answerable: bool | None
) -> None:
    (case,) = load(write("set.jsonl", _GOOD | fields)).cases

    assert case.answerable is answerable


def test_every_field_is_read(write: Write) -> None:
    path = write(
        "set.jsonl",
        {
            "id": "q1",
            "question": "And what did it cost?",
            "history": [{"role": "user", "text": "Who built the bridge?"}],
            "answers": ["3 million euros", "€3m"],
            "together": False,
            "answerable": True,
            "evidence": [{"article": "a", "quote": "It cost 3 million euros.", "start": 7}],
            "speaker": "Elena Ruiz",
            "as_of": "2025-03-04",
            "filters": {"source": "Harbor Ledger", "published_from": "2025-01-01"},
            "type": "number",
            "rewrite": "What did the bridge cost?",
        },
    )

    (case,) = load(path).cases

    assert case == Case(
        id="q1",
        question="And what did it cost?",
        history=[Turn("user", "Who built the bridge?")],
        answers=["3 million euros", "€3m"],
        answerable=True,
        evidence=[Evidence(article="a", quote="It cost 3 million euros.", start=7)],
        speaker="Elena Ruiz",
        as_of="2025-03-04",
        filters=AskFilters(source="Harbor Ledger", published_from="2025-01-01"),
        type="number",
        rewrite="What did the bridge cost?",
    )


def test_the_demo_questions_are_a_set_without_faults() -> None:
    found = load(questions_file())

    assert (found.kind, len(found.cases), found.documents) == (Kind.ANSWERS, 349, None)
    assert check(questions_file()) == []


@pytest.mark.parametrize("written", ["set.jsonl.gz", "set.data"])
def test_a_set_is_recognised_by_its_bytes_and_not_by_its_name(write: Write, written: str) -> None:
    path = write(written, _GOOD)
    renamed = path.rename(path.with_name("anything"))

    found = load(renamed)

    assert [case.id for case in found.cases] == ["q1"]
    assert found.sha256 == hashlib.sha256(renamed.read_bytes()).hexdigest()


def test_a_byte_order_mark_windows_line_ends_and_blank_lines_are_fine(write: Write) -> None:
    first = b'\xef\xbb\xbf{"id": "q1", "question": "One?"}\r\n\r\n   \r'
    path = write("set.jsonl", first, b'{"id": "q2", "question": "Two?"}\r')

    assert [case.id for case in load(path).cases] == ["q1", "q2"]
    assert check(path) == []


@pytest.mark.parametrize(
    ("written", "read"),
    [({"answerable": True}, True), ({"answerable": False}, False)]
    + [(fields, None) for fields in ({"answerable": "unknown"}, {"answerable": None}, {})],
)
def test_answerable_may_be_unknown_in_three_ways(
    write: Write, written: dict[str, Any], read: bool | None
) -> None:
    (case,) = load(write("set.jsonl", {**_GOOD, **written})).cases

    assert case.answerable is read


_FAULTS: list[tuple[Any, str, str]] = [
    ({**_GOOD, "speeker": "Ruiz"}, "speeker", "unknown field; did you mean 'speaker'?"),
    ({**_GOOD, "evidence": [{"qoute": "x"}]}, "evidence[0].qoute", "did you mean 'quote'?"),
    ({**_GOOD, "filters": {"sources": "x"}}, "filters.sources", "did you mean 'source'?"),
    ({"id": "q1"}, "question", "is missing"),
    ({"id": 7, "question": "x"}, "id", "Expected `str`, got `int`"),
    ({**_GOOD, "answers": ["a", 1]}, "answers[1]", "Expected `str`, got `int`"),
    ({**_GOOD, "answers": "3 euros"}, "answers", "Expected `array`, got `str`"),
    ({**_GOOD, "answerable": "maybe"}, "answerable", "Expected `bool | null`, got `str`"),
    ({**_GOOD, "history": [{"role": "bot", "text": "x"}]}, "history[0].role", "Invalid enum value"),
    ({**_GOOD, "answerable": False, "answers": ["x"]}, "answerable", "but there are answers"),
    ({**_GOOD, "answers": [" "]}, "answers[0]", "is empty"),
    ({"id": "q1", "question": " "}, "question", "is empty"),
    ({"id": "q1", "question": "x" * 2_001}, "question", "longer than 2,000 characters"),
    ({"id": "q1", "question": "a\0b"}, "question", "contains a NUL character"),
    ({**_GOOD, "as_of": "last May"}, "as_of", "last May"),
    ({**_GOOD, "filters": {"published_to": "2025-02-30"}}, "filters.published_to", "2025-02-30"),
    ({**_GOOD, "evidence": [{"kind": "x"}]}, "evidence[0]", "neither an article nor a quote"),
    ({**_GOOD, "evidence": [{"article": "a", "start": 1}]}, "evidence[0].start", "without a quote"),
    (b'{"id": "q1", "question": ', "", "is not JSON"),
    (b'{"id": "q1", "question": "x"} and more', "", "trailing characters"),
    (b'["q1", "What?"]', "", "expected a JSON object {...}, got list"),
    (b'{"id": "q1", "question": "\xff?"}', "", "is not UTF-8: byte 0xff"),
    (b'{"id": "q1\0", "question": "x"}', "", "contains a NUL byte"),
    (b'{"id": "q1", "question": ' + b"[" * 5_000, "", "nested too deeply"),
]


@pytest.mark.parametrize(("row", "field", "message"), _FAULTS)
def test_a_fault_is_named_with_its_line_and_field(
    write: Write, row: Any, field: str, message: str
) -> None:
    path = write("set.jsonl", {"id": "first", "question": "Who?"}, b"", row)

    (fault,) = check(path)

    assert (fault.path, fault.line, fault.field) == (path, 3, field)
    assert message in fault.message


@pytest.mark.parametrize(("row", "field", "message"), _FAULTS)
def test_loading_stops_at_the_first_fault_and_says_the_same(
    write: Write, row: Any, field: str, message: str
) -> None:
    path = write("set.jsonl", {"id": "first", "question": "Who?"}, b"", row)

    with pytest.raises(UnreadableFileError) as caught:
        load(path)

    assert f"{path}, line 3: {field}" in str(caught.value)
    assert message in str(caught.value)


def test_all_faults_are_reported_in_their_order(write: Write) -> None:
    path = write(
        "set.jsonl",
        {"id": "q1", "question": 1, "speeker": "x", "evidence": [{"quote": 2}, {"start": "3"}]},
        _GOOD,
        b"nonsense",
        _GOOD,
    )

    found = [(fault.line, fault.field) for fault in check(path)]

    # The second and third row with an id of "q1": the first was no case, so only row 4 repeats.
    assert found == [
        (1, "speeker"),
        (1, "question"),
        (1, "evidence[0].quote"),
        (1, "evidence[1].start"),
        (3, ""),
        (4, "id"),
    ]


def test_an_id_that_comes_twice_names_the_first_line(write: Write) -> None:
    (fault,) = check(write("set.jsonl", _GOOD, {**_GOOD, "question": "Another?"}))

    assert str(fault).endswith("line 2: id: 'q1' is already the id of line 1")
