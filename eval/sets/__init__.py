"""Question sets: files and folders in, `QuestionSet` out. One file per layout.

The layout is told from the content, in the order of `_LAYOUTS`; modules here that begin with an
underscore are steps shared by them.
"""

from pathlib import Path
from typing import Protocol

from eval.questions import QuestionSet
from eval.sets import own
from eval.sets._checks import TextOf, check_evidence
from eval.sets._faults import Fault, FaultError, Faults, Place
from eval.sets._files import Sample, text_lines

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


_LAYOUTS: tuple[Layout, ...] = (own,)


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
        found = _read(path, faults)
    except FaultError as exc:
        return [*faults.found, exc.fault]
    if text_of is not None and found.documents is None:
        for case in found.cases:
            check_evidence(case, text_of, Place(faults, path, None, f"{case.id}: "))
    return faults.found


def _read(path: Path, faults: Faults) -> QuestionSet:
    try:
        sample = Sample(path)
        for layout in _LAYOUTS:
            if layout.recognises(sample):
                return layout.read(path, faults)
    except OSError as exc:
        faults.fatal(path, f"cannot be read: {exc.strerror or exc}")
    _refuse(path, faults)
    raise AssertionError


def _refuse(path: Path, faults: Faults) -> None:
    for _ in text_lines(path, faults):
        break
    faults.fatal(path, "is no question set that we know")
