"""The Python client, against the application, and against servers that refuse."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import msgspec
import pytest
from litestar.testing import TestClient

from eval.support.servers import Server, free_port
from service import calls
from service.calls import Call, Paged
from service.client import (
    AsyncDateline,
    Dateline,
    NotDatelineError,
    ProblemError,
    UnreachableError,
)
from service.wire.articles import ArticleIn, FetchRequest, RestoreRequest
from service.wire.asking import AskRequest, BatchRequest
from service.wire.conversations import NewConversation
from service.wire.passages import ContextRequest, SearchRequest
from service.wire.suggestions import SuggestRequest
from tests.waiting import run_apart

_ASKED = AskRequest(question="How much did the bridge cost?")
_ARTICLE = ArticleIn(id="a/b", text="The bridge cost 41 million euros.")
_MADE: dict[str, Any] = {
    "ask": (_ASKED,),
    "ask_batch": (BatchRequest(questions=[_ASKED]),),
    "search": (SearchRequest(question="bridge"),),
    "context": (ContextRequest(question="bridge"),),
    "suggestions": (SuggestRequest(),),
    "complete": ("bri", {"limit": 3}),
    "articles": ({"limit": 3},),
    "people": ({"limit": 3},),
    "add": (_ARTICLE, {"identity": "judge"}),
    "add_many": ([_ARTICLE], {"collection": "default"}),
    "restore": (RestoreRequest(id="a", version="abcd"),),
    "fetch": (FetchRequest(url="https://a.example"),),
    "begin": (NewConversation(),),
    "collections": (),
    "article": ("a/b", {"version": "x"}),
    "quotes_in": ("a/b", {"version": "x"}),
    "quotes_by": ("a/b", {"about": "x"}),
    "delete": ("a/b", {}),
}
_BUSY = {"type": "urn:dateline:problem:busy", "title": "Too busy", "detail": "later"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in a process of its own, with three articles."""
    folder = tmp_path_factory.mktemp("client")
    parts = {"embedder": "letters", "reader": "sentence", "attribution": "rules"}
    server = Server(folder / "data", free_port(), folder / "log", demo="false", **parts)
    server.wait_until_ready()
    with Dateline(server.address) as dateline:
        for id in ("a/b", "c", "d"):
            dateline.add(ArticleIn(id=id, text=f"{_ARTICLE.text} It is the {id} story."))
    yield server
    server.stop()


