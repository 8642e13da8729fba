"""The development sets, each read once: what is in them, and that offsets hold in the library."""

from pathlib import Path

import pytest

from eval.questions import Kind
from eval.sets import load
from tests.conftest import Shelf

_DATA = Path(__file__).resolve().parents[4] / "shared" / "data"

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not _DATA.is_dir(), reason="../shared/data is not here"),
]

# Counted from the rows of each file with a few lines of Python, apart from this package. Less than
# the rows: realtimeqa repeats ten exactly, TREC QA has many rows a question.
_SETS = [
    ("squad/squad20_dev.json.gz", Kind.ANSWERS, 11_873, 1_204),
    ("torque/dev.json.gz", Kind.ANSWERS, 1_483, 145),
    ("realtimeqa/questions.jsonl.gz", Kind.ANSWERS, 2_219, 0),
    ("hotpotqa/dev.jsonl.gz", Kind.ANSWERS, 335, 3_317),
    ("multihop_rag_sample/dev.jsonl.gz", Kind.ANSWERS, 236, 214),
    ("abg_coqa/val.jsonl.gz", Kind.ANSWERS, 1_092, 495),
    ("canard/dev.jsonl.gz", Kind.FOLLOW_UPS, 2_441, 346),
    ("cast/cast2020.jsonl.gz", Kind.FOLLOW_UPS, 216, 0),
    ("trecqa/dev.jsonl.gz", Kind.SENTENCES, 81, 1_148),
    ("polnear/dev.jsonl.gz", Kind.QUOTES, 0, 0),
    ("html_extraction/zyte_dev.jsonl.gz", Kind.PAGES, 0, 0),
]


@pytest.mark.short(2)
@pytest.mark.parametrize(("name", "kind", "cases", "documents"), _SETS)
def test_a_shared_set_is_read(name: str, kind: Kind, cases: int, documents: int) -> None:
    found = load(_DATA / name)

    assert found.kind is kind
    assert (len(found.cases), len(found.documents or [])) == (cases, documents)


@pytest.mark.gate
def test_realtimeqa_brings_its_articles() -> None:
    found = load(_DATA / "realtimeqa")

    types = [case.type for case in found.cases]
    assert (len(found.cases), len(found.documents or [])) == (2_219, 11_336)
    assert types.count("linked") == sum(
        any(e.kind == "gold_link" for e in case.evidence) for case in found.cases
    )
    assert {case.answerable for case in found.cases if case.type == "unknown"} == {None}


@pytest.mark.gate
def test_the_library_keeps_passages_as_they_are(shelf: Shelf) -> None:
    found = load(_DATA / "covid_qa" / "all.json.gz")

    shelf.add(*(found.documents or [])[:5])

    for document in (found.documents or [])[:5]:
        assert shelf.library.article(shelf.collection, document.id or "").text == document.text
