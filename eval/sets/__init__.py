"""Question sets: files and folders in, `QuestionSet` out. One file per layout in `layouts/`.

The layout is told from the content, in the order of `_LAYOUTS`; modules here that begin with an
underscore are steps shared by them.
"""

from itertools import islice
from pathlib import Path
from typing import Protocol

from eval.questions import QuestionSet
from eval.sets.layouts import (
    articles_folder,
    beir,
    candidates,
    common,
    corpus_folder,
    evidence_sentences,
    hotpot,
    labelled,
    own,
    pages,
    pairs,
    passages,
    quotations,
    rewrites,
    squad,
)
from eval.sets.steps.checks import TextOf, check_evidence
from eval.sets.steps.faults import Fault, FaultError, Faults, fatal
from eval.sets.steps.files import Sample, rows

__all__ = ["Fault", "Layout", "check", "load"]


class Layout(Protocol):
    """Reads one layout; a module of this package is one."""

    def recognises(self, sample: Sample, /) -> bool:
        """Whether a file or folder that begins so is of this layout."""
        ...

    def read(self, path: Path, faults: Faults, /) -> QuestionSet:
        """Read the set.

        Raises:
            FaultError: the file cannot be read on.
        """
        ...


_EXPECTED = (
    'expected a question a line, {"id": ..., "question": ...}, or another layout that '
    "QUESTION_SETS.md describes"
)
_FOLDERS = (
    "expected questions.jsonl with corpus.jsonl or articles/, "
    "or corpus.jsonl, queries.jsonl and qrels/"
)
# From the most particular to ours, which takes every other row that asks.
_LAYOUTS: tuple[Layout, ...] = (
    beir,
    corpus_folder,
    articles_folder,
    squad,
    pages,
    quotations,
    hotpot,
    evidence_sentences,
    rewrites,
    candidates,
    labelled,
    pairs,
    passages,
    common,
    own,
)


def load(path: Path) -> QuestionSet:
    """Read a question set: a file, gzipped or not, or a folder.

    Raises:
        UnreadableFileError: naming file, line, field and what was expected, at the first fault.
    """
    return _read(path, Faults(stop=True))


def check(path: Path, text_of: TextOf | None = None) -> list[Fault]:
    """Every fault of a question set, in the order of the file; empty where it is good.

    With `text_of`, the texts of the articles that the set asks about, quotes are looked up in
    them; a set that brings its own articles is always checked against these.
    """
    faults = Faults(stop=False)
    try:
        _read(path, faults, text_of)
    except FaultError as exc:
        return [*faults.found, exc.fault]
    return faults.found


def _read(path: Path, faults: Faults, text_of: TextOf | None = None) -> QuestionSet:
    try:
        found = _layout_of(path).read(path, faults)
    except OSError as exc:
        raise fatal(path, f"cannot be read: {exc.strerror or exc}") from exc
    if found.documents is not None:
        text_of = {document.id: document.text for document in found.documents}.get
    if text_of is not None:
        for case in found.cases:
            check_evidence(case, text_of, faults.places[case.id])
    return found


def _layout_of(path: Path) -> Layout:
    sample = Sample(path)
    for layout in _LAYOUTS:
        if layout.recognises(sample):
            return layout
    if path.is_dir():
        raise fatal(path, _FOLDERS)
    # What is no text or no JSON is better said so.
    list(islice(rows(path, Faults(stop=True)), 1))
    if any("text" in row for row in sample.rows):
        raise fatal(path, "holds articles and no questions; put it beside them as corpus.jsonl")
    raise fatal(path, _EXPECTED, 1)