def _every_call() -> list[Call[Any]]:
    made = [
        function(*_MADE.get(name, ("x",)))
        for name, function in inspect.getmembers(calls, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == calls.__name__ and name != "quote"
    ]
    return [one.first if isinstance(one, Paged) else one for one in made]


def test_every_call_is_an_operation_of_the_document(client: TestClient[Any]) -> None:
    paths = client.get("/schema/openapi.json").json()["paths"]

    for call in _every_call():
        operation = paths[call.path][call.method.lower()]
        known = {one["name"] for one in operation.get("parameters", ())}
        replies = {status for status in operation["responses"] if status < "300"}
        assert set(call.params) <= known, call.path
        assert ("requestBody" in operation) == (call.body is not None), call.path
        assert (replies == {"204"}) == (call.reply is None), call.path


def test_every_reply_has_the_type_that_the_document_says(client: TestClient[Any]) -> None:
    paths = client.get("/schema/openapi.json").json()["paths"]

    for call in (one for one in _every_call() if one.reply is not None):
        (schema,), _ = msgspec.json.schema_components(
            [call.reply], ref_template="#/components/schemas/{name}"
        )
        responses = paths[call.path][call.method.lower()]["responses"].items()
        given = [r["content"]["application/json"]["schema"] for s, r in responses if s < "300"]
        assert schema in given, call.path


def test_both_clients_have_the_same_methods() -> None:
    methods = [
        {name for name in vars(kind) if not name.startswith("_")} - {"close", "aclose"}
        for kind in (Dateline, AsyncDateline)
    ]

    assert methods[0] == methods[1]
    assert methods[0] >= {name for name in vars(calls) if name in _MADE} - {"job"}


def test_an_answer_is_the_struct_with_a_citation_that_holds(server: Server) -> None:
    with Dateline(server.address) as dateline:
        answer = dateline.ask(_ASKED)
        article = dateline.article(answer.citations[0].article_id)

    (cited, *_) = answer.citations
    assert (
        article.text[cited.start : cited.end] == cited.quote == "The bridge cost 41 million euros."
    )


def test_a_list_is_read_page_by_page(server: Server) -> None:
    with Dateline(server.address) as dateline:
        ids = [article.id for article in dateline.articles(limit=1)]

    assert ids == ["a/b", "c", "d"]


def test_the_asynchronous_client_does_the_same(server: Server) -> None:
    async def asked() -> tuple[str, list[str]]:
        async with AsyncDateline(server.address) as dateline:
            answer = await dateline.ask(_ASKED)
            return answer.citations[0].quote, [one.id async for one in dateline.articles(limit=2)]

    assert run_apart(asked()) == ("The bridge cost 41 million euros.", ["a/b", "c", "d"])


def test_a_conversation_is_begun_read_and_ended(server: Server) -> None:
    with Dateline(server.address) as dateline:
        conversation = dateline.begin()
        dateline.ask(AskRequest(question=_ASKED.question, conversation_id=conversation.id))
        turns = [turn.question for turn in dateline.turns(conversation.id)]
        dateline.end(conversation.id)

        with pytest.raises(ProblemError) as refused:
            list(dateline.turns(conversation.id))

    assert turns == [_ASKED.question]
    assert refused.value.problem.status == 404


def _refusing(*statuses: int, headers: dict[str, str] | None = None) -> Callable[[Any], Any]:
    """A server that replies so, one after another, and then with an empty search."""
    left = list(statuses)

    def reply(request: httpx2.Request) -> httpx2.Response:
        status = left.pop(0) if left else 200
        if status == 0:
            raise httpx2.ConnectError("refused", request=request)
        if status >= 400:
            return httpx2.Response(status, json={**_BUSY, "status": status}, headers=headers)
        return httpx2.Response(200, json={"passages": [], "timings_ms": {}, "speakers": []})

    return reply


def _client(reply: Callable[[Any], Any], waits: list[float]) -> Dateline:
    transport = httpx2.MockTransport(reply)
    return Dateline("http://news.example", transport=transport, sleep=waits.append)


def test_what_is_safe_is_asked_again_after_longer_and_longer() -> None:
    waits: list[float] = []

    _client(_refusing(503, 429, 0), waits).search("bridge")

    assert [0.25 <= waits[0] <= 0.5, 0.5 <= waits[1] <= 1, 1 <= waits[2] <= 2] == [True] * 3


@pytest.mark.parametrize("given", ["7", " 7 "])
def test_the_server_says_how_long_to_wait(given: str) -> None:
    waits: list[float] = []

    _client(_refusing(503, headers={"Retry-After": given}), waits).search("bridge")

    assert waits == [7]


def test_a_server_that_asks_for_too_long_a_wait_is_not_waited_for() -> None:
    waits: list[float] = []
    client = _client(_refusing(503, headers={"Retry-After": "3600"}), waits)

    with pytest.raises(ProblemError) as refused:
        client.search("bridge")

    assert (waits, refused.value.retry_after_seconds) == ([], 3600)
    assert refused.value.problem.type == _BUSY["type"]


def test_a_turn_of_a_conversation_or_a_change_is_never_sent_twice() -> None:
    waits: list[float] = []

    with pytest.raises(ProblemError):
        _client(_refusing(503), waits).ask(AskRequest(question="?", conversation_id="x"))
    with pytest.raises(UnreachableError):
        _client(_refusing(0), waits).add(_ARTICLE)

    assert waits == []


def test_after_the_last_try_the_reason_is_told() -> None:
    waits: list[float] = []

    with pytest.raises(UnreachableError, match="refused"):
        _client(_refusing(0, 0, 0, 0), waits).search("bridge")

    assert len(waits) == 3


@pytest.mark.parametrize("status", [200, 500])
def test_a_reply_of_something_else_is_told_apart(status: int) -> None:
    client = _client(lambda _: httpx2.Response(status, text="<html>"), [])

    with pytest.raises(NotDatelineError, match=f"status {status}"):
        client.search("bridge")
