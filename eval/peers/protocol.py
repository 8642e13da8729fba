"""The protocol between the run and a worker, one JSON object per line each way.

    {"do": "pick", "articles": FILE}         -> PickReply
    {"do": "ingest", "articles": FILE}       -> IngestReply
    {"do": "ask", "question", "day"}         -> TimedReply
    {"do": "load", "questions", "clients", "seconds"} -> LoadReply
    {"do": "facts"}                          -> FactsReply

Failures are answered with {"error"}. This file imports the standard library only, since it is also
used in environments without Dateline.
"""

from pathlib import Path
from typing import NotRequired, Protocol, TypedDict, TypeVar

TOP_K = 10
"""Passages read and answers given per question."""
CHUNK_WORDS = 200
DTYPES = ("float32", "bfloat16")
SAMPLE = 16
"""Passages on which number types are compared."""

Raw = TypeVar("Raw")


class Article(TypedDict):
    """One line of the file of articles."""

    id: str
    title: str
    text: str


class PeerAnswer(TypedDict):
    """One answer of a system."""

    text: str
    """The most concise answer."""
    quote: str
    """The text shown as the answer."""
    article: str
    score: float
    context: NotRequired[str]
    """The passage that it was read in, if the system says so."""


class PeerPassage(TypedDict):
    """One passage found."""

    article: str
    text: str


class Reply(TypedDict):
    """The reply to a question, each list best first."""

    answers: list[PeerAnswer]
    passages: list[PeerPassage]


class PickReply(TypedDict):
    """The number type in which a system's embedder is faster; empty without a choice."""

    dtype: str


class IngestReply(TypedDict):
    """Seconds to load models and to index the articles, and the number of passages."""

    seconds: float
    passages: int
    prepared_in: float


class TimedReply(Reply):
    """A reply with its latency in milliseconds."""

    ms: float


class LoadReply(TypedDict):
    """The number of answers under load, and the last error, if there was one."""

    answered: int
    failed: int
    last_error: str
    seconds: float


class FactsReply(TypedDict):
    """A system's setup and peak memory, at the end."""

    facts: dict[str, str]
    peak_megabytes: float


class System(Protocol[Raw]):
    """What a worker drives. `ask` is timed; `to_reply` converts its result, untimed."""

    def pick(self, articles: Path) -> str:
        """The number type for its embedder; empty without a choice.

        Called in a separate process, so that models loaded only for comparison take no memory.
        """
        ...

    def prepare(self) -> None:
        """Load the models."""
        ...

    def ingest(self, articles: Path) -> int:
        """Make all articles searchable; return the number of passages."""
        ...

    def ask(self, question: str, day: str | None = None) -> Raw:
        """Answer a question; called from several threads at once.

        `day` is in ISO 8601, and given as far as a user would tell it to the system.
        """
        ...

    def to_reply(self, question: str, raw: Raw) -> Reply:
        """Convert the result of `ask` into a reply."""
        ...

    def facts(self) -> dict[str, str]:
        """Choices and limits of this system that matter for interpreting its figures."""
        ...
