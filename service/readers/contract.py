"""What every reader must do."""

from collections.abc import Sequence
from typing import Protocol

from index.followers.catalogue import OpenCollection
from index.records import Vectors
from index.search import Found
from service.candidates import Candidate
from service.questions.understand import Question


class Reader(Protocol):
    """Finds answers in passages. May be called from several threads at once."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever its confidences would no longer mean the same."""
        ...

    def warm_up(self) -> None:
        """Set up now what the first question would otherwise wait for."""
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
        """Candidates from all passages together, best first, none overlapping another.

        Args:
            question: as it is understood.
            vector: of its text, shape (1, dimensions).
            found: the passages, best first.
            opened: where they come from.
            until: on `time.perf_counter`'s clock, when to read no further; what is read by then
                is judged, and something always is.
        """
        ...
