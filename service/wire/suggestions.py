"""Questions to ask next, and what typed words may become."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from service.wire.asking import AskFilters
from service.wire.fields import AskedAt, AsOf, CollectionName, KnownId, QuestionText

SuggestionKind = Literal["start", "same_topic", "same_person", "newer"]


class SuggestRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Asks for questions to go on with; without a question, for some to begin with."""

    question: (
        Annotated[QuestionText, Meta(description="The last question, as `searched` has it.")] | None
    ) = None
    articles: Annotated[
        list[KnownId],
        Meta(max_length=100, description="Articles that were shown: cited ones, or the nearest."),
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
    """`same_topic`: somebody else in the articles shown; `same_person`: on something else; `newer`:
    from a newer article; `start`: from the newest articles."""
    person: str
    article_id: str
    """The article that answers it first."""


class SuggestionList(Struct, frozen=True):
    """Questions to ask next; none if nothing near is surely answered."""

    suggestions: list[Suggestion]


CompletionKind = Literal["person", "outlet", "headline", "word"]


class Completion(Struct, frozen=True, kw_only=True):
    """What typed words may become."""

    kind: CompletionKind
    text: str
    """The name, headline or word."""
    question: str
    """What is typed with the completion in it; a headline replaces it."""
    start: int
    """The offset in what is typed from which `text` replaces it."""
    articles: int
    """How many articles quote the person, are of the outlet, or have the word."""
    person: str | None = None
    """The person's id."""
    article_id: str | None = None
    """The article with that headline."""
    published: str | None = None
    source: str | None = None


class CompletionList(Struct, frozen=True):
    """Completions, best first."""

    completions: list[Completion]
