"""Questions with the one sentence that answers each.

    {"id": ..., "question": ..., "sentence": "The sentence with the answer."}

Each distinct sentence is an article, even if it answers several questions.
"""

from pathlib import Path

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Sample, rows
from eval.sets.steps.set_builder import SetBuilder


def recognises(sample: Sample) -> bool:
    """Whether the rows pair questions with sentences, without a label."""
    return any({"id", "question", "sentence"} <= row.keys() for row in sample.rows)


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set.

    Raises:
        FaultError: reading cannot continue.
    """
    builder = SetBuilder(path, faults)
    for row in rows(path, faults):
        article = builder.passage(row.fields, "sentence", row.place)
        if article is not None:
            builder.case({"answerable": True, **row.fields}, row.place, [{"article": article}])
    return builder.finish(Kind.ANSWERS)
