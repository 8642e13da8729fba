"""Follow-up questions with a human rewrite: CANARD and TREC CAsT.

    {"id": ..., "dialog": ..., "topic": [...], "question": "What group disbanded?",
     "rewrite": "What group disbanded?", "history": [{"role": "user", "text": ...}]}

What was answered in a dialogue becomes its article, so that there is something to search and to
quote; the evidence of a question is its answer in there. Dialogues without answers (CAsT) have no
articles: they are asked in the user's collection.

Sources: Elgohary et al. 2019 (CANARD), Dalton et al. 2020 (CAsT).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Row, Sample, rows
from eval.sets.steps.set_builder import GIVEN, SetBuilder
from index.records import Document

_UNKNOWN = "I don't know."
_BREAK = "\n\n"


def recognises(sample: Sample) -> bool:
    """Whether the rows are turns of a dialogue with a rewrite."""
    return any({"question", "rewrite", "dialog"} <= row.keys() for row in sample.rows)


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set."""
    builder = SetBuilder(path, faults)
    dialogues: dict[Any, list[Row]] = {}
    for row in rows(path, faults):
        dialogues.setdefault(row.fields.get("dialog"), []).append(row)
    for dialogue in dialogues.values():
        answers = _answers(dialogue)
        article = _article(dialogue[0], answers, path.name) if any(answers) else None
        if article is not None:
            builder.document(article, dialogue[0].place)
        for row in dialogue:
            evidence = [_evidence(row, answers, article)] if article else []
            builder.case(row.fields, row.place, evidence)
    return builder.finish(Kind.FOLLOW_UPS)


def _answers(dialogue: Sequence[Row]) -> list[str]:
    """What was answered to the dialogue's first question, its second and so on; "" is unknown."""
    longest = max((_said(row) for row in dialogue), key=len)
    answers: list[str] = []
    for turn in longest:
        if turn["role"] == "user":
            answers.append("")
        elif answers and turn["text"] != _UNKNOWN:
            answers[-1] = " ".join(turn["text"].split())
    return answers


def _said(row: Row) -> list[dict[str, str]]:
    history = row.fields.get("history")
    turns = history if isinstance(history, list) else []
    return [turn for turn in turns if isinstance(turn, dict) and {"role", "text"} <= turn.keys()]


def _article(row: Row, answers: Sequence[str], origin: str) -> Document:
    topic = row.fields.get("topic")
    names = topic if isinstance(topic, list) else []
    return Document(
        id=str(row.fields["dialog"]),
        text=_BREAK.join(dict.fromkeys(filter(None, answers))),
        format="passage",
        origin=origin,
        title=": ".join(name for name in names if isinstance(name, str)) or None,
    )


def _evidence(row: Row, answers: Sequence[str], article: Document) -> dict[str, Any]:
    number = sum(turn["role"] == "user" for turn in _said(row))
    answer = answers[number] if number < len(answers) else ""
    if not answer:
        return {"article": article.id, "kind": GIVEN}
    return {"article": article.id, "quote": answer, "start": article.text.index(answer)}
