"""Rows like ours in the words of others: `doc_id` for the article, and fields that we have not.

    {"id": ..., "question": ..., "answers": [...], "evidence": [{"doc_id": ..., "quote": ...}],
     "answerable": true, "history": [...], "choices": [...], "asked": "2022-07-21"}

Further fields are dropped. `asked` becomes `asked_at`, not `as_of`: an article that came out a day
later may answer as well. A case without a type gets one from its evidence: "linked" where a person
linked the article (kind `gold_link`), else "matched", or "unknown" where nobody judged what was
retrieved. Where the articles are at hand, and every matched one came out long before the question
was asked, or after it, the type is "matched of another time": an article of 2018 that names Toyota
most likely answers nothing that a quiz of this week has asked, and has "Toyota" for an answer.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from msgspec import structs

from eval.questions import Case, Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Fields, Sample, rows
from eval.sets.steps.set_builder import Gathered, linked
from index.records import Document

OF_ANOTHER_TIME = "matched of another time"
_LINKED = "gold_link"
_MATCHED = "matched"
# A weekly quiz is about the week before; an article of the days after may tell of the same.
_DAYS_BEFORE, _DAYS_AFTER = 14, 3
_FOREIGN = {"choices", "asked", "quiz", "explanation", "retrieved", "domain"}


def recognises(sample: Sample) -> bool:
    """Whether the rows ask, and hold a field that only these have."""
    return any("question" in row for row in sample.rows) and any(
        _FOREIGN & row.keys() or _names_documents(row) for row in sample.rows
    )


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set.

    Raises:
        FaultError: the file cannot be read on.
    """
    gathered = Gathered(path, faults)
    for row in rows(path, faults):
        fields = {**row.fields, "type": row.fields.get("type") or _type(row.fields)}
        if "asked" in fields:
            fields["asked_at"] = fields["asked"]
        gathered.case(fields, row.place, linked(row.fields.get("evidence")))
    return gathered.finish(Kind.ANSWERS)


def told_apart_by_time(cases: Iterable[Case], documents: Iterable[Document]) -> list[Case]:
    """The cases, their types telling which are only matched by articles of another time."""
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
        # What is no day is told by whoever reads the articles.
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
