"""The reader protocol."""

from collections.abc import Sequence
from typing import Protocol

from index.followers.open_collection import OpenCollection
from index.records import Vectors
from index.search import Found
from service.candidates import Candidate
from service.questions.understand import Question


class Reader(Protocol):
    """Finds answers in passages. May be called from several threads at once."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same confidence would mean something else."""
        ...

    def warm_up(self) -> None:
        """Do now what the first question would otherwise wait for."""
        ...

    def read(
        self,
        question: Question,
        vector: Vectors,
        found: Sequence[Found],
        opened: OpenCollection,
        *,
        until: float | None = None,
    ) -> list[Candidate]:
        """Candidates from all passages, best first, none overlapping another.

        `vector` is that of the question's text, shape (1, dimensions). `until` is a deadline on the
        clock of `time.perf_counter`; the first passages are read in any case.
        """
        ...
