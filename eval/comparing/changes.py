"""The result of comparing two reports."""

import math
from enum import Enum

from msgspec import Struct

from eval.records import Record, Report


class Change(Struct, frozen=True, kw_only=True):
    """A metric in both reports, on the questions that both measured."""

    name: str
    old: float
    new: float
    difference: float
    """New minus old, with its paired 95 % bootstrap interval; nan without an interval."""
    low: float
    high: float
    p: float | None
    """Two-sided, by approximate randomisation; None if it cannot be tested."""
    count: int
    higher_is_better: bool

    @property
    def better(self) -> bool | None:
        """Whether it improved; None if it is unchanged or unknown."""
        if self.difference == 0 or math.isnan(self.difference):
            return None
        return (self.difference > 0) == self.higher_is_better


class Speed(Struct, frozen=True, kw_only=True):
    """A time, rate or amount of memory in both runs; each run has its own noise."""

    name: str
    unit: str
    old: float
    new: float
    ratio: float
    """New over old; for times, with a 95 % bootstrap interval over questions, else nan."""
    low: float
    high: float


class FlipKind(Enum):
    """How a question flipped, worst first."""

    BROKEN = "right → wrong"
    REFUSED = "answered → refused"
    FIXED = "wrong → right"
    ANSWERED = "refused → answered"


class Flip(Struct, frozen=True):
    """A question whose outcome changed, with both records."""

    kind: FlipKind
    old: Record
    new: Record


class Fact(Struct, frozen=True):
    """A difference in how the two reports were made."""

    subject: str
    name: str
    old: str | None
    new: str | None


class Comparison(Struct, frozen=True, kw_only=True):
    """Everything that differs between two reports."""

    old: Report
    new: Report
    seed: int
    matched: int
    """Number of questions in both."""
    warnings: list[str]
    facts: list[Fact]
    changes: list[Change]
    speeds: list[Speed]
    flips: list[Flip]
    only_old: list[Record]
    only_new: list[Record]
