"""What no client library sends: even that gets a problem document."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.support.forking import Forking
from eval.support.servers import Server, free_port

_SECONDS = 120
"""For a reply, however busy the machine."""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, forking: Forking) -> Iterator[int]:
    """Of a server in a process of its own."""
    folder: Path = tmp_path_factory.mktemp("raw")
    given = {"embedder": "letters", "reader": "sentence", "max_upload_bytes": "100000"}
    number = free_port()
    server = Server(folder / "data", number, folder / "log", program=forking, **given)
    server.wait_until_ready()
    yield number
    server.stop()


def _send(port: int, request: bytes) -> tuple[int, str, Any]:
    """Status, media type and body of the reply."""
    with socket.create_connection(("127.0.0.1", port), timeout=_SECONDS) as connection:
        connection.sendall(request)
        reply = connection.makefile("rb")
        status = int(reply.readline().split()[1])
        headers = dict(_headers(reply))
        body = reply.read(int(headers.get("content-length", 0)))
    return status, headers["content-type"], json.loads(body)


def _headers(reply: Any) -> Iterator[tuple[str, str]]:
    while line := reply.readline().strip():
        name, _, value = line.decode().partition(":")
        yield name.lower(), value.strip()


def _ask(body: bytes, *headers: bytes) -> bytes:
    lines = [b"POST /v1/ask HTTP/1.1", b"Host: localhost", b"Content-Type: application/json"]
    return b"\r\n".join([*lines, *headers, b"", body])


_GET = b"GET /v1/articles HTTP/1.1\r\n"
_HOST = b"Host: localhost\r\n"
_CHUNKED = b"Transfer-Encoding: chunked"
_WRONG = [
    (b"nonsense\r\n\r\n", 400),
    (b"FOO /v1/articles HTTP/1.1\r\n" + _HOST + b"\r\n", 400),
    (_GET + b"\r\n", 400),
    (_GET + _HOST + _HOST + b"\r\n", 400),
    ("GET /v1/articles/é HTTP/1.1\r\n".encode() + _HOST + b"\r\n", 400),
    (b"GET /v1/articles?after=" + b"x" * 70_000 + b" HTTP/1.1\r\n" + _HOST + b"\r\n", 414),
    (_GET + _HOST + b"X: " + b"y" * 70_000 + b"\r\n\r\n", 431),
    (_GET + _HOST + b"X: y\r\n" * 40_000 + b"\r\n", 431),
    (_ask(b'{"question": "a"}', b"Content-Length: 3"), 400),
    (_ask(b'{"question": "a"}', b"Content-Length: -1"), 400),
    (_ask(b'{"question": "a"}', b"Content-Length: x"), 400),
    (_ask(b'{"question": "a"}', b"Content-Length: 17", b"Content-Length: 3"), 400),
    (_ask(b"x" * 200_000, b"Content-Length: 200000"), 413),
    (_ask(b"30D40\r\n" + b"x" * 200_000 + b"\r\n0\r\n\r\n", _CHUNKED), 413),
    (_ask(b"0\r\n\r\n", _CHUNKED), 400),
    (_ask(b"zz\r\n", _CHUNKED), 400),
    (b"PATCH /v1/articles HTTP/1.1\r\n" + _HOST + b"\r\n", 405),
    (b"GET /nowhere HTTP/1.1\r\n" + _HOST + b"\r\n", 404),
]


@pytest.mark.short(6)
@pytest.mark.parametrize(("request_", "status"), _WRONG, ids=range(len(_WRONG)))
def test_whatever_is_no_request_gets_a_problem_document(
    port: int, request_: bytes, status: int
) -> None:
    replied, media_type, problem = _send(port, request_)

    assert (replied, problem["status"]) == (status, status)
    assert media_type.startswith("application/problem+json")
    assert problem["detail"]


def test_a_body_in_chunks_is_a_body(port: int) -> None:
    status, _, answer = _send(port, _ask(b'11\r\n{"question": "a"}\r\n0\r\n\r\n', _CHUNKED))

    assert (status, answer["searched"]) == (200, "a")


def test_a_client_of_old_needs_no_host(port: int) -> None:
    status, _, health = _send(port, b"GET /health HTTP/1.0\r\n\r\n")

    assert (status, health) == (200, {"status": "alive"})


@pytest.mark.gate
def test_the_longest_question_fits_into_a_url_in_any_script(port: int) -> None:
    question = b"%F0%9F%8C%89" * 2_000
    request = b"GET /v1/search?q=" + question + b" HTTP/1.1\r\n" + _HOST + b"\r\n"

    status, _, found = _send(port, request)

    assert (status, found["passages"]) == (200, [])
