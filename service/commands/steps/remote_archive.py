"""A running server, read over HTTP."""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
import msgspec

from index.errors import DatelineError, FetchError, InvalidFieldError, NotFoundError
from index.store.values import VersionSummary
from service.commands.steps.archives import ShownArticle, WantedArticles, WantedQuotes
from service.wire.answer import Answer
from service.wire.articles import ArticleList, ArticleOut
from service.wire.asking import AskRequest
from service.wire.conversations import ConversationOut, NewConversation
from service.wire.drafts import CheckAnswer, CheckRequest
from service.wire.passages import SearchAnswer, SearchRequest
from service.wire.people import PeopleList, PersonQuotes, QuoteOut
from service.wire.problems import Problem
from service.wire.suggestions import Suggestion, SuggestionList, SuggestRequest

_FIRST_ERROR = 400
_FORBIDDEN = 403
_NOT_FOUND = 404
_PAGE = 1_000
# A question may wait in the server's queue; a server that is there accepts a connection at once.
_TIMEOUT = httpx2.Timeout(300, connect=10)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

T = TypeVar("T")


class RemoteArchive:
    """Implements `Archive`."""

    def __init__(
        self,
        url: str,
        language: str,
        key: str = "",
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """Prepare to ask a server; nothing is sent yet.

        Its sentences are in `language`, where that of a question does not decide.

        Raises:
            FetchError: this is not the address of a server.
        """
        self._language = language
        self._address = _address(url)
        self._client = httpx2.Client(
            base_url=self._address,
            timeout=_TIMEOUT,
            headers={
                "Accept-Language": language,
                **({"Authorization": f"Bearer {key}"} if key else {}),
            },
            transport=transport,
            # A proxy leads away from this machine.
            trust_env=self._address.host not in _LOOPBACK,
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question."""
        return self._post("/v1/ask", request, Answer)

    def prepare(self, collection: str | None) -> None:
        """Nothing: the server has loaded what it needs."""
        del collection

    def suggest(self, request: SuggestRequest) -> list[Suggestion]:
        """Find questions to go on with, which the articles answer."""
        asked = msgspec.structs.replace(request, language=request.language or self._language)
        return self._post("/v1/suggestions", asked, SuggestionList).suggestions

    def begin(self, collection: str | None) -> str | None:
        """Begin a stored conversation; None where none are stored."""
        response = self._send_json("/v1/conversations", NewConversation(collection=collection))
        if response.status_code == _FORBIDDEN:
            return None
        return self._decoded(response, ConversationOut).id

    def end(self, conversation_id: str) -> None:
        """Delete a stored conversation, if it is still there."""
        self._send("DELETE", f"/v1/conversations/{_quoted(conversation_id)}")

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find passages."""
        return self._post("/v1/search", request, SearchAnswer)

    def check(self, request: CheckRequest) -> CheckAnswer:
        """Look up every quotation of a draft."""
        return self._post("/v1/check", request, CheckAnswer)

    def newest(self, wanted: WantedArticles) -> ArticleList:
        """List articles, those published last first, page by page."""
        page = self._page(wanted)
        articles = page.articles
        while page.next is not None and len(articles) < wanted.limit:
            left = wanted.limit - len(articles)
            page = self._page(msgspec.structs.replace(wanted, limit=left, after=page.next))
            articles = [*articles, *page.articles]
        return msgspec.structs.replace(page, articles=articles)

    def show(self, collection: str | None, id: str, version: str | None) -> ShownArticle:
        """Read one article, or one version of it, and list its versions."""
        article = self._article(collection, id, version)
        address = f"/v1/versions/{_quoted(id)}"
        versions = self._get(address, {"collection": collection}, list[VersionSummary])
        return ShownArticle(article=article, versions=versions)

    def origin(self, collection: str | None, id: str, version: str | None) -> None:
        """None: a server does not tell where on its machine an article lay."""
        del collection, id, version

    def people(self, collection: str | None, limit: int) -> PeopleList:
        """List who is quoted."""
        wanted = {"collection": collection, "limit": limit}
        return self._get("/v1/people", wanted, PeopleList)

    def quotes_by(self, wanted: WantedQuotes) -> PersonQuotes:
        """Find a person's quotations."""
        given = msgspec.structs.asdict(wanted)
        address = f"/v1/people/{_quoted(given.pop('person'))}/quotes"
        return self._get(address, given, PersonQuotes)

    def quotes_in(self, collection: str | None, id: str) -> tuple[ArticleOut, list[QuoteOut]]:
        """Read an article and its quotations."""
        article = self._article(collection, id, None)
        address = f"/v1/articles/{_quoted(id)}/quotes"
        return article, self._get(address, {"collection": collection}, list[QuoteOut])

    def _page(self, wanted: WantedArticles) -> ArticleList:
        given = msgspec.structs.asdict(wanted) | {"order": "newest"}
        return self._get("/v1/articles", given | {"limit": min(wanted.limit, _PAGE)}, ArticleList)

    def _article(self, collection: str | None, id: str, version: str | None) -> ArticleOut:
        given = {"collection": collection, "version": version}
        return self._get(f"/v1/articles/{_quoted(id)}", given, ArticleOut)

    def _get(self, path: str, given: Mapping[str, Any], type_: type[T]) -> T:
        params = {name: value for name, value in given.items() if value is not None}
        return self._decoded(self._send("GET", path, params=params), type_)

    def _post(self, path: str, body: msgspec.Struct, type_: type[T]) -> T:
        return self._decoded(self._send_json(path, body), type_)

    def _send_json(self, path: str, body: msgspec.Struct) -> httpx2.Response:
        content, headers = msgspec.json.encode(body), {"content-type": "application/json"}
        return self._send("POST", path, content=content, headers=headers)

    def _send(self, method: str, path: str, **given: Any) -> httpx2.Response:
        try:
            return self._client.request(method, path, **given)
        except httpx2.HTTPError as exc:
            reason = str(exc) or type(exc).__name__
            raise FetchError(
                f"{self._shown}: no answer ({reason}); start the server with `dateline serve`, or "
                "leave out --url to read the data folder"
            ) from exc

    def _decoded(self, response: httpx2.Response, type_: type[T]) -> T:
        """The reply.

        Raises:
            DatelineError: what the server refuses, in its own words; or it is no Dateline.
        """
        try:
            if response.status_code >= _FIRST_ERROR:
                problem = msgspec.json.decode(response.content, type=Problem)
                raise _refusal(response.status_code, problem)
            return msgspec.json.decode(response.content, type=type_)
        except (msgspec.DecodeError, UnicodeDecodeError) as exc:
            raise FetchError(
                f"{self._shown}: status {response.status_code} and a reply that is not one of "
                "this version of Dateline; check the address"
            ) from exc

    @property
    def _shown(self) -> str:
        """The address without a password."""
        return str(self._address.copy_with(userinfo=b""))


def _refusal(status: int, problem: Problem) -> DatelineError:
    """What the server refuses, as the error that it was there."""
    field = problem.errors[0].get("field") if len(problem.errors) == 1 else None
    if field is not None:
        return InvalidFieldError(field, problem.detail.removeprefix(f"{field}: "))
    return (NotFoundError if status == _NOT_FOUND else DatelineError)(problem.detail)


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


def _quoted(id: str) -> str:
    return quote(id, safe="")
