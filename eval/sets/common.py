"""Rows like ours in the words of others: `doc_id` for the article, and fields that we have not.

    {"id": ..., "question": ..., "answers": [...], "evidence": [{"doc_id": ..., "quote": ...}],
     "answerable": true, "history": [...], "choices": [...], "asked": "2022-07-21"}

Further fields are dropped. `asked` becomes `asked_at`, not `as_of`: an article that came out a day
later may answer as well. A case without a type gets one from its evidence: "linked" where a person
linked the article (kind `gold_link`), else "matched", or "unknown" where nobody judged what was
retrieved.
"""

from pathlib import Path

from eval.questions import Kind, QuestionSet
from eval.sets._faults import Faults
from eval.sets._files import Fields, Sample, rows
from eval.sets._gathering import Gathered, linked

_LINKED = "gold_link"
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
        return "linked" if _LINKED in kinds else "matched"
    return "unknown" if "retrieved" in row else None
