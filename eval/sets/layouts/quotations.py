"""Articles with annotated attributions (PolNeAR): recognised here, read when measured.

    {"id": ..., "text": ..., "attributions": [{"source": [...], "cue": [...], "content": [...]}]}

Source: Newell et al. 2018, "An Attribution Relations Corpus for Political News".
"""

from pathlib import Path

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Sample, digest, name_of


def recognises(sample: Sample) -> bool:
    """Whether the rows have attributions."""
    return any({"text", "attributions"} <= row.keys() for row in sample.rows)


def read(path: Path, faults: Faults) -> QuestionSet:  # noqa: ARG001
    """Name the set; its rows are not read."""
    return QuestionSet(name=name_of(path), kind=Kind.QUOTES, cases=[], sha256=digest([path]))
