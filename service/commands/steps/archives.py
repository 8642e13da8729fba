"""What commands read from: the library in a folder, or a running server; the replies are alike."""

from typing import Protocol

from msgspec import Struct

from index.store.values import VersionSummary
from service.wire.answer import Answer
from service.wire.articles import ArticleList, ArticleOut, HeldList
from service.wire.asking import AskRequest
from service.wire.drafts import CheckAnswer, CheckRequest
from service.wire.passages import SearchAnswer, SearchRequest
from service.wire.people import PeopleList, PersonQuotes, QuoteOut
from service.wire.suggestions import Suggestion, SuggestRequest


class WantedArticles(Struct, frozen=True, kw_only=True):
    """What is to be listed."""

    collection: str | None
    limit: int
    after: str | None = None
    source: str | None = None
    meta: tuple[str, ...] = ()


class WantedQuotes(Struct, frozen=True, kw_only=True):
    """Whose quotations are wanted, and on what."""

    collection: str | None
    person: str
    about: str | None
    published_from: str | None
    published_to: str | None
    limit: int


class ShownArticle(Struct, frozen=True, kw_only=True):
    """An article and its versions, the current one first."""

    article: ArticleOut
    versions: list[VersionSummary]


class Archive(Protocol):
    """Answers, passages, articles and quotations.

    Every method raises a `DatelineError` whose message can be shown as it is.
    """

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question."""
        ...

    def prepare(self, collection: str | None) -> None:
        """Load whatever the first question would have to wait for."""
        ...

    def suggest(self, request: SuggestRequest) -> list[Suggestion]:
        """Find questions to go on with, which the articles answer."""
        ...

    def begin(self, collection: str | None) -> str | None:
        """Begin a stored conversation; None where none are stored."""
        ...

    def end(self, conversation_id: str) -> None:
        """Delete a stored conversation, if it is still there."""
        ...

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find passages."""
        ...

    def check(self, request: CheckRequest) -> CheckAnswer:
        """Look up every quotation of a draft."""
        ...

    def newest(self, wanted: WantedArticles) -> ArticleList:
        """List articles, those published last first."""
        ...

    def embargoed(self, wanted: WantedArticles) -> HeldList:
        """List articles under embargo, sorted by id."""
        ...

    def show(self, collection: str | None, id: str, version: str | None) -> ShownArticle:
        """Read one article, or one version of it, and list its versions."""
        ...

    def origin(self, collection: str | None, id: str, version: str | None) -> str | None:
        """Where an article was read from; None if that is not told."""
        ...

    def people(self, collection: str | None, limit: int) -> PeopleList:
        """List who is quoted."""
        ...

    def quotes_by(self, wanted: WantedQuotes) -> PersonQuotes:
        """Find a person's quotations."""
        ...

    def quotes_in(self, collection: str | None, id: str) -> tuple[ArticleOut, list[QuoteOut]]:
        """Read an article and its quotations."""
        ...
