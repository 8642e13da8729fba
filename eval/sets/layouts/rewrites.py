"""Follow-up questions with a person's rewrite: CANARD and TREC CAsT.

    {"id": ..., "dialog": ..., "topic": [...], "question": "What group disbanded?",
     "rewrite": "What group disbanded?", "history": [{"role": "user", "text": ...}]}

Sources: Elgohary et al. 2019 (CANARD), Dalton et al. 2020 (CAsT).
"""

from pathlib import Path

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Sample, rows
from eval.sets.steps.set_builder import SetBuilder


def recognises(sample: Sample) -> bool:
    """Whether the rows are turns of a dialogue with a rewrite."""
    return any({"question", "rewrite", "dialog"} <= row.keys() for row in sample.rows)


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set.

    Raises:
        FaultError: reading cannot continue.
    """
    builder = SetBuilder(path, faults)
    for row in rows(path, faults):
        builder.case(row.fields, row.place)
    return builder.finish(Kind.FOLLOW_UPS)
