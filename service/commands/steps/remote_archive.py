"""A library on a running server, read over HTTP."""

from collections.abc import Callable
from typing import Any, TypeVar

import httpx2
from msgspec import structs

from index.errors import DatelineError, FetchError, InvalidFieldError, NotFoundError
from service.client import Call, Dateline, NotDatelineError, ProblemError, UnreachableError, calls
from service.commands.steps.archives import ShownArticle, WantedArticles, WantedQuotes
from service.wire.answer import Answer
from service.wire.articles import ArticleList, ArticleOut, HeldList
from service.wire.asking import AskRequest
from service.wire.drafts import CheckAnswer, CheckRequest
from service.wire.passages import SearchAnswer, SearchRequest
from service.wire.people import PeopleList, PersonQuotes, QuoteOut
from service.wire.problems import Problem
from service.wire.suggestions import Suggestion, SuggestRequest

_FORBIDDEN = 403
_NOT_FOUND = 404
_PAGE = 1_000
_TIMEOUT_SECONDS = 300
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

T = TypeVar("T")
AnyList = TypeVar("AnyList", ArticleList, HeldList)


class RemoteArchive:
    """The server as commands read it; all errors can be shown as they are."""

    def __init__(self, url: str, language: str, key: str = "") -> None:
        """Prepare the connection; nothing is sent yet.

        The server's own sentences are in `language`, unless the question's language decides.

        Raises:
            FetchError: this is not the address of a server.
        """
        self._language = language
        address = _address(url)
        self._shown = str(address.copy_with(userinfo=b""))
        known = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = Dateline(
            str(address),
            timeout_seconds=_TIMEOUT_SECONDS,
            tries=1,
            headers={"Accept-Language": language, **known},
            # A proxy would leave this machine, and a custom transport does not use one.
            transport=httpx2.HTTPTransport() if address.host in _LOOPBACK else None,
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question."""
        return self._send(calls.ask(request))

    def prepare(self, collection: str | None) -> None:
        """Do nothing: the server has loaded what it needs."""
        del collection

    def suggest(self, request: SuggestRequest) -> list[Suggestion]:
        """Suggest follow-up questions that the articles answer."""
        asked = structs.replace(request, language=request.language or self._language)
        return self._send(calls.suggestions(asked)).suggestions

    def begin(self, collection: str | None) -> str | None:
        """Start a stored conversation; None if conversations are not stored."""
        try:
            return self._send(calls.begin(collection)).id
        except DatelineError as exc:
            if (
                isinstance(exc.__cause__, ProblemError)
                and exc.__cause__.problem.status == _FORBIDDEN
            ):
                return None
            raise

    def end(self, conversation_id: str) -> None:
        """Delete a stored conversation, if it is still there."""
        try:
            self._send(calls.end(conversation_id))
        except DatelineError as exc:
            if isinstance(exc.__cause__, UnreachableError):
                raise

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find passages."""
        return self._send(calls.search(request))

    def check(self, request: CheckRequest) -> CheckAnswer:
        """Look up every quotation of a draft."""
        return self._send(calls.check(request))

    def newest(self, wanted: WantedArticles) -> ArticleList:
        """List articles, those published last first, page by page."""
        return _whole(self._page, wanted)

    def embargoed(self, wanted: WantedArticles) -> HeldList:
        """List articles under embargo, page by page."""
        return _whole(self._page_of_embargoed, wanted)

    def show(self, collection: str | None, id: str, version: str | None) -> ShownArticle:
        """Read one article, or one version of it, and list its versions."""
        article = self._send(calls.article(id, collection=collection, version=version))
        versions = self._send(calls.versions(id, collection=collection))
        return ShownArticle(article=article, versions=versions)

    def origin(self, collection: str | None, id: str, version: str | None) -> None:
        """None: a server does not reveal where it read an article from."""
        del collection, id, version

    def people(self, collection: str | None, limit: int) -> PeopleList:
        """List who is quoted."""
        return self._send(calls.people(collection=collection, limit=limit).first)

    def quotes_by(self, wanted: WantedQuotes) -> PersonQuotes:
        """Find a person's quotations."""
        given = structs.asdict(wanted)
        return self._send(calls.quotes_by(given.pop("person"), **given))

    def quotes_in(self, collection: str | None, id: str) -> tuple[ArticleOut, list[QuoteOut]]:
        """Read an article and its quotations."""
        article = self._send(calls.article(id, collection=collection))
        return article, self._send(calls.quotes_in(id, collection=collection))

    def _page(self, wanted: WantedArticles) -> ArticleList:
        page = structs.replace(wanted, limit=min(wanted.limit, _PAGE))
        return self._send(calls.articles(order="newest", **structs.asdict(page)).first)

    def _page_of_embargoed(self, wanted: WantedArticles) -> HeldList:
        limit = min(wanted.limit, _PAGE)
        given = {"collection": wanted.collection, "after": wanted.after}
        return self._send(calls.embargoed(limit=limit, **given).first)

    def _send(self, call: Call[T]) -> T:
        """The reply.

        Raises:
            DatelineError: what the server refuses, in its own words; or it is no Dateline.
        """
        try:
            return self._client.send(call)
        except ProblemError as exc:
            raise _refusal(exc.problem) from exc
        except NotDatelineError as exc:
            raise FetchError(f"{self._shown}: {exc}") from exc
        except UnreachableError as exc:
            reason = str(exc.__cause__) or type(exc.__cause__).__name__
            raise FetchError(
                f"{self._shown}: no answer ({reason}); start the server with `dateline serve`, or "
                "leave out --url to read the data folder"
            ) from exc


def _whole(read: Callable[[WantedArticles], AnyList], wanted: WantedArticles) -> AnyList:
    """As much of a list as is wanted, whose pages are read one by one."""
    page: AnyList = read(wanted)
    articles: list[Any] = page.articles
    while page.next is not None and len(articles) < wanted.limit:
        left = wanted.limit - len(articles)
        page = read(structs.replace(wanted, limit=left, after=page.next))
        articles = [*articles, *page.articles]
    return structs.replace(page, articles=articles)


def _refusal(problem: Problem) -> DatelineError:
    """What the server refuses, as the error that it was there."""
    field = problem.errors[0].get("field") if len(problem.errors) == 1 else None
    if field is not None:
        return InvalidFieldError(field, problem.detail.removeprefix(f"{field}: "))
    return (NotFoundError if problem.status == _NOT_FOUND else DatelineError)(problem.detail)


def _address(url: str) -> httpx2.URL:
    """The server's address; `http://` may be left out.

    Raises:
        FetchError: it is none.
    """
    try:
        address = httpx2.URL(url if "://" in url else f"http://{url}")
    except httpx2.InvalidURL as exc:
        raise FetchError(f"--url {url!r}: {exc}") from exc
    if address.scheme not in ("http", "https") or not address.host:
        raise FetchError(f"--url {url!r}: not an address like http://127.0.0.1:8000")
    return address
