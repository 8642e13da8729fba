"""What a comparison of two reports holds."""

import math
from enum import Enum

from msgspec import Struct

from eval.records import Record, Report


class Change(Struct, frozen=True, kw_only=True):
    """A metric of both reports, on the questions that both measured."""

    name: str
    old: float
    new: float
    difference: float
    """New minus old, with its paired 95 % bootstrap interval; nan where there is none."""
    low: float
    high: float
    p: float | None
    """Two-sided, by approximate randomisation; None where the records do not tell."""
    count: int
    higher_is_better: bool

    @property
    def better(self) -> bool | None:
        """Whether it got better; None where it stayed, or nobody can say."""
        if self.difference == 0 or math.isnan(self.difference):
            return None
        return (self.difference > 0) == self.higher_is_better


class Speed(Struct, frozen=True, kw_only=True):
    """A time, rate or amount of memory of both runs: each run has its own noise."""

    name: str
    unit: str
    old: float
    new: float
    ratio: float
    """New over old; for times with a 95 % bootstrap interval over questions, else nan."""
    low: float
    high: float


class Turned(Enum):
    """How a question flipped, the worst first."""

    BROKEN = "right → wrong"
    REFUSED = "answered → refused"
    MENDED = "wrong → right"
    ANSWERED = "refused → answered"


class Flip(Struct, frozen=True):
    """A question that came out otherwise, with both records."""

    turned: Turned
    old: Record
    new: Record


class Fact(Struct, frozen=True):
    """Something that was not the same when the reports were made."""

    subject: str
    name: str
    old: str | None
    new: str | None


class Comparison(Struct, frozen=True, kw_only=True):
    """Everything that changed between two reports."""

    old: Report
    new: Report
    seed: int
    matched: int
    """Questions in both."""
    warnings: list[str]
    facts: list[Fact]
    changes: list[Change]
    speeds: list[Speed]
    flips: list[Flip]
    only_old: list[Record]
    only_new: list[Record]
