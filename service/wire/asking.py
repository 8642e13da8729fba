"""Questions in requests."""

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
    """Restricts which articles are searched. Single values need no list."""

    source: Name | Values | None = None
    author: Name | Values | None = None
    speaker: SpeakerName | None = None
    article_ids: ArticleIds | None = None
    published_from: PublishedFrom | None = None
    published_to: PublishedTo | None = None
    meta: OwnFieldsFilter | None = None


class HistoryQuote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A quote shown in an earlier answer: the fields of its citation that identify it."""

    article_id: KnownId
    start: Annotated[int, Meta(ge=0)]
    end: Annotated[int, Meta(ge=0)]
    version: Annotated[str, Meta(max_length=64)] | None = None
    """By default the current version."""
    quote: Annotated[str, Meta(max_length=20_000)] | None = None
    """The words themselves; if given, they must match the article at that position."""
    speaker: Name | None = None
    highlight: Annotated[str, Meta(max_length=20_000)] | None = None
    """The highlighted words, if there was one highlight; ignored unless they are in the quote."""


class HistoryTurn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An earlier question in a conversation, and what was shown for it."""

    question: QuestionText
    searched: QuestionText | None = None
    """As in the answer; by default it is computed again."""
    answer_id: Annotated[str, Meta(max_length=100)] | None = None
    form: Form = Form.ANSWERS
    """As in the answer."""
    quotes: Annotated[list[HistoryQuote], Meta(max_length=100)] = []
    """In citation order. If the last turn has none, it is answered again."""


class AskRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question."""

    question: QuestionText
    collection: CollectionName | None = None
    conversation_id: (
        Annotated[
            str,
            Meta(
                max_length=100,
                description="The conversation to continue; see `POST /v1/conversations`.",
            ),
        ]
        | None
    ) = None
    history: (
        Annotated[
            list[HistoryTurn],
            Meta(
                max_length=MAX_HISTORY,
                description="Earlier turns, oldest first, for clients that store "
                "conversations themselves. Cannot be combined with `conversation_id`.",
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
                description="Maximum number of answers. Default 5, or 20 for people quoted or "
                "timelines. An extract has at most 5; a comparison at least one per side.",
            ),
        ]
        | UnsetType
    ) = UNSET
    min_confidence: (
        Annotated[
            float, Meta(ge=0, le=1, description="Minimum confidence; by default the setting's.")
        ]
        | None
    ) = None
    maybe_confidence: (
        Annotated[
            float,
            Meta(
                ge=0,
                le=1,
                description="Minimum confidence of a maybe (`status` is "
                "`uncertain`): the best candidate if nothing reaches "
                "`min_confidence`; by default from the settings. 1: no maybes.",
            ),
        ]
        | None
    ) = None
    language: (
        Annotated[str, Meta(max_length=20, description="Language of Dateline's own sentences.")]
        | None
    ) = None
    explain: Annotated[bool, Meta(description="Show the features behind each answer.")] = False
    spelling: Annotated[
        bool,
        Meta(
            description="Correct misspelt words to the articles' spelling if that finds a better "
            "answer; reported in `corrected`. False: search for the question as typed."
        ),
    ] = True
    narrow: Annotated[
        bool,
        Meta(
            description='Let words such as "only the Ledger" filter the articles, '
            'and "this week" prefer articles from those dates; reported in `limits` '
            "and `period`. False: ignore them."
        ),
    ] = True


class BatchRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Several questions at once."""

    questions: Annotated[list[AskRequest], Meta(min_length=1, max_length=MAX_BATCH)]
