"""Suggested questions, and completions of a question."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from service.wire.asking import AskFilters
from service.wire.fields import AskedAt, AsOf, CollectionName, KnownId, QuestionText

SuggestionKind = Literal["start", "same_topic", "same_person", "newer"]


class SuggestRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request for follow-up questions or, without a question, for questions to start with."""

    question: (
        Annotated[QuestionText, Meta(description="The last question, as in `searched`.")] | None
    ) = None
    articles: Annotated[
        list[KnownId],
        Meta(max_length=100, description="Articles shown: the cited ones, or the nearest."),
    ] = []
    collection: CollectionName | None = None
    as_of: AsOf | None = None
    asked_at: AskedAt | None = None
    filters: AskFilters = AskFilters()
    language: (
        Annotated[str, Meta(max_length=20, description="Language of the questions.")] | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=4, description="Maximum number of suggestions.")] = 4


class Suggestion(Struct, frozen=True, kw_only=True):
    """A question that the articles answer."""

    question: str
    kind: SuggestionKind
    """`same_topic`: about other people in the articles shown; `same_person`: about their other
    topics; `newer`: from a newer article; `start`: from the newest articles."""
    person: str
    article_id: str
    """The article with the first answer."""


class SuggestionList(Struct, frozen=True):
    """Suggested questions; none if no related question has a confident answer."""

    suggestions: list[Suggestion]


CompletionKind = Literal["person", "outlet", "headline", "word"]


class Completion(Struct, frozen=True, kw_only=True):
    """A completion of the words typed."""

    kind: CompletionKind
    text: str
    """The name, headline or word."""
    question: str
    """The typed text with the completion, and with what makes a question of it: "what did Mark
    Carney say"; a headline replaces it."""
    start: int
    """The offset in the typed text from which `text` replaces it."""
    articles: int
    """The number of articles that quote the person, are from the outlet, or contain the word."""
    person: str | None = None
    """The person's id."""
    article_id: str | None = None
    """The article with that headline."""
    published: str | None = None
    source: str | None = None


class CompletionList(Struct, frozen=True):
    """Completions, best first."""

    completions: list[Completion]
