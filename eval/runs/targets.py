"""What can be measured: an engine in this process, or a server at a URL.

Both accept the same requests and return the same responses as for any client.
"""

from typing import TypeAlias, TypeVar

import msgspec

from eval.runs.remembering import remember
from index.errors import DatelineError, NotFoundError
from index.quotations.tagger.shipped import fingerprint
from service.client import Call, ClientError, Dateline, ProblemError, calls
from service.engine import Engine
from service.lookups.passages import find
from service.settings import Settings
from service.wire.answer import Answer
from service.wire.asking import AskRequest
from service.wire.passages import SearchAnswer, SearchRequest

_SECONDS = 120.0
_NOT_FOUND = 404

T = TypeVar("T")


class ArticleText(msgspec.Struct, frozen=True):
    """An article's text and the offsets of its sentences."""

    text: str
    sentences: list[tuple[int, int]]


class RefusedError(DatelineError):
    """A server rejected a request, or did not answer."""


class InProcess:
    """An engine in this process."""

    name = "in process"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        remember(engine.reader)

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
        self.name = address.rstrip("/")
        self._client = Dateline(self.name, timeout_seconds=_SECONDS, tries=1)
        self._models: dict[str, str] = {}

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question.

        Raises:
            RefusedError: the server rejected the request, or did not answer.
        """
        answer = self._send(calls.ask(request))
        self._models = answer.models
        return answer

    def begin(self, collection: str | None) -> str:
        """Begin a conversation; its id."""
        return self._send(calls.begin(collection)).id

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find passages."""
        return self._send(calls.search(request))

    def article(self, id: str, collection: str | None, version: str | None) -> ArticleText | None:
        """An article from the server."""
        try:
            found = self._send(calls.article(id, collection=collection, version=version))
        except RefusedError as exc:
            if (
                isinstance(exc.__cause__, ProblemError)
                and exc.__cause__.problem.status == _NOT_FOUND
            ):
                return None
            raise
        return ArticleText(found.text, found.sentences)

    def facts(self) -> dict[str, str]:
        """The fingerprints named in its answers."""
        return self._models

    def megabytes(self) -> float:
        """The server's current memory, from its own metrics."""
        try:
            lines = self._send(Call(method="GET", path="/metrics", reply=str)).splitlines()
        except RefusedError:
            return 0.0
        name = "process_resident_memory_bytes "
        held = [float(line.removeprefix(name)) for line in lines if line.startswith(name)]
        return held[0] / 2**20 if held else 0.0

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    def _send(self, call: Call[T]) -> T:
        # Unset fields are left out: an older server may not know the newer ones.
        given = {k: v for k, v in (call.body or {}).items() if v is not None}
        try:
            return self._client.send(msgspec.structs.replace(call, body=given or None))
        except ClientError as exc:
            raise RefusedError(f"{self.name}: {exc}") from exc


Target: TypeAlias = InProcess | Remote
"""Something that answers questions. It may be called from several threads at once."""
