"""What can be measured: an engine in this process, or a server at an address.

Both are asked with the requests that any client sends, and answer with what any client gets.
"""

from typing import Protocol, TypeVar
from urllib.parse import quote

import msgspec

from index.errors import DatelineError, NotFoundError
from index.quotations.tagger.shipped import fingerprint
from service.engine import Engine
from service.lookups.passages import find
from service.settings import Settings
from service.wire import Answer, ArticleOut, AskRequest, SearchAnswer, SearchRequest

_SECONDS = 120.0
_NOT_FOUND = 404

T = TypeVar("T")


class Text(msgspec.Struct, frozen=True):
    """An article's text and the borders of its sentences."""

    text: str
    sentences: list[tuple[int, int]]


class Target(Protocol):
    """Something that answers. May be asked from several threads at once."""

    @property
    def name(self) -> str:
        """What the report calls it."""
        ...

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question."""
        ...

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find passages."""
        ...

    def article(self, id: str, collection: str | None, version: str | None) -> Text | None:
        """An article; None where there is none of that id and version."""
        ...

    def facts(self) -> dict[str, str]:
        """What is known of what answers: models, settings, size."""
        ...

    def megabytes(self) -> float:
        """Most memory it has held, as far as it tells; 0 where it does not."""
        ...


class RefusedError(DatelineError):
    """A server answered with a problem."""


class InProcess:
    """An engine in this process."""

    name = "in process"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question."""
        return self.engine.answerer.answer(request)

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find passages."""
        return find(self.engine, request)

    def article(self, id: str, collection: str | None, version: str | None) -> Text | None:
        """An article, from the library."""
        try:
            found = self.engine.library.article(self.engine.collection(collection), id, version)
        except NotFoundError:
            return None
        return Text(found.text, [(span.start, span.end) for span in found.sentences])

    def facts(self) -> dict[str, str]:
        """The fingerprints that decide answers."""
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
        """Most memory this process has held."""
        from eval.support.machine import peak_megabytes

        return peak_megabytes()


def attribution_of(settings: Settings) -> str:
    """What finds quotations, as reports name it."""
    return f"tagger-{fingerprint()}" if settings.attribution == "tagger" else settings.attribution


class Remote:
    """A server at an address."""

    def __init__(self, address: str) -> None:
        """Take `http://host:port`; nothing is sent before the first question."""
        import httpx2

        self.name = address.rstrip("/")
        self._client = httpx2.Client(base_url=self.name, timeout=_SECONDS)
        self._models: dict[str, str] = {}

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question.

        Raises:
            RefusedError: the server answered with a problem, or not at all.
        """
        answer = self._post("/v1/ask", request, Answer)
        self._models = answer.models
        return answer

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find passages.

        Raises:
            RefusedError: the server answered with a problem, or not at all.
        """
        return self._post("/v1/search", request, SearchAnswer)

    def article(self, id: str, collection: str | None, version: str | None) -> Text | None:
        """An article, from the server.

        Raises:
            RefusedError: the server answered with a problem, or not at all.
        """
        wanted = {"collection": collection, "version": version}
        given = {name: value for name, value in wanted.items() if value is not None}
        reply = self._send("GET", f"/v1/articles/{quote(id)}", params=given)
        if reply is None:
            return None
        found = msgspec.json.decode(reply, type=ArticleOut)
        return Text(found.text, found.sentences)

    def facts(self) -> dict[str, str]:
        """The fingerprints that its answers name."""
        return self._models

    def megabytes(self) -> float:
        """What the server's own metrics say it holds now."""
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
        # Defaults are left out: a server of an older version knows them, and not what is new.
        given = {k: v for k, v in msgspec.to_builtins(body).items() if v is not None}
        reply = self._send("POST", path, json=given)
        if reply is None:
            raise RefusedError(f"{self.name}{path}: there is no such place; is it a Dateline?")
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
