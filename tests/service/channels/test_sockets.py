"""Streams on real connections: of old clients, and of such as leave, stall or come again."""

import asyncio
import re
import socket
from collections.abc import Iterator
from itertools import chain
from select import POLLERR, POLLHUP, poll
from urllib.parse import quote

import pytest

from eval.support.forking import Forking
from eval.support.servers import Server, free_port
from eval.support.streams import Streamed, streamed
from tests.service.channels.reading import events_of
from tests.service.conftest import BRIDGE
from tests.waiting import run_apart, wait_until

_QUESTION = "How much did the new bridge cost?"
_SMALL = {"embedder": "letters", "reader": "sentence"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, forking: Forking) -> Iterator[Server]:
    """A server of one article, which waits a second for its clients."""
    folder = tmp_path_factory.mktemp("sockets")
    given = {"idle_seconds": "1", **_SMALL}
    server = Server(folder / "data", free_port(), folder / "log", program=forking, **given)
    try:
        server.wait_until_ready()
        server.request("POST", "/v1/articles", {"id": "bridge", "text": BRIDGE})
        yield server
    finally:
        server.stop()


def _connected(server: Server, request: str, *headers: str, version: str = "1.1") -> socket.socket:
    """A connection on which a request was sent."""
    connection = socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2])))
    lines = [f"GET {request} HTTP/{version}", "Host: 127.0.0.1", *headers]
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    return connection


def _streaming(server: Server, *headers: str, version: str = "1.1") -> socket.socket:
    address = f"/v1/ask?q={quote(_QUESTION)}"
    accept = "Accept: text/event-stream"
    return _connected(server, address, accept, *headers, version=version)


def _all_of(connection: socket.socket) -> tuple[str, str]:
    """Head and body of a reply after which the connection is closed."""
    with connection:
        received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    head, _, body = received.decode().partition("\r\n\r\n")
    if "transfer-encoding: chunked" in head:
        body = re.sub(r"(?m)^[0-9a-f]+\r\n|\r\n", "", body)
    return head, body


def _close(version: str = "1.1") -> tuple[str, ...]:
    return () if version == "1.0" else ("Connection: close",)


def _figure(server: Server, name: str) -> float:
    _, text = server.request("GET", "/metrics")
    return float(next(line.split()[-1] for line in text.splitlines() if line.startswith(name)))


def _is_quiet(server: Server) -> bool:
    """Whether nothing is under way but the request that asks this."""
    waiting = _figure(server, 'dateline_waiting{queue="questions"}')
    return waiting == 0 and _figure(server, "dateline_requests_under_way") == 1


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_stream_is_sent_as_the_client_can_read_it(server: Server, version: str) -> None:
    head, body = _all_of(_streaming(server, *_close(version), version=version))

    assert head.startswith("HTTP/1.1 200")
    assert ("transfer-encoding: chunked" in head) is (version == "1.1")
    assert [one["event"] for one in events_of(body)][-1] == "done"


def test_whoever_was_cut_off_anywhere_gets_the_rest(server: Server) -> None:
    _, body = _all_of(_streaming(server, *_close()))
    events = list(events_of(body))

    for place, event in enumerate(events):
        _, rest = _all_of(_streaming(server, *_close(), f"Last-Event-ID: {event['id']}"))
        assert list(events_of(rest)) == events[place + 1 :]


def test_an_id_that_is_sent_twice_or_by_two_clients_is_no_error(server: Server) -> None:
    _, body = _all_of(_streaming(server, *_close()))
    event, *rest = events_of(body)
    header = f"Last-Event-ID: {event['id']}"

    both = [_streaming(server, *_close(), header) for _ in range(2)]
    twice = _streaming(server, *_close(), header, header)

    assert [list(events_of(_all_of(one)[1])) for one in both] == [rest, rest]
    assert _all_of(twice)[0].startswith("HTTP/1.1 200")


def test_clients_that_leave_after_any_number_of_bytes_leave_nothing_behind(server: Server) -> None:
    for bytes_read in (0, 1, 20, 200, 400, 800, 1600):
        with _streaming(server) as connection:
            received = 0
            while received < bytes_read:
                received += len(connection.recv(bytes_read - received))

    wait_until(lambda: _is_quiet(server))


@pytest.mark.parametrize(
    ("clients", "streams"), [(40, 1), pytest.param(200, 100, marks=pytest.mark.slow)]
)
def test_of_many_at_once_each_gets_its_stream_or_is_asked_to_come_again(
    server: Server, clients: int, streams: int
) -> None:
    async def client() -> list[Streamed]:
        return [await streamed(server.address, {"question": _QUESTION}) for _ in range(streams)]

    async def crowd() -> list[list[Streamed]]:
        return await asyncio.gather(*(client() for _ in range(clients)))

    told = list(chain.from_iterable(run_apart(crowd())))

    refused = [one for one in told if one.status == 503]
    assert {int(one.headers["retry-after"]) for one in refused} <= set(range(1, 11))
    assert any(one.is_whole for one in told)
    assert all(one.is_whole for one in told if one not in refused)
    wait_until(lambda: _is_quiet(server))


def test_a_client_that_closes_its_half_has_left(server: Server) -> None:
    with _streaming(server) as connection:
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1 << 16):
            pass

    wait_until(lambda: _is_quiet(server))


@pytest.mark.gate
def test_a_client_that_stops_reading_is_cut_off(server: Server) -> None:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    connection.connect(("127.0.0.1", int(server.address.rpartition(":")[2])))
    # The same again and again: more than all buffers on the way hold.
    connection.sendall(b"GET /schema/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 100)
    ends = poll()
    ends.register(connection, POLLHUP | POLLERR)

    wait_until(lambda: bool(ends.poll(10)))

    connection.close()
    wait_until(lambda: _is_quiet(server))
