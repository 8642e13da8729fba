"""All requests to a server as values, shared by both clients.

Parameters have the names in the OpenAPI document; None leaves the server's default.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO, Generic, Literal, TypedDict, TypeVar, Unpack
from urllib.parse import quote

import msgspec
from msgspec import Struct, structs

from index.identity import Rule
from index.store.values import ArticleSummary, VersionSummary
from service.wire.answer import Answer, BatchAnswer
from service.wire.articles import (
    ArticleAdded,
    ArticleIn,
    ArticleList,
    ArticleOut,
    FetchRequest,
    HeldArticle,
    HeldList,
    RestoreRequest,
)
from service.wire.asking import AskRequest, BatchRequest
from service.wire.collections import CollectionDetails, CollectionOut, JobDocument, JobOut
from service.wire.conversations import (
    ConversationDetails,
    ConversationList,
    ConversationOut,
    NewConversation,
    TranscriptFormat,
    TurnOut,
)
from service.wire.drafts import CheckAnswer, CheckRequest
from service.wire.feedback import (
    FeedbackList,
    FeedbackOut,
    FeedbackRequest,
    FeedbackTaken,
    Reason,
    Verdict,
)
from service.wire.passages import ContextAnswer, ContextRequest, SearchAnswer, SearchRequest
from service.wire.people import PeopleList, PersonOut, PersonQuotes, QuoteOut
from service.wire.suggestions import CompletionList, SuggestionList, SuggestRequest
from service.wire.tokens import TokenOut, TokenRequest

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741


class Call(Struct, Generic[T], frozen=True, kw_only=True):
    """One request, and the type of its reply."""

    method: str
    path: str
    """As the OpenAPI document has it: `/v1/articles/{id}`."""
    reply: type[T]
    """The type that JSON is decoded to; `str` for raw text, `NoneType` for no body."""
    id: str = ""
    """The value of the path's parameter."""
    params: dict[str, Any] = {}
    headers: dict[str, str] = {}
    body: Any = None
    files: Mapping[str, bytes | BinaryIO] = {}
    is_safe: bool = False
    """Whether it can be retried without doing anything twice."""

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

    def after(self, page: T) -> Call[T] | None:
        """The call for the page after this one, if there is one."""
        following = getattr(page, "next", None)
        if following is None:
            return None
        return structs.replace(self.first, params={**self.first.params, "after": following})


class Feed(Struct, frozen=True):
    """New answers to a saved question."""

    text: str
    """An Atom document; empty if nothing is new."""
    etag: str
    """What to give at the next visit."""


class Filters(TypedDict, total=False):
    """Article filters."""

    collection: str | None
    source: str | None
    published_from: str | None
    published_to: str | None
    meta: Sequence[str] | None


class ArticleFilters(Filters, total=False):
    """Article filters, with authors."""

    author: str | None


class AnswerFilters(ArticleFilters, total=False):
    """Article filters, with speakers."""

    speaker: str | None


def ask(question: str | AskRequest) -> Call[Answer]:
    """Answer one question; in a stored conversation, it is the next turn."""
    request = _request(AskRequest, question)
    return _post("/v1/ask", request, Answer, is_safe=request.conversation_id is None)


def stream(question: str | AskRequest, *, suggestions: int | None = None) -> Call[Answer]:
    """Answer one question as a stream of events.

    Citations come before the text that uses them; the complete answer comes last. Close the
    iterator to leave early: the server then stops working.
    """
    return structs.replace(
        ask(question),
        params=_given({"suggestions": suggestions}),
        headers={"Accept": "text/event-stream"},
    )


def ask_batch(questions: Sequence[str | AskRequest]) -> Call[BatchAnswer]:
    """Answer several questions, in order."""
    request = BatchRequest(questions=[_request(AskRequest, one) for one in questions])
    is_safe = all(question.conversation_id is None for question in request.questions)
    return _post("/v1/ask/batch", request, BatchAnswer, is_safe=is_safe)


def search(question: str | SearchRequest) -> Call[SearchAnswer]:
    """Find passages."""
    return _post("/v1/search", _request(SearchRequest, question), SearchAnswer, is_safe=True)


def context(question: str | ContextRequest) -> Call[ContextAnswer]:
    """Find passages that fit a token budget, for another model."""
    return _post("/v1/context", _request(ContextRequest, question), ContextAnswer, is_safe=True)


def check(text: str | CheckRequest) -> Call[CheckAnswer]:
    """Look up every quotation of a draft."""
    request = CheckRequest(text=text) if isinstance(text, str) else text
    return _post("/v1/check", request, CheckAnswer, is_safe=True)


def suggestions(question: str | SuggestRequest | None = None) -> Call[SuggestionList]:
    """Suggest follow-up questions or, without a question, questions to start with."""
    request = SuggestRequest() if question is None else _request(SuggestRequest, question)
    return _post("/v1/suggestions", request, SuggestionList, is_safe=True)


