"""What readers think of answers, as it comes in and goes out."""

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
    """The words are not those of the article."""
    OTHER = "other"


class ShownCitation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A citation that was shown: the fields that say where its words stand."""

    number: Annotated[int, Meta(ge=1, le=10_000)]
    article_id: KnownId
    version: Annotated[str, Meta(min_length=1, max_length=64)]
    start: Annotated[int, Meta(ge=0, lt=2**31)]
    end: Annotated[int, Meta(ge=0, lt=2**31)]


class FeedbackRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reader thinks of an answer.

    `question` and `citations` are only used if the answer with this id is not known here any more.
    """

    answer_id: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=100,
            pattern=r"^[A-Za-z0-9_.-]+$",
            description="`id` of the answer, also as OpenAI's interface gives it.",
        ),
    ]
    verdict: Verdict
    reasons: Annotated[list[Reason], Meta(max_length=len(Reason))] = []
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] | None = None
    citation: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    """The number of the citation that it is about; by default the whole answer."""
    to_desk: bool = False
    """Whether the newsroom should look at it: "report an error to the desk"."""
    collection: CollectionName | None = None
    question: QuestionText | None = None
    citations: Annotated[list[ShownCitation], Meta(max_length=100)] = []


class FeedbackTaken(Struct, frozen=True, kw_only=True):
    """Feedback is stored."""

    id: str
    verified: bool
    """Whether the answer was found here; else what was sent is believed, and marked so."""


class FeedbackCitation(ShownCitation, frozen=True, kw_only=True):
    """A citation as it was shown, with its words, from the version that was quoted."""

    quote: str
    title: str | None
    is_current: bool
    """Whether that version still is the article's current one."""


class ShownAnswer(Struct, frozen=True, kw_only=True):
    """One of the answers that were shown, without words: the citations that contain it."""

    citations: list[int]
    confidence: float
    start: int | None = None
    """Of the highlighted words, in the article of the first citation."""
    end: int | None = None


class Asked(Struct, frozen=True, kw_only=True):
    """What was asked and what was replied, as far as it is known."""

    answer_id: str
    question: str | None = None
    searched: str | None = None
    filters: AskFilters = AskFilters()
    as_of: str | None = None
    asked_at: str | None = None
    answered: str | None = None
    """When."""
    status: str | None = None
    reason: str | None = None
    form: str | None = None
    answers: list[ShownAnswer] = []
    models: dict[str, str] = {}


class FeedbackOut(Struct, frozen=True, kw_only=True):
    """Feedback, with what it is about."""

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
    """Those whose articles still exist."""
    citations_deleted: int


class FeedbackList(Struct, frozen=True, kw_only=True):
    """Feedback, the newest first; to continue, send `next` as `after`."""

    feedback: list[FeedbackOut]
    next: str | None
