"""Rows whose evidence includes its article's title and date: MultiHop-RAG without its corpus.

    {"id": ..., "question": ..., "answers": [...], "evidence": [
        {"doc_id": ..., "quote": ..., "title": ..., "url": ..., "published": ..., "source": ...}]}

The articles themselves are missing: an article's text consists of its quotes, one per paragraph.

Source: Tang and Yang 2024, "MultiHop-RAG".
"""

from pathlib import Path
from typing import Any

from msgspec import Struct, ValidationError, convert

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults, Place
from eval.sets.steps.files import Fields, Row, Sample, rows
from eval.sets.steps.set_builder import SetBuilder, evidence_rows
from index.records import Document


class _Sentence(Struct, frozen=True):
    doc_id: str
    quote: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    source: str | None = None


def recognises(sample: Sample) -> bool:
    """Whether any evidence has its article's title."""
    return any(
        {"doc_id", "quote", "title"} <= item.keys()
        for row in sample.rows
        for item in _items(row)
        if isinstance(item, dict)
    )


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set.

    Raises:
        FaultError: reading cannot continue.
    """
    builder = SetBuilder(path, faults)
    articles: dict[str, list[_Sentence]] = {}
    for row in rows(path, faults):
        for sentence in _sentences(row):
            articles.setdefault(sentence.doc_id, []).append(sentence)
        builder.case(row.fields, row.place, evidence_rows(row.fields.get("evidence")))
    for sentences in articles.values():
        builder.document(_document(sentences, path.name), Place(faults, path, None))
    return builder.finish(Kind.ANSWERS)


def _items(row: Fields) -> list[Any]:
    evidence = row.get("evidence")
    return evidence if isinstance(evidence, list) else []


def _sentences(row: Row) -> list[_Sentence]:
    try:
        return convert(_items(row.fields), list[_Sentence])
    except ValidationError as exc:
        row.place.report("evidence", str(exc))
        return []


def _document(sentences: list[_Sentence], origin: str) -> Document:
    first = sentences[0]
    return Document(
        id=first.doc_id,
        text="\n\n".join(dict.fromkeys(sentence.quote for sentence in sentences)),
        format="sentences",
        origin=origin,
        title=first.title,
        url=first.url,
        published=first.published,
        outlet=first.source,
    )
