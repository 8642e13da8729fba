"""HotpotQA's rows: a question, the passages retrieved for it, and the supporting sentences.

    {"id": ..., "question": ..., "answers": [...], "docs": [{"doc_id": ..., "sentences": [...]}],
     "evidence": [{"doc_id": ..., "quote": ...}]}

The passages of all rows together are the articles, their sentences joined by spaces.

Source: Yang et al. 2018, "HotpotQA".
"""

from pathlib import Path

from msgspec import Struct, ValidationError, convert

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Row, Sample, rows
from eval.sets.steps.set_builder import SetBuilder, evidence_rows
from index.records import Document


class _Passage(Struct, frozen=True):
    doc_id: str
    sentences: list[str]


def recognises(sample: Sample) -> bool:
    """Whether the rows have questions and documents."""
    return any("question" in row and "docs" in row for row in sample.rows)


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set.

    Raises:
        FaultError: reading cannot continue.
    """
    builder = SetBuilder(path, faults)
    for row in rows(path, faults):
        for passage in _passages(row):
            document = Document(
                id=passage.doc_id,
                text=" ".join(passage.sentences),
                format="hotpotqa",
                origin=f"{path.name}, line {row.line}",
                title=passage.doc_id,
            )
            builder.document(document, row.place)
        builder.case(row.fields, row.place, evidence_rows(row.fields.get("evidence")))
    return builder.finish(Kind.ANSWERS)


def _passages(row: Row) -> list[_Passage]:
    try:
        return convert(row.fields.get("docs"), list[_Passage])
    except ValidationError as exc:
        row.place.report("docs", str(exc))
        return []
