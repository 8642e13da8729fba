"""What goes over the line between the run and a worker, one JSON object a line each way.

    {"do": "pick", "articles": FILE}         -> PickReply
    {"do": "ingest", "articles": FILE}       -> IngestReply
    {"do": "ask", "question"}                -> TimedReply
    {"do": "load", "questions", "clients", "seconds"} -> LoadReply
    {"do": "facts"}                          -> FactsReply

Whatever fails is answered with {"error"}. The file imports the standard library alone: it also
serves in environments where Dateline is not installed.
"""

from pathlib import Path
from typing import NotRequired, Protocol, TypedDict, TypeVar

TOP_K = 10
"""Passages read, and answers given, for a question."""
CHUNK_WORDS = 200
DTYPES = ("float32", "bfloat16")
SAMPLE = 16
"""Passages on which the types are tried."""

Raw = TypeVar("Raw")


class Article(TypedDict):
    """One line of the articles' file."""

    id: str
    title: str
    text: str


class PeerAnswer(TypedDict):
    """One answer as it goes over the line."""

    text: str
    """The shortest words that answer."""
    quote: str
    """What is shown as the answer."""
    article: str
    score: float
    context: NotRequired[str]
    """The passage that it was read in, where the system says so."""


class PeerPassage(TypedDict):
    """One passage that was found."""

    article: str
    text: str


class Reply(TypedDict):
    """What a question brought, each list best first."""

    answers: list[PeerAnswer]
    passages: list[PeerPassage]


class PickReply(TypedDict):
    """The number type that a system's embedder is faster in; empty where it has no choice."""

    dtype: str


class IngestReply(TypedDict):
    """How long it took to load models and to make articles searchable, and in how many pieces."""

    seconds: float
    passages: int
    prepared_in: float


class TimedReply(Reply):
    """A reply with its milliseconds."""

    ms: float


class LoadReply(TypedDict):
    """What many clients got in so many seconds; the last error, where there was one."""

    answered: int
    failed: int
    last_error: str
    seconds: float


class FactsReply(TypedDict):
    """What must be said of a system, at the end."""

    facts: dict[str, str]
    peak_megabytes: float


class System(Protocol[Raw]):
    """What a worker drives. `ask` is timed; `to_reply` turns its result into the reply, untimed."""

    def pick(self, articles: Path) -> str:
        """The number type to run its embedder with; empty where it has no choice.

        Asked in a process of its own, so that models that are only tried cost no memory later.
        """
        ...

    def prepare(self) -> None:
        """Load what there is to load."""
        ...

    def ingest(self, articles: Path) -> int:
        """Make all articles searchable; the number of passages."""
        ...

    def ask(self, question: str) -> Raw:
        """Answer; called from several threads at once."""
        ...

    def to_reply(self, question: str, raw: Raw) -> Reply:
        """Say it in the words of the protocol."""
        ...

    def facts(self) -> dict[str, str]:
        """Choices and limits of this system that a reader of its figures must know."""
        ...