def complete(
    q: str,
    *,
    limit: int | None = None,
    as_of: str | None = None,
    **filters: Unpack[ArticleFilters],
) -> Call[CompletionList]:
    """What typed words may become."""
    return _get("/v1/suggest", CompletionList, q=q, limit=limit, as_of=as_of, **filters)


def alerts(q: str, *, etag: str | None = None, **filters: Unpack[AnswerFilters]) -> Call[Feed]:
    """New answers to a saved question: those since the visit that gave this `etag`."""
    headers = {"If-None-Match": etag} if etag else {}
    return structs.replace(_get("/v1/alerts.atom", Feed, q=q, **filters), headers=headers)


def articles(
    *,
    limit: int | None = None,
    after: str | None = None,
    order: Literal["id", "newest"] | None = None,
    **filters: Unpack[ArticleFilters],
) -> Paged[ArticleList, ArticleSummary]:
    """Every article, `limit` of them a page."""
    first = _get("/v1/articles", ArticleList, limit=limit, after=after, order=order, **filters)
    return Paged(first, lambda page: page.articles)


def article(
    id: str, *, collection: str | None = None, version: str | None = None
) -> Call[ArticleOut]:
    """One article, or that version of it."""
    return _get("/v1/articles/{id}", ArticleOut, id, collection=collection, version=version)


def quotes_in(
    id: str, *, collection: str | None = None, version: str | None = None
) -> Call[list[QuoteOut]]:
    """An article's quotations."""
    path = "/v1/articles/{id}/quotes"
    return _get(path, list[QuoteOut], id, collection=collection, version=version)


def versions(id: str, *, collection: str | None = None) -> Call[list[VersionSummary]]:
    """Every version of an article, the current one first."""
    return _get("/v1/versions/{id}", list[VersionSummary], id, collection=collection)


def embargoed(
    *, collection: str | None = None, limit: int | None = None, after: str | None = None
) -> Paged[HeldList, HeldArticle]:
    """Every article under embargo, `limit` of them a page."""
    first = _get("/v1/embargoed", HeldList, collection=collection, limit=limit, after=after)
    return Paged(first, lambda page: page.articles)


def add(
    article: ArticleIn, *, collection: str | None = None, identity: Rule | None = None
) -> Call[ArticleAdded]:
    """Add one article."""
    return _post(
        "/v1/articles", article, ArticleAdded, {"collection": collection, "identity": identity}
    )


def add_many(
    articles: Sequence[ArticleIn], *, collection: str | None = None, identity: Rule | None = None
) -> Call[JobOut]:
    """Add articles as a job."""
    params = {"collection": collection, "identity": identity}
    return _post("/v1/articles", list(articles), JobOut, params)


def upload(
    files: Mapping[str, bytes | BinaryIO],
    *,
    collection: str | None = None,
    identity: Rule | None = None,
) -> Call[JobOut]:
    """Add the articles of files, given by name, as a job."""
    params = _given({"collection": collection, "identity": identity})
    return Call(method="POST", path="/v1/articles", reply=JobOut, params=params, files=files)


def replace(id: str, article: ArticleIn, *, collection: str | None = None) -> Call[ArticleAdded]:
    """Make this the current version of an article, creating it if needed."""
    return Call(
        method="PUT",
        path="/v1/articles/{id}",
        reply=ArticleAdded,
        id=id,
        params=_given({"collection": collection}),
        body=msgspec.to_builtins(article),
    )


def delete(id: str, *, collection: str | None = None) -> Call[None]:
    """Erase an article with all its versions."""
    return _delete("/v1/articles/{id}", type(None), id, _given({"collection": collection}))


def restore(request: RestoreRequest) -> Call[ArticleAdded]:
    """Make a replaced version current again."""
    return _post("/v1/restore", request, ArticleAdded)


def fetch(url: str | FetchRequest) -> Call[JobOut]:
    """Fetch a page or a feed as a job."""
    request = FetchRequest(url=url) if isinstance(url, str) else url
    return _post("/v1/fetch", request, JobOut)


def job(id: str, *, after: int | None = None) -> Call[JobOut]:
    """A job, with the first of its documents or those after a number."""
    return _get("/v1/jobs/{id}", JobOut, id, after=after)


def job_documents(id: str, *, after: int | None = None) -> Paged[JobOut, JobDocument]:
    """Every document of a job."""
    return Paged(job(id, after=after), lambda page: page.documents)


def cancel(id: str) -> Call[JobOut]:
    """Stop a job."""
    return _delete("/v1/jobs/{id}", JobOut, id)


