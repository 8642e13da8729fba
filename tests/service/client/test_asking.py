"""Requests that are refused or get lost: sent again where that is safe, and told where not."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from service.client import Dateline, NotDatelineError, ProblemError, UnreachableError
from service.wire.articles import ArticleIn
from service.wire.asking import AskRequest

_ARTICLE = ArticleIn(id="a/b", text="The bridge cost 41 million euros.")
_BUSY = {"type": "urn:dateline:problem:busy", "title": "Too busy", "detail": "later"}


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
