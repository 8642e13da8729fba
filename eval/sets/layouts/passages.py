"""Rows that include their passage as `text` or `context`: QED, Disfl-QA, Abg-CoQA and the like.

    {"id": ..., "question": ..., "context": ..., "answers": ["..."], "answerable": true}

Evidence may quote the passage with offsets; without evidence, answers that occur in the passage
serve as evidence. The type is the row's `type`, `domain` or `explanation_type`.
"""

from pathlib import Path
from typing import Any

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Fields, Row, Sample, rows
from eval.sets.steps.set_builder import GIVEN, SetBuilder, evidence_rows, nearest_occurrence

_TYPES = ("type", "domain", "explanation_type")


def recognises(sample: Sample) -> bool:
    """Whether the rows have a question and a text."""
    return any("question" in row and _text_field(row) for row in sample.rows)


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set.

    Raises:
        FaultError: reading cannot continue.
    """
    builder = SetBuilder(path, faults)
    for row in rows(path, faults):
        field = _text_field(row.fields) or "text"
        article = builder.passage(row.fields, field, row.place)
        if article is not None:
            evidence = _evidence(row, article, row.fields[field])
            builder.case({**row.fields, "type": _type(row.fields)}, row.place, evidence)
    return builder.finish(Kind.ANSWERS, passage_given=True)


def _text_field(row: Fields) -> str | None:
    return next((name for name in ("context", "text") if isinstance(row.get(name), str)), None)


def _type(row: Fields) -> Any:
    return next((row[name] for name in _TYPES if row.get(name)), None)


def _evidence(row: Row, article: str, text: str) -> list[Any]:
    marked = evidence_rows(row.fields.get("evidence"), article=article)
    if row.fields.get("answerable") is False:
        return [{"article": article, "kind": GIVEN}]
    for item in marked:
        _correct_offset(item, text)
    if not marked:
        answers = row.fields.get("answers")
        found = [a for a in answers if isinstance(a, str)] if isinstance(answers, list) else []
        marked = [{"article": article, "quote": a} for a in dict.fromkeys(found) if a in text]
    return marked or [{"article": article, "kind": GIVEN}]


def _correct_offset(item: Any, text: str) -> None:
    """Move an offset to the quote's nearest occurrence; missing quotes are reported later."""
    if not isinstance(item, dict):
        return
    quote, start = item.get("quote"), item.get("start")
    if isinstance(quote, str) and isinstance(start, int):
        item["start"] = nearest_occurrence(text, quote, start)