def people(
    *,
    collection: str | None = None,
    q: str | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Paged[PeopleList, PersonOut]:
    """List who is quoted, most quoted first; with `q`, people with that name."""
    first = _get("/v1/people", PeopleList, collection=collection, q=q, limit=limit, after=after)
    return Paged(first, lambda page: page.people)


def quotes_by(
    id: str, *, about: str | None = None, limit: int | None = None, **filters: Unpack[Filters]
) -> Call[PersonQuotes]:
    """A person's quotations; the id may be a name that is only theirs."""
    path = "/v1/people/{id}/quotes"
    return _get(path, PersonQuotes, id, about=about, limit=limit, **filters)


def collections() -> Call[list[CollectionOut]]:
    """Every collection."""
    return _get("/v1/collections", list[CollectionOut])


def collection(name: str) -> Call[CollectionDetails]:
    """One collection."""
    return _get("/v1/collections/{name}", CollectionDetails, name)


def create_collection(name: str) -> Call[CollectionOut]:
    """Create a collection, unless it exists."""
    return Call(method="PUT", path="/v1/collections/{name}", reply=CollectionOut, id=name)


def drop_collection(name: str) -> Call[None]:
    """Erase a collection."""
    return _delete("/v1/collections/{name}", type(None), name)


def reembed(name: str) -> Call[JobOut]:
    """Change a collection to the embedder of the settings, as a job."""
    path = "/v1/collections/{name}/reembed"
    return Call(method="POST", path=path, reply=JobOut, id=name)


def begin(collection: str | None = None) -> Call[ConversationOut]:
    """Start a conversation: ask with its id as `conversation_id`."""
    request = NewConversation(collection=collection)
    return _post("/v1/conversations", request, ConversationOut)


def conversations(id: Sequence[str]) -> Call[ConversationList]:
    """Of these conversations, list those that exist, most recently used first."""
    first = _get("/v1/conversations", ConversationList)
    return structs.replace(first, params={"id": list(id)})


def conversation(
    id: str, *, after: int | None = None, limit: int | None = None
) -> Call[ConversationDetails]:
    """A conversation, with the first of its turns or those after a number."""
    return _get("/v1/conversations/{id}", ConversationDetails, id, after=after, limit=limit)


def turns(
    id: str, *, after: int | None = None, limit: int | None = None
) -> Paged[ConversationDetails, TurnOut]:
    """Every turn of a conversation, `limit` of them a page."""
    return Paged(conversation(id, after=after, limit=limit), lambda page: page.turns)


def export(id: str, *, format: TranscriptFormat | None = None) -> Call[str]:
    """A conversation as a text: JSON lines, or Markdown."""
    return _get("/v1/conversations/{id}/export", str, id, format=format)


def end(id: str) -> Call[None]:
    """Delete a conversation."""
    return _delete("/v1/conversations/{id}", type(None), id)


def send_feedback(request: FeedbackRequest) -> Call[FeedbackTaken]:
    """Send a reader's opinion of an answer."""
    return _post("/v1/feedback", request, FeedbackTaken)


def feedback(
    *,
    collection: str | None = None,
    verdict: Verdict | None = None,
    reason: Reason | None = None,
    handled: bool | None = None,
    to_desk: bool | None = None,
    since: str | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> Paged[FeedbackList, FeedbackOut]:
    """Readers' feedback, the newest first; it needs the owner's key."""
    first = _get(
        "/v1/feedback",
        FeedbackList,
        collection=collection,
        verdict=verdict,
        reason=reason,
        handled=handled,
        to_desk=to_desk,
        since=since,
        limit=limit,
        after=after,
    )
    return Paged(first, lambda page: page.feedback)


def make_token(request: TokenRequest | None = None) -> Call[TokenOut]:
    """Issue a token for a page; needs a secret key, such as from `dateline keys widget`."""
    return _post("/v1/tokens", request or TokenRequest(), TokenOut)


def _get(path: str, reply: type[T], id: str = "", **params: object) -> Call[T]:
    return Call(method="GET", path=path, reply=reply, id=id, params=_given(params), is_safe=True)


def _post(
    path: str,
    body: Struct | Sequence[Struct],
    reply: type[T],
    params: Mapping[str, object] | None = None,
    *,
    is_safe: bool = False,
) -> Call[T]:
    return Call(
        method="POST",
        path=path,
        reply=reply,
        params=_given(params or {}),
        body=msgspec.to_builtins(body),
        is_safe=is_safe,
    )


def _delete(path: str, reply: type[T], id: str, params: dict[str, Any] | None = None) -> Call[T]:
    return Call(method="DELETE", path=path, reply=reply, id=id, params=params or {})


def _given(params: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if value is not None}


Asked = TypeVar("Asked", AskRequest, SearchRequest, ContextRequest, SuggestRequest)


def _request(kind: type[Asked], question: str | Asked) -> Asked:
    """A request for this question, unless it is one."""
    return kind(question=question) if isinstance(question, str) else question
