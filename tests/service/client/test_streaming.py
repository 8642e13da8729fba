"""Streams whose connections are lost, refused or left."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing, closing

import httpx2
import msgspec
import pytest

from service.client import (
    AsyncDateline,
    Dateline,
    NotDatelineError,
    ProblemError,
    Restarted,
    Searched,
    StreamEvent,
    UnreachableError,
)
from service.wire.answer import Answer
from service.wire.asking import AskRequest
from service.wire.problems import Problem
from service.wire.streams import Part
from tests.waiting import run_apart

_ANSWER = Answer(
    id="1",
    status="no_answer",
    reason=None,
    text="one two",
    searched="bridge?",
    answers=[],
    citations=[],
    nearest=[],
    timings_ms={},
    models={},
)
_TOLD: list[tuple[str, object]] = [
    ("searched", Searched("bridge?")),
    ("answer", Part("one ", [])),
    ("answer", Part("\u2028two", [])),
    ("done", _ANSWER),
]
_EVENTS = [value for _, value in _TOLD]


class _Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """Some events, and then perhaps a lost connection."""

    def __init__(self, chunks: Sequence[bytes], *, is_lost: bool) -> None:
        self._chunks, self._is_lost = chunks, is_lost

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks
        if self._is_lost:
            raise httpx2.ReadError("lost")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk


class _Server:
    """Gives these replies, one after another, and keeps what was asked."""

    def __init__(self, *replies: httpx2.Response) -> None:
        self._replies = list(replies)
        self.last_ids: list[str | None] = []
        self.waits: list[float] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.last_ids.append(request.headers.get("last-event-id"))
        return self._replies.pop(0)

    def client(self) -> Dateline:
        transport = httpx2.MockTransport(self)
        return Dateline("http://news.example", transport=transport, sleep=self.waits.append)


def _stream(
    name: str,
    first: int = 0,
    last: int | None = None,
    told: Sequence[tuple[str, object]] = _TOLD,
    *,
    is_lost: bool = True,
) -> httpx2.Response:
    """The events of this stream from the first to the last."""
    chunks = [
        f"id: {name}.{number}\nevent: {kind}\ndata: ".encode()
        + msgspec.json.encode(value)
        + b"\n\n: still at it\n\n"
        for number, (kind, value) in enumerate(told)
    ]
    headers = {"content-type": "text/event-stream; charset=utf-8"}
    body = _Body(chunks[first:last], is_lost=is_lost)
    return httpx2.Response(200, headers=headers, stream=body)


def _refused(status: int, **headers: str) -> httpx2.Response:
    problem = Problem(type="urn:x", title="Refused", status=status, detail="")
    return httpx2.Response(status, content=msgspec.json.encode(problem), headers=headers)


@pytest.mark.parametrize("cut", range(1, len(_TOLD)))
@pytest.mark.parametrize("is_lost", [True, False])
def test_a_lost_stream_goes_on_after_the_last_event(cut: int, *, is_lost: bool) -> None:
    server = _Server(_stream("a", 0, cut, is_lost=is_lost), _stream("a", cut))

    events = list(server.client().stream("bridge?"))

    assert events == _EVENTS
    assert server.last_ids == [None, f"a.{cut - 1}"]


def test_a_question_answered_anew_tells_only_what_is_new() -> None:
    server = _Server(_stream("a", 0, 2), _stream("b", 0, 1), _stream("c"))

    events = list(server.client().stream("bridge?"))

    assert events == _EVENTS
    assert server.last_ids == [None, "a.1", "b.0"]


def test_a_question_answered_differently_is_told_from_its_beginning() -> None:
    other = [_TOLD[0], ("answer", Part("three", [])), _TOLD[-1]]
    server = _Server(_stream("a", 0, 3), _stream("b", told=other))

    events = list(server.client().stream("bridge?"))

    assert events == [*_EVENTS[:3], Restarted(), *(value for _, value in other)]


def test_what_was_told_ahead_and_is_replaced_is_to_be_forgotten() -> None:
    ahead = Part("three", [], provisional=True)
    told = [_TOLD[0], ("answer", ahead), ("answer", Part("", [], replaces="a.2")), *_TOLD[1:]]
    server = _Server(_stream("a", told=told))

    events = list(server.client().stream("bridge?"))

    assert events == [_EVENTS[0], ahead, Restarted(), *_EVENTS[1:]]


def test_who_is_refused_for_a_while_waits_as_long_as_told() -> None:
    busy = _refused(503, **{"retry-after": "7"})
    server = _Server(
        busy, _stream("a", 0, 1), _refused(429, **{"retry-after": "9"}), _stream("a", 1)
    )

    events = list(server.client().stream("bridge?"))

    assert events == _EVENTS
    assert (server.waits[0], server.waits[2]) == (7, 9)


def test_a_turn_is_taken_up_but_never_asked_twice() -> None:
    turn = AskRequest(question="bridge?", conversation_id="x")
    unbegun, begun = _Server(_stream("a", 0, 0)), _Server(_stream("a", 0, 1), _refused(404))

    with pytest.raises(UnreachableError):
        list(unbegun.client().stream(turn))
    with pytest.raises(ProblemError) as refused:
        list(begun.client().stream(turn))

    assert (len(unbegun.last_ids), begun.last_ids) == (1, [None, "a.0"])
    assert refused.value.problem.status == 404


def test_after_the_last_try_the_reason_is_told() -> None:
    server = _Server(*(_stream("a", 0, 1) for _ in range(4)))

    with pytest.raises(UnreachableError, match="lost"):
        list(server.client().stream("bridge?"))

    assert len(server.last_ids) == 4


def test_a_problem_on_the_way_ends_the_stream() -> None:
    told = [_TOLD[0], ("problem", Problem(type="urn:x", title="No", status=500, detail="so"))]

    with pytest.raises(ProblemError, match="No: so"):
        list(_Server(_stream("a", told=told)).client().stream("bridge?"))


def test_events_of_newer_servers_are_passed_over() -> None:
    told = [("thought", {"of": "it"}), *_TOLD]

    events = list(_Server(_stream("a", told=told)).client().stream("bridge?"))

    assert events == _EVENTS


@pytest.mark.parametrize(
    "reply",
    [httpx2.Response(200, text="<html>"), _stream("a", told=[("searched", {"other": 1})])],
)
def test_a_stream_of_something_else_is_told_apart(reply: httpx2.Response) -> None:
    with pytest.raises(NotDatelineError):
        list(_Server(reply).client().stream("bridge?"))


def test_whoever_leaves_closes_the_connection() -> None:
    reply = _stream("a")

    with closing(_Server(reply).client().stream("bridge?")) as events:
        next(events)

    assert reply.is_closed


def test_the_asynchronous_client_takes_up_and_leaves_alike() -> None:
    server, left = _Server(_stream("a", 0, 2), _stream("a", 2)), _stream("a")

    async def asked(server: _Server, most: int) -> list[StreamEvent]:
        async def pause(seconds: float) -> None:
            server.waits.append(seconds)

        transport = httpx2.MockTransport(server)
        events: list[StreamEvent] = []
        async with (
            AsyncDateline("http://news.example", transport=transport, sleep=pause) as dateline,
            aclosing(dateline.stream("bridge?")) as stream,
        ):
            async for event in stream:
                events.append(event)
                if len(events) == most:
                    break
        return events

    assert run_apart(asked(server, 9)) == _EVENTS
    assert server.last_ids == [None, "a.1"]
    assert run_apart(asked(_Server(left), 1)) == _EVENTS[:1]
    assert left.is_closed
