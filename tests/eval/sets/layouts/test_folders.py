"""Folders that bring their articles: ours, and BEIR's."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.questions import Evidence, Kind
from eval.sets import check, load
from index.errors import UnreadableFileError

Write = Callable[..., Path]

_ARTICLE = {"id": "a", "title": "Kelp", "text": "Kelp grows fast.", "published": "2025-03-04"}


def _case(**fields: Any) -> dict[str, Any]:
    return {"id": "q1", "question": "How does it grow?", **fields}


def test_a_folder_of_questions_and_corpus_is_one_set(write: Write) -> None:
    questions = write("kelp/questions.jsonl", _case(evidence=[{"article": "a", "quote": "fast"}]))
    corpus = write("kelp/corpus.jsonl.gz", _ARTICLE)

    found = load(questions.parent)

    assert found.documents is not None
    assert [(d.id, d.title, d.published) for d in found.documents] == [("a", "Kelp", "2025-03-04")]
    assert (found.name, found.passage_given, len(found.cases)) == ("kelp", False, 1)
    both = corpus.read_bytes() + questions.read_bytes()
    assert found.sha256 == hashlib.sha256(both).hexdigest()


def test_quotes_must_occur_in_the_corpus(write: Write) -> None:
    path = write(
        "kelp/questions.jsonl",
        _case(evidence=[{"article": "a", "quote": "slowly"}, {"article": "b"}]),
        _case(id="q2", evidence=[{"article": "a", "quote": "fast", "start": 3}]),
        # "fast" starts at 11, after "Kelp grows "; a quote without an article cannot be looked up.
        _case(id="q3", evidence=[{"article": "a", "quote": "fast", "start": 11}]),
        _case(id="q4", evidence=[{"quote": "no article is named"}]),
    )
    write("kelp/corpus.jsonl", _ARTICLE, {"id": "a", "text": "Again."}, {"text": "Nameless."})

    found = [(fault.path.name, fault.line, fault.field) for fault in check(path.parent)]

    assert found == [
        ("corpus.jsonl", 2, "id"),
        ("corpus.jsonl", 3, "id"),
        ("questions.jsonl", 1, "evidence[0].quote"),
        ("questions.jsonl", 1, "evidence[1].article"),
        ("questions.jsonl", 2, "evidence[0].start"),
    ]


def test_a_row_of_the_corpus_that_is_no_article_is_named(write: Write) -> None:
    path = write("kelp/questions.jsonl", _case())
    write("kelp/corpus.jsonl", _ARTICLE, {"id": "b", "text": 5})

    with pytest.raises(UnreadableFileError, match=r"corpus\.jsonl, line 2: text: is a number"):
        load(path.parent)


def test_common_rows_get_their_type_from_their_evidence(write: Write) -> None:
    linked = [{"doc_id": "a", "quote": None, "kind": "gold_link"}]
    matched = [{"doc_id": "a", "quote": "fast", "kind": "string_match"}]
    rows = [
        _case(evidence=[*matched, *linked], asked="2025-03-05", retrieved=["a"], answerable=True),
        _case(id="q2", evidence=matched, answerable=True, retrieved=["a"]),
        _case(id="q3", evidence=[], answerable=None, retrieved=["a"], choices=["x", "y"]),
        _case(id="q4", evidence=matched, type="number"),
    ]
    path = write("quiz/questions.jsonl.gz", *rows)
    write("quiz/corpus.jsonl.gz", _ARTICLE)

    cases = load(path.parent).cases

    assert [case.type for case in cases] == ["linked", "matched", "unknown", "number"]
    assert [case.answerable for case in cases] == [True, True, None, None]
    assert cases[1].evidence == [Evidence(article="a", quote="fast", kind="string_match")]
    assert {case.as_of for case in cases} == {None}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2025-03-18", "matched"),
        ("2025-03-19", "matched of another time"),
        ("2025-03-01", "matched"),
        ("2025-02-28", "matched of another time"),
    ],
)
def test_matches_in_articles_of_another_time_get_a_type_of_their_own(
    write: Write, asked: str, expected: str
) -> None:
    of_a = [{"doc_id": "a", "quote": "fast", "kind": "string_match"}]
    undated = [{"doc_id": "b", "quote": "fast", "kind": "string_match"}]
    linked = [{"doc_id": "a", "quote": None, "kind": "gold_link"}]
    rows = [
        _case(evidence=of_a, asked=asked, answerable=True),
        _case(id="q2", evidence=[*of_a, *undated], asked=asked, answerable=True),
        _case(id="q3", evidence=[*of_a, *linked], asked=asked, answerable=True),
        _case(id="q4", evidence=of_a, answerable=True),
    ]
    path = write("quiz/questions.jsonl", *rows)
    article = {**_ARTICLE, "published": "2025-03-04"}
    write("quiz/corpus.jsonl", article, {"id": "b", "title": "B", "text": "It is fast."})

    cases = load(path.parent).cases

    assert [case.type for case in cases] == [expected, "matched", "linked", "matched"]
    assert all(case.answerable for case in cases)


@pytest.fixture
def beir(write: Write) -> Path:
    """Two judged queries, one that nobody judged; d3 has a title only, d4 nothing."""
    write(
        "kelp/corpus.jsonl",
        {"_id": "d1", "title": "Kelp", "text": "Kelp grows fast.", "metadata": {}},
        {"_id": "d2", "title": "", "text": "Urchins eat kelp."},
        {"_id": "d3", "title": "Only a title", "text": ""},
        {"_id": "d4", "title": "", "text": ""},
    )
    queries = [{"_id": f"q{n}", "text": f"Query {n}?", "metadata": {}} for n in (1, 2, 3)]
    write("kelp/queries.jsonl", *queries)
    header = b"query-id\tcorpus-id\tscore"
    path = write("kelp/qrels/test.tsv", header, b"q1\td1\t2", b"q1\td2\t1", b"q1\td3\t0")
    write("kelp/qrels/train.tsv", header, b"q2\td2\t1")
    return path.parents[1]


def test_a_beir_folder_is_read_with_its_grades(beir: Path) -> None:
    found = load(beir)

    assert found.kind is Kind.ANSWERS
    assert {d.id: d.text for d in found.documents or []} == {
        "d1": "Kelp grows fast.",
        "d2": "Urchins eat kelp.",
        "d3": "Only a title",
    }
    assert [(c.id, c.type, c.answerable) for c in found.cases] == [
        ("q1", "test", None),
        ("q2", "train", None),
    ]
    assert found.cases[0].evidence == [
        Evidence(article="d1", kind="qrel:2"),
        Evidence(article="d2", kind="qrel:1"),
    ]


def test_faults_of_a_beir_folder_are_named_by_file_and_line(beir: Path, write: Write) -> None:
    write("kelp/qrels/train.tsv", b"q2\td2", b"q9\td1\t1", b"q2\td9\t1", b"q2\td1\tgood")
    queries = (beir / "queries.jsonl").read_bytes()
    (beir / "queries.jsonl").write_bytes(queries + b'{"_id": 4, "text": "Four?"}\n')

    found = [(fault.path.name, fault.line, fault.field) for fault in check(beir)]

    assert found == [
        ("queries.jsonl", 4, "_id"),
        ("train.tsv", 1, ""),
        ("train.tsv", 2, "query-id"),
        ("train.tsv", 4, ""),
        ("train.tsv", 3, "evidence[0].article"),
    ]
