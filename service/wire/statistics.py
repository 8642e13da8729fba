"""What was asked, and how that went."""

from msgspec import Struct


class QuestionCount(Struct, frozen=True, kw_only=True):
    """A question, however its words are capitalised and where they are set apart by signs."""

    question: str
    """As it was asked last."""
    asked: int
    answered: int
    last: str
    """When, ISO 8601 in UTC."""
    reason: str | None = None
    """Why it was last not answered."""


class SlowQuestion(Struct, frozen=True, kw_only=True):
    """A question that took long."""

    question: str
    milliseconds: float
    at: str
    status: str


class RatedQuestion(Struct, frozen=True, kw_only=True):
    """A question whose answer readers found bad."""

    question: str
    down: int
    up: int
    reasons: dict[str, int]
    """How often each was given."""


class Milliseconds(Struct, frozen=True, kw_only=True):
    """How long answers took."""

    p50: float
    p95: float
    p99: float


class Statistics(Struct, frozen=True, kw_only=True):
    """What was asked since a day, and how that went."""

    since: str
    kept_days: int
    """For how long questions are kept; 0: they are not, and only feedback tells of any."""
    questions: int
    statuses: dict[str, int]
    """How many were answered, not answered, or answered with a maybe."""
    reasons: dict[str, int]
    """Why questions were not answered."""
    milliseconds: Milliseconds | None
    """None where nothing was asked."""
    top: list[QuestionCount]
    """Asked most often."""
    unanswered: list[QuestionCount]
    """Asked most often of those that were last not answered."""
    slow: list[SlowQuestion]
    """The slowest first."""
    badly_rated: list[RatedQuestion]
    """From feedback, those most often rated bad first."""
