"""Questions as they come in."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from service.wire.answer import Form
from service.wire.fields import (
    MAX_BATCH,
    ArticleIds,
    AskedAt,
    AsOf,
    CollectionName,
    KnownId,
    Name,
    OwnFieldsFilter,
    PublishedFrom,
    PublishedTo,
    QuestionText,
    SpeakerName,
    Values,
)

MAX_HISTORY = 20


class AskFilters(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits which articles are searched. A single value needs no list around it."""

    source: Name | Values | None = None
    author: Name | Values | None = None
    speaker: SpeakerName | None = None
    article_ids: ArticleIds | None = None
    published_from: PublishedFrom | None = None
    published_to: PublishedTo | None = None
    meta: OwnFieldsFilter | None = None


class HistoryQuote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A quote that an earlier answer showed: the fields of its citation that identify it."""

    article_id: KnownId
    start: Annotated[int, Meta(ge=0)]
    end: Annotated[int, Meta(ge=0)]
    version: Annotated[str, Meta(max_length=64)] | None = None
    """By default the current version."""
    quote: Annotated[str, Meta(max_length=20_000)] | None = None
    """The words themselves: then they must be what the article says there."""
    speaker: Name | None = None
    highlight: Annotated[str, Meta(max_length=20_000)] | None = None
    """The words of it that answered, if one stretch did; ignored unless the quote has them."""


class HistoryTurn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An earlier question of a conversation, and what was shown for it."""

    question: QuestionText
    searched: QuestionText | None = None
    """As the answer gave it back; by default it is worked out anew."""
    answer_id: Annotated[str, Meta(max_length=100)] | None = None
    form: Form = Form.ANSWERS
    """As the answer gave it back."""
    quotes: Annotated[list[HistoryQuote], Meta(max_length=100)] = []
    """In the order of their numbers. If the last turn has none, it is answered anew."""


class AskRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question."""

    question: QuestionText
    collection: CollectionName | None = None
    conversation_id: (
        Annotated[
            str,
            Meta(
                max_length=100,
                description="The conversation that the question continues; see "
                "`POST /v1/conversations`.",
            ),
        ]
        | None
    ) = None
    history: (
        Annotated[
            list[HistoryTurn],
            Meta(
                max_length=MAX_HISTORY,
                description="The turns before this one, oldest first, for clients that keep their "
                "conversations themselves. Not together with `conversation_id`.",
            ),
        ]
        | None
    ) = None
    as_of: AsOf | None = None
    asked_at: AskedAt | None = None
    filters: AskFilters = AskFilters()
    max_answers: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=20,
                description="By default 5; of people quoted on a topic, or days of a timeline, 20. "
                "An extract has 5 at most, a comparison at least one for each side.",
            ),
        ]
        | UnsetType
    ) = UNSET
    min_confidence: (
        Annotated[
            float, Meta(ge=0, le=1, description="Least probability; by default the setting's.")
        ]
        | None
    ) = None
    maybe_confidence: (
        Annotated[
            float,
            Meta(
                ge=0,
                le=1,
                description="Least probability of a maybe (`status` is `uncertain`): the best "
                "candidate where nothing reaches `min_confidence`; by default the setting's. "
                "1: an answer or none.",
            ),
        ]
        | None
    ) = None
    language: (
        Annotated[str, Meta(max_length=20, description="Language of our own sentences.")] | None
    ) = None
    explain: Annotated[bool, Meta(description="Show the features behind each answer.")] = False
    spelling: Annotated[
        bool,
        Meta(
            description="Correct misspelt words as the articles spell them, if that finds a better "
            "answer; `corrected` says so. False: search for what is typed."
        ),
    ] = True
    narrow: Annotated[
        bool,
        Meta(
            description='Let words such as "only the Ledger" limit the articles, and "this week" '
            "prefer those of its days; `limits` and `period` tell of it. False: they do neither."
        ),
    ] = True


class BatchRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Several questions at once."""

    questions: Annotated[list[AskRequest], Meta(min_length=1, max_length=MAX_BATCH)]
