"""Web pages with their reference text: recognised here, read by the measurement of extraction.

{"id": ..., "html": ..., "article_body": ...}        Zyte's benchmark
{"id": ..., "html": ..., "expected_html": ...}       Readability's test pages
"""

from pathlib import Path

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Sample, digest, name_of


def recognises(sample: Sample) -> bool:
    """Whether the rows have pages and their reference text."""
    return any(
        "html" in row and ("article_body" in row or "expected_html" in row) for row in sample.rows
    )


def read(path: Path, faults: Faults) -> QuestionSet:  # noqa: ARG001
    """Name the set; its rows are not read."""
    return QuestionSet(name=name_of(path), kind=Kind.PAGES, cases=[], sha256=digest([path]))
