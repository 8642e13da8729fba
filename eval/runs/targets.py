"""What can be measured: an engine in this process, or a server at a URL.

Both take the requests that any client sends, and return what any client gets.
"""

from typing import Protocol, TypeVar
from urllib.parse import quote

import msgspec

from index.errors import DatelineError, NotFoundError
from index.quotations.tagger.shipped import fingerprint
from service.engine import Engine
from service.lookups.passages import find
from service.settings import Settings
from service.wire.answer import Answer
from service.wire.articles import ArticleOut
from service.wire.asking import AskRequest
from service.wire.conversations import ConversationOut
from service.wire.passages import SearchAnswer, SearchRequest

_SECONDS = 120.0
_NOT_FOUND = 404

T = TypeVar("T")


class ArticleText(msgspec.Struct, frozen=True):
    """An article's text and the offsets of its sentences."""

    text: str
    sentences: list[tuple[int, int]]


class Target(Protocol):
    """Something that answers questions. It may be called from several threads at once."""

    @property
    def name(self) -> str:
        """Its name in the report."""
        ...

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question."""
        ...

    def begin(self, collection: str | None) -> str:
        """Begin a conversation; its id."""
        ...

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find passages."""
        ...

    def article(self, id: str, collection: str | None, version: str | None) -> ArticleText | None:
        """An article; None if there is none with that id and version."""
        ...

    def facts(self) -> dict[str, str]:
        """What is known about it: fingerprints of the models and the index."""
        ...

    def megabytes(self) -> float:
        """Its peak memory, if known; else 0."""
        ...


class RefusedError(DatelineError):
    """A server rejected a request, or did not answer."""


class InProcess:
    """An engine in this process."""

    name = "in process"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question."""
        return self.engine.conversing.ask(request)

    def begin(self, collection: str | None) -> str:
        """Begin a conversation; its id."""
        return self.engine.conversing.table.create(self.engine.collection(collection)).id

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find passages."""
        return find(self.engine, request)

    def article(self, id: str, collection: str | None, version: str | None) -> ArticleText | None:
        """An article from the library."""
        try:
            found = self.engine.library.article(self.engine.collection(collection), id, version)
        except NotFoundError:
            return None
        return ArticleText(found.text, [(span.start, span.end) for span in found.sentences])

    def facts(self) -> dict[str, str]:
        """The fingerprints that determine answers."""
        subject = self.engine.subject
        calibration = self.engine.calibration
        return {
            "embedder": subject.embedder,
            "reader": subject.reader,
            "search": subject.search,
            "attribution": attribution_of(self.engine.settings),
            "calibration": calibration.fingerprint if calibration else "none",
        }

    def megabytes(self) -> float:
        """Peak memory of this process."""
        from eval.support.machine import peak_megabytes

        return peak_megabytes()


def attribution_of(settings: Settings) -> str:
    """The attribution method, as named in reports."""
    return f"tagger-{fingerprint()}" if settings.attribution == "tagger" else settings.attribution


class Remote:
    """A server at a URL."""

    def __init__(self, address: str) -> None:
        """Use the server at `http://host:port`; nothing is sent before the first question."""
        import httpx2

        self.name = address.rstrip("/")
        self._client = httpx2.Client(base_url=self.name, timeout=_SECONDS)
        self._models: dict[str, str] = {}

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question.

        Raises:
            RefusedError: the server rejected the request, or did not answer.
        """
        answer = self._post("/v1/ask", request, Answer)
        self._models = answer.models
        return answer

    def begin(self, collection: str | None) -> str:
        """Begin a conversation; its id.

        Raises:
            RefusedError: the server keeps no conversations.
        """
        where = {"collection": collection}
        return self._post("/v1/conversations", where, ConversationOut).id

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find passages.

        Raises:
            RefusedError: the server rejected the request, or did not answer.
        """
        return self._post("/v1/search", request, SearchAnswer)

    def article(self, id: str, collection: str | None, version: str | None) -> ArticleText | None:
        """An article from the server.

        Raises:
            RefusedError: the server rejected the request, or did not answer.
        """
        wanted = {"collection": collection, "version": version}
        given = {name: value for name, value in wanted.items() if value is not None}
        reply = self._send("GET", f"/v1/articles/{quote(id, safe='')}", params=given)
        if reply is None:
            return None
        found = msgspec.json.decode(reply, type=ArticleOut)
        return ArticleText(found.text, found.sentences)

    def facts(self) -> dict[str, str]:
        """The fingerprints named in its answers."""
        return self._models

    def megabytes(self) -> float:
        """The server's current memory, from its own metrics."""
        try:
            lines = (self._send("GET", "/metrics") or b"").decode().splitlines()
        except RefusedError:
            return 0.0
        name = "process_resident_memory_bytes "
        held = [float(line.removeprefix(name)) for line in lines if line.startswith(name)]
        return held[0] / 2**20 if held else 0.0

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    def _post(self, path: str, body: object, type_: type[T]) -> T:
        # Unset fields are left out: an older server may not know the newer ones.
        given = {k: v for k, v in msgspec.to_builtins(body).items() if v is not None}
        reply = self._send("POST", path, json=given)
        if reply is None:
            raise RefusedError(f"{self.name}{path}: not found; is this a Dateline server?")
        return msgspec.json.decode(reply, type=type_)

    def _send(self, method: str, path: str, **given: object) -> bytes | None:
        import httpx2

        try:
            reply = self._client.request(method, path, **given)  # type: ignore[arg-type]
        except httpx2.HTTPError as exc:
            raise RefusedError(f"{self.name}{path}: {exc}") from exc
        if reply.status_code == _NOT_FOUND:
            return None
        if reply.status_code >= 400:
            raise RefusedError(f"{self.name}{path}: {reply.status_code} {reply.text[:300]}")
        return reply.content
