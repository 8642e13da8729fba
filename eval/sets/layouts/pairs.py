"""Questions with the one sentence that answers each.

    {"id": ..., "question": ..., "sentence": "The sentence that holds the answer."}

All sentences together are the articles; a sentence that answers several questions is one article.
"""

from pathlib import Path

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Sample, rows
from eval.sets.steps.set_builder import Gathered


def recognises(sample: Sample) -> bool:
    """Whether the rows pair questions with sentences, without a label."""
    return any({"id", "question", "sentence"} <= row.keys() for row in sample.rows)


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set.

    Raises:
        FaultError: the file cannot be read on.
    """
    gathered = Gathered(path, faults)
    for row in rows(path, faults):
        article = gathered.passage(row.fields, "sentence", row.place)
        if article is not None:
            gathered.case({"answerable": True, **row.fields}, row.place, [{"article": article}])
    return gathered.finish(Kind.ANSWERS)
