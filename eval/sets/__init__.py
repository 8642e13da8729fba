"""Question sets: from files and folders to a `QuestionSet`. One file per layout in `layouts/`.

The layout is recognised by the content, in the order of `_LAYOUTS`; `steps/` holds what the layouts
share.
"""

from itertools import islice
from pathlib import Path
from typing import Protocol

from eval.questions import QuestionSet
from eval.sets.layouts import beir, common, folders, own, published, rewrites, squad
from eval.sets.steps.checks import check_evidence
from eval.sets.steps.faults import Fault, FaultError, Faults, fatal
from eval.sets.steps.files import Sample, rows

__all__ = ["Fault", "Layout", "check", "load"]


class Layout(Protocol):
    """Reads one layout; each module in `layouts/` is one."""

    def recognises(self, sample: Sample, /) -> bool:
        """Whether a file or folder with this beginning is in this layout."""
        ...

    def read(self, path: Path, faults: Faults, /) -> QuestionSet:
        """Read the set.

        Raises:
            FaultError: reading cannot continue.
        """
        ...


_EXPECTED = (
    'expected one question per line, {"id": ..., "question": ...}, or another layout described in '
    "QUESTION_SETS.md"
)
_FOLDERS = (
    "expected questions.jsonl with corpus.jsonl or articles/, "
    "or corpus.jsonl, queries.jsonl and qrels/"
)
# From the most specific to our own, which accepts any other rows with questions.
_LAYOUTS: tuple[Layout, ...] = (beir, folders, squad, rewrites, published, common, own)


def load(path: Path) -> QuestionSet:
    """Read a question set: a file, gzipped or not, or a folder.

    Raises:
        UnreadableFileError: at the first fault; it names file, line, field and what was expected.
    """
    return _read(path, Faults(stop=True))


def check(path: Path) -> list[Fault]:
    """All faults of a question set, in the order of the file; empty if there are none.

    Quotes are looked up in the set's own articles, if it has any.
    """
    faults = Faults(stop=False)
    try:
        _read(path, faults)
    except FaultError as exc:
        return [*faults.found, exc.fault]
    return faults.found


def _read(path: Path, faults: Faults) -> QuestionSet:
    try:
        found = _layout_of(path).read(path, faults)
    except OSError as exc:
        raise fatal(path, f"cannot be read: {exc.strerror or exc}") from exc
    if found.documents is not None:
        texts = {document.id: document.text for document in found.documents}
        for case in found.cases:
            check_evidence(case, texts, faults.places[case.id])
    return found


def _layout_of(path: Path) -> Layout:
    sample = Sample(path)
    for layout in _LAYOUTS:
        if layout.recognises(sample):
            return layout
    if path.is_dir():
        raise fatal(path, _FOLDERS)
    # If it is not text or not JSON, this raises a more precise error.
    list(islice(rows(path, Faults(stop=True)), 1))
    if any("text" in row for row in sample.rows):
        raise fatal(
            path, "contains articles, not questions; name it corpus.jsonl, beside questions.jsonl"
        )
    raise fatal(path, _EXPECTED, 1)
