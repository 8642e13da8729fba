"""Statistics on the questions asked."""

from msgspec import Struct


class QuestionCount(Struct, frozen=True, kw_only=True):
    """A question, ignoring case and punctuation."""

    question: str
    """As last asked."""
    asked: int
    answered: int
    last: str
    """When, ISO 8601 in UTC."""
    reason: str | None = None
    """Why it was not answered the last time."""


class SlowQuestion(Struct, frozen=True, kw_only=True):
    """A slow question."""

    question: str
    milliseconds: float
    at: str
    status: str


class RatedQuestion(Struct, frozen=True, kw_only=True):
    """A question whose answer readers rated as bad."""

    question: str
    down: int
    up: int
    reasons: dict[str, int]
    """The count of each reason."""


class Milliseconds(Struct, frozen=True, kw_only=True):
    """Answer times."""

    p50: float
    p95: float
    p99: float


class Statistics(Struct, frozen=True, kw_only=True):
    """The questions asked since a date, and their outcomes."""

    since: str
    kept_days: int
    """Days for which questions are kept; 0: not kept, and only feedback provides any."""
    questions: int
    statuses: dict[str, int]
    """Numbers of answers, refusals and maybes."""
    reasons: dict[str, int]
    """The reasons for refusals."""
    milliseconds: Milliseconds | None
    """Null if nothing was asked."""
    top: list[QuestionCount]
    """Most frequent questions."""
    unanswered: list[QuestionCount]
    """Most frequent questions that were not answered the last time."""
    slow: list[SlowQuestion]
    """Slowest first."""
    badly_rated: list[RatedQuestion]
    """From feedback, most often rated as bad first."""
