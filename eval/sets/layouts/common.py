"""Rows in a layout like ours with other field names, such as `doc_id`, and extra fields.

    {"id": ..., "question": ..., "answers": [...], "evidence": [{"doc_id": ..., "quote": ...}],
     "answerable": true, "history": [...], "choices": [...], "asked": "2022-07-21"}

Other fields are dropped. `asked` becomes `asked_at`, not `as_of`: an article published a day later
may also contain the answer. A case without a type gets one from its evidence: "linked" if a person
linked the article (kind `gold_link`), else "matched", or "unknown" if nobody judged what was
retrieved. If the articles are available and all matched ones were published long before the
question was asked, or after it, the type is "matched of another time": a 2018 article that mentions
Toyota probably does not answer a question from this week's quiz, even if the answer is "Toyota".
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from msgspec import structs

from eval.questions import Case, Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Fields, Sample, rows
from eval.sets.steps.set_builder import SetBuilder, evidence_rows
from index.records import Document

OF_ANOTHER_TIME = "matched of another time"
_LINKED = "gold_link"
_MATCHED = "matched"
# A weekly quiz is about the week before; articles of the following days may report the same.
_DAYS_BEFORE, _DAYS_AFTER = 14, 3
_FOREIGN = {"choices", "asked", "quiz", "explanation", "retrieved", "domain"}


def recognises(sample: Sample) -> bool:
    """Whether the rows have questions and a field that only this layout has."""
    return any("question" in row for row in sample.rows) and any(
        _FOREIGN & row.keys() or _names_documents(row) for row in sample.rows
    )


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set."""
    builder = SetBuilder(path, faults)
    for row in rows(path, faults):
        fields = {**row.fields, "type": row.fields.get("type") or _type(row.fields)}
        if "asked" in fields:
            fields["asked_at"] = fields["asked"]
        builder.case(fields, row.place, evidence_rows(row.fields.get("evidence")))
    return builder.finish(Kind.ANSWERS)


def retype_by_date(cases: Iterable[Case], documents: Iterable[Document]) -> list[Case]:
    """The cases; those matched only by articles of another time get a type of their own."""
    published = {document.id: document.published for document in documents}
    return [_timed(case, published) for case in cases]


def _timed(case: Case, published: dict[str | None, str | None]) -> Case:
    if case.type != _MATCHED or case.asked_at is None:
        return case
    days = [published.get(evidence.article) for evidence in case.evidence]
    if any(day is None or _is_near(day, case.asked_at) for day in days):
        return case
    return structs.replace(case, type=OF_ANOTHER_TIME)


def _is_near(published: str, asked_at: str) -> bool:
    try:
        days = (date.fromisoformat(asked_at[:10]) - date.fromisoformat(published[:10])).days
    except ValueError:
        # Invalid dates are reported when the articles are read.
        return True
    return -_DAYS_AFTER <= days <= _DAYS_BEFORE


def _names_documents(row: Fields) -> bool:
    evidence = row.get("evidence")
    return isinstance(evidence, list) and any(
        isinstance(item, dict) and "doc_id" in item for item in evidence
    )


def _type(row: Fields) -> str | None:
    evidence = row.get("evidence")
    items = evidence if isinstance(evidence, list) else []
    kinds = {item.get("kind") for item in items if isinstance(item, dict)} - {None}
    if kinds:
        return "linked" if _LINKED in kinds else _MATCHED
    return "unknown" if "retrieved" in row else None
