"""Tool arguments: flat fields, because models fill them in."""

from typing import Annotated

from msgspec import Meta, Struct

from service.wire.fields import (
    NOT_BLANK,
    AsOf,
    CollectionName,
    KnownId,
    Outlet,
    PublishedFrom,
    PublishedTo,
    QuestionText,
    SpeakerName,
)

MOST_FOUND = 100
"""Maximum number of results to page through; clients that need more should ask more precisely."""
_LONGEST_CURSOR = 20
_LONGEST_QUOTE = 10_000

Cursor = Annotated[
    str,
    Meta(max_length=_LONGEST_CURSOR, description="`next` of the page before, to continue there."),
]
Count = Annotated[int, Meta(ge=1, le=50, description="Maximum number per page.")]
Answers = Annotated[int, Meta(ge=1, le=20, description="Maximum number of answers.")]
Language = Annotated[str, Meta(max_length=20, description="Language of our own sentences.")]
Version = Annotated[
    str, Meta(max_length=64, description="sha256 of the version's text; by default the current.")
]
Characters = Annotated[int, Meta(ge=100, le=100_000, description="Maximum number of characters.")]
PersonId = Annotated[KnownId, Meta(description="A person's name, or id.")]
Topic = Annotated[str, Meta(min_length=1, max_length=1_900, description="What it is about.")]

Quote = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=_LONGEST_QUOTE,
        description="The words, with or without quotation marks around them.",
        extra_json_schema={"pattern": NOT_BLANK},
    ),
]


class _Filtered(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Article filters."""

    collection: CollectionName | None = None
    source: Outlet | None = None
    published_from: PublishedFrom | None = None
    published_to: PublishedTo | None = None


class Ask(_Filtered, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question."""

    question: QuestionText
    speaker: SpeakerName | None = None
    as_of: AsOf | None = None
    max_answers: Answers | None = None
    language: Language | None = None


class Timeline(_Filtered, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request for a timeline of a topic."""

    topic: Topic
    max_answers: Answers | None = None
    language: Language | None = None


class Search(_Filtered, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search for passages."""

    question: QuestionText
    speaker: SpeakerName | None = None
    limit: Count = 10
    cursor: Cursor | None = None


class ReadArticle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of an article."""

    id: KnownId
    collection: CollectionName | None = None
    version: Version | None = None
    limit: Characters = 20_000
    cursor: Cursor | None = None


class CheckQuote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A quotation to be looked up."""

    quote: Quote
    speaker: Annotated[SpeakerName, Meta(description="Who is said to have said it.")] | None = None
    collection: CollectionName | None = None


class QuotesBy(_Filtered, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request for a person's quotations."""

    person: PersonId
    about: Annotated[QuestionText, Meta(description="Only on this topic.")] | None = None
    limit: Count = 20
    cursor: Cursor | None = None
