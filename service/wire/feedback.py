"""Readers' feedback in requests and responses."""

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

from service.wire.asking import AskFilters
from service.wire.fields import CollectionName, KnownId, QuestionText

LONGEST_NOTE = 2_000

Verdict = Literal["up", "down"]
State = Literal["new", "handled"]


class Reason(StrEnum):
    """What is wrong with an answer."""

    WRONG_SPEAKER = "wrong_speaker"
    WRONG_PASSAGE = "wrong_passage"
    NOT_AN_ANSWER = "not_an_answer"
    OUT_OF_DATE = "out_of_date"
    ALTERED = "altered"
    """The words differ from the article's."""
    OTHER = "other"


class ShownCitation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A citation that was shown: the fields that locate its words."""

    number: Annotated[int, Meta(ge=1, le=10_000)]
    article_id: KnownId
    version: Annotated[str, Meta(min_length=1, max_length=64)]
    start: Annotated[int, Meta(ge=0, lt=2**31)]
    end: Annotated[int, Meta(ge=0, lt=2**31)]


class FeedbackRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reader's opinion of an answer.

    `question` and `citations` are only used if the server no longer knows the answer with this id.
    """

    answer_id: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=100,
            pattern=r"^[A-Za-z0-9_.-]+$",
            description="`id` of the answer; ids from the OpenAI endpoints work too.",
        ),
    ]
    verdict: Verdict
    reasons: Annotated[list[Reason], Meta(max_length=len(Reason))] = []
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] | None = None
    citation: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    """The number of the citation it refers to; by default the whole answer."""
    to_desk: bool = False
    """Whether to report it to the newsroom as an error."""
    collection: CollectionName | None = None
    question: QuestionText | None = None
    citations: Annotated[list[ShownCitation], Meta(max_length=100)] = []


class FeedbackTaken(Struct, frozen=True, kw_only=True):
    """Confirms that feedback is stored."""

    id: str
    verified: bool
    """Whether the server knew the answer; if not, what was sent is stored as unverified."""


class FeedbackCitation(ShownCitation, frozen=True, kw_only=True):
    """A citation as shown, with its words from the version that was quoted."""

    quote: str
    title: str | None
    is_current: bool
    """Whether that version is still the current one."""


class ShownAnswer(Struct, frozen=True, kw_only=True):
    """An answer that was shown, without its words: the citations that contain it."""

    citations: list[int]
    confidence: float
    start: int | None = None
    """Offset of the highlighted words in the article of the first citation."""
    end: int | None = None


class Asked(Struct, frozen=True, kw_only=True):
    """The question and the response, as far as known."""

    answer_id: str
    question: str | None = None
    searched: str | None = None
    filters: AskFilters = AskFilters()
    as_of: str | None = None
    asked_at: str | None = None
    answered: str | None = None
    """When it was answered."""
    status: str | None = None
    reason: str | None = None
    form: str | None = None
    answers: list[ShownAnswer] = []
    models: dict[str, str] = {}


class FeedbackOut(Struct, frozen=True, kw_only=True):
    """Feedback and its subject."""

    id: str
    created: str
    state: State
    handled: str | None
    collection: str
    verdict: Verdict
    reasons: list[Reason]
    note: str | None
    citation: int | None
    to_desk: bool
    verified: bool
    asked: Asked
    citations: list[FeedbackCitation]
    """The citations whose articles still exist."""
    citations_deleted: int


class FeedbackList(Struct, frozen=True, kw_only=True):
    """Feedback, newest first; to continue, send `next` as `after`."""

    feedback: list[FeedbackOut]
    next: str | None
