"""What can be asked of a server, each request as a value: `service.client` sends them."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import msgspec
from msgspec import Struct, structs

from index.store.values import ArticleSummary
from service.wire.answer import Answer, BatchAnswer
from service.wire.articles import (
    ArticleAdded,
    ArticleIn,
    ArticleList,
    ArticleOut,
    FetchRequest,
    RestoreRequest,
)
from service.wire.asking import AskRequest, BatchRequest
from service.wire.collections import CollectionDetails, CollectionOut
from service.wire.conversations import (
    ConversationDetails,
    ConversationOut,
    NewConversation,
    TurnOut,
)
from service.wire.jobs import JobDocument, JobOut
from service.wire.passages import ContextAnswer, ContextRequest, SearchAnswer, SearchRequest
from service.wire.people import PeopleList, PersonOut, PersonQuotes, QuoteOut
from service.wire.suggestions import CompletionList, SuggestionList, SuggestRequest

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741


class Call(Struct, Generic[T], frozen=True, kw_only=True):
    """One request, and the type of its reply."""

    method: str
    path: str
    """As the OpenAPI document has it: `/v1/articles/{id}`."""
    reply: Any
    """`T` itself; None if the reply has no body."""
    id: str = ""
    """What stands in the path for its one parameter."""
    params: dict[str, Any] = {}
    body: Any = None
    is_safe: bool = False
    """Whether it may be sent again without doing anything twice."""

    @property
    def address(self) -> str:
        """The path to send it to."""
        before, opened, after = self.path.partition("{")
        if not opened:
            return before
        return before + quote(self.id, safe="") + after.partition("}")[2]


class Paged(Struct, Generic[T, I], frozen=True):
    """A list that comes page by page."""

    first: Call[T]
    items: Callable[[T], Sequence[I]]

    def after(self, page: T) -> "Call[T] | None":
        """The call for the page after this one, if there is one."""
        following = getattr(page, "next", None)
        if following is None:
            return None
        return structs.replace(self.first, params={**self.first.params, "after": following})


def ask(request: AskRequest) -> Call[Answer]:
    """One question; in a stored conversation, it is the next turn."""
    is_safe = request.conversation_id is None
    return _post("/v1/ask", request, Answer, is_safe=is_safe)


def ask_batch(request: BatchRequest) -> Call[BatchAnswer]:
    """Several questions."""
    is_safe = all(question.conversation_id is None for question in request.questions)
    return _post("/v1/ask/batch", request, BatchAnswer, is_safe=is_safe)


def search(request: SearchRequest) -> Call[SearchAnswer]:
    """Passages."""
    return _post("/v1/search", request, SearchAnswer, is_safe=True)


def context(request: ContextRequest) -> Call[ContextAnswer]:
    """Passages for another model."""
    return _post("/v1/context", request, ContextAnswer, is_safe=True)


def suggestions(request: SuggestRequest) -> Call[SuggestionList]:
    """Questions to ask next."""
    return _post("/v1/suggestions", request, SuggestionList, is_safe=True)


def complete(typed: str, params: dict[str, Any]) -> Call[CompletionList]:
    """What typed words may become."""
    return _get("/v1/suggest", CompletionList, params={"q": typed, **params})


def articles(params: dict[str, Any]) -> Paged[ArticleList, ArticleSummary]:
    """Articles, page by page."""
    return Paged(_get("/v1/articles", ArticleList, params=params), lambda page: page.articles)


def article(id: str, params: dict[str, Any]) -> Call[ArticleOut]:
    """One article."""
    return _get("/v1/articles/{id}", ArticleOut, id, params)


def quotes_in(id: str, params: dict[str, Any]) -> Call[list[QuoteOut]]:
    """An article's quotations."""
    return _get("/v1/articles/{id}/quotes", list[QuoteOut], id, params)


def add(added: ArticleIn, params: dict[str, Any]) -> Call[ArticleAdded]:
    """An article to add."""
    return _post("/v1/articles", added, ArticleAdded, params=params)


def add_many(added: Sequence[ArticleIn], params: dict[str, Any]) -> Call[JobOut]:
    """Articles to add, as a job."""
    return _post("/v1/articles", list(added), JobOut, params=params)


def delete(id: str, params: dict[str, Any]) -> Call[None]:
    """An article to erase."""
    return Call(method="DELETE", path="/v1/articles/{id}", reply=None, id=id, params=params)


def restore(request: RestoreRequest) -> Call[ArticleAdded]:
    """A version that is to be current again."""
    return _post("/v1/restore", request, ArticleAdded)


def fetch(request: FetchRequest) -> Call[JobOut]:
    """A page or feed to fetch, as a job."""
    return _post("/v1/fetch", request, JobOut)


def job(id: str) -> Paged[JobOut, JobDocument]:
    """A job, and its documents page by page."""
    return Paged(_get("/v1/jobs/{id}", JobOut, id), lambda page: page.documents)


def cancel(id: str) -> Call[JobOut]:
    """A job to stop."""
    return Call(method="DELETE", path="/v1/jobs/{id}", reply=JobOut, id=id)


def people(params: dict[str, Any]) -> Paged[PeopleList, PersonOut]:
    """Who is quoted, page by page."""
    return Paged(_get("/v1/people", PeopleList, params=params), lambda page: page.people)


def quotes_by(id: str, params: dict[str, Any]) -> Call[PersonQuotes]:
    """A person's quotations."""
    return _get("/v1/people/{id}/quotes", PersonQuotes, id, params)


def collections() -> Call[list[CollectionOut]]:
    """Every collection."""
    return _get("/v1/collections", list[CollectionOut])


def collection(name: str) -> Call[CollectionDetails]:
    """One collection."""
    return _get("/v1/collections/{name}", CollectionDetails, name)


def create_collection(name: str) -> Call[CollectionOut]:
    """A collection to create."""
    return Call(method="PUT", path="/v1/collections/{name}", reply=CollectionOut, id=name)


def drop_collection(name: str) -> Call[None]:
    """A collection to erase."""
    return Call(method="DELETE", path="/v1/collections/{name}", reply=None, id=name)


def begin(request: NewConversation) -> Call[ConversationOut]:
    """A conversation to begin."""
    return _post("/v1/conversations", request, ConversationOut)


def turns(id: str) -> Paged[ConversationDetails, TurnOut]:
    """A conversation, and its turns page by page."""
    first = _get("/v1/conversations/{id}", ConversationDetails, id)
    return Paged(first, lambda page: page.turns)


def end(id: str) -> Call[None]:
    """A conversation to delete."""
    return Call(method="DELETE", path="/v1/conversations/{id}", reply=None, id=id)


def _get(path: str, reply: Any, id: str = "", params: dict[str, Any] | None = None) -> Call[Any]:
    given = {name: value for name, value in (params or {}).items() if value is not None}
    return Call(method="GET", path=path, reply=reply, id=id, params=given, is_safe=True)


def _post(
    path: str,
    body: Any,
    reply: Any,
    *,
    params: dict[str, Any] | None = None,
    is_safe: bool = False,
) -> Call[Any]:
    given = {name: value for name, value in (params or {}).items() if value is not None}
    content = msgspec.to_builtins(body)
    return Call(method="POST", path=path, reply=reply, params=given, body=content, is_safe=is_safe)
