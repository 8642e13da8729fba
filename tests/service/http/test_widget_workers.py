"""Real servers: tokens are good at each worker, and addresses are told apart."""

import http.client
import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from eval.support.forking import Forking
from eval.support.servers import Server, free_port
from service.commands.cli import main

PAGE = "https://news.example"
_SMALL = {"embedder": "letters", "reader": "sentence"}
_Reply = tuple[int, dict[str, str], Any]


@contextmanager
def _serving(folder: Path, forking: Forking, **settings: str) -> Iterator[Server]:
    given = {**_SMALL, **settings}
    server = Server(folder / "data", free_port(), folder / "log", program=forking, **given)
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.stop()


def _send(server: Server, method: str, path: str, body: Any = None, **headers: str) -> _Reply:
    """One request over a connection of its own, so that either worker may get it."""
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=60)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        given["content-type"] = "application/json"
    try:
        connection.request(method, path, None if body is None else json.dumps(body), given)
        reply = connection.getresponse()
        text = reply.read()
        names = {name.lower(): value for name, value in reply.getheaders()}
        return reply.status, names, json.loads(text) if text else None
    finally:
        connection.close()


def _dateline(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(main, ["--data", str(folder / "data"), *arguments])
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.mark.gate
def test_a_token_and_feedback_are_good_at_every_worker_until_the_key_is_revoked(
    tmp_path: Path, forking: Forking
) -> None:
    everyone = {"address_per_minute": "0", "allowed_hosts": "api.example"}
    with _serving(tmp_path, forking, workers="2", **everyone) as server:
        made = json.loads(
            _dateline(tmp_path, "keys", "widget", "--origin", PAGE, "-c", "default", "--json")
        )
        secret = f"Bearer {made['secret']}"
        status, _, minted = _send(server, "POST", "/v1/tokens", {}, authorization=secret)
        assert status == 201
        page = {"authorization": f"Bearer {minted['token']}", "origin": PAGE}

        asked = [
            _send(server, "POST", "/v1/ask", {"question": "Why?"}, host="api.example", **page)
            for _ in range(12)
        ]
        sent = [
            _send(server, "POST", "/v1/feedback", {"answer_id": a["id"], "verdict": "down"}, **page)
            for _, _, a in asked
        ]
        _dateline(tmp_path, "keys", "revoke", made["id"])
        after = [_send(server, "POST", "/v1/ask", {"question": "Why?"}, **page) for _ in range(12)]

    assert {reply[0] for reply in asked} == {200}
    assert {reply[1]["access-control-allow-origin"] for reply in asked} == {PAGE}
    assert {(reply[0], reply[2]["verified"]) for reply in sent} == {(201, True)}
    assert {(reply[0], reply[2]["type"].rpartition(":")[2]) for reply in after} == {
        (401, "revoked-token")
    }


_PER_MINUTE = 5


class _Allowed:
    """How many requests of one address may pass: five at once, and one more each twelve seconds."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def by_now(self) -> float:
        """Since it was made."""
        return _PER_MINUTE * (1 + (time.monotonic() - self._since) / 60)


_BODY = {"answer_id": "nobodys", "verdict": "up"}


def _statuses(server: Server, forwarded: str) -> Counter[int]:
    """What comes of feedback said to be from one address after another."""
    return Counter(
        _send(server, "POST", "/v1/feedback", _BODY, x_forwarded_for=forwarded.format(number))[0]
        for number in range(20)
    )


@pytest.mark.gate
def test_a_forwarded_address_is_believed_only_of_a_trusted_proxy(
    tmp_path: Path, forking: Forking
) -> None:
    public = {"trusted_proxies": "127.0.0.0/8", "public_read": "true"}
    with _serving(tmp_path, forking, address_per_minute="5", **public) as server:
        proxied = _statuses(server, "203.0.113.{}")
        # What a client wrote there before the proxy added its address.
        allowed = _Allowed()
        claimed = _statuses(server, "203.0.113.1{}, 198.51.100.7")
        most = allowed.by_now()

    assert proxied == {201: 20}
    assert claimed[201] <= most
    assert claimed[201] + claimed[429] == 20


@pytest.mark.gate
def test_workers_count_together(tmp_path: Path, forking: Forking) -> None:
    with _serving(tmp_path, forking, workers="2", address_per_minute="5") as server:
        allowed = _Allowed()
        replies = [_send(server, "POST", "/v1/feedback", _BODY) for _ in range(40)]
        most = allowed.by_now()
    statuses = Counter(reply[0] for reply in replies)

    assert statuses[201] <= most
    assert statuses[201] + statuses[429] == 40


@pytest.mark.gate
def test_without_a_trusted_proxy_guesses_and_forwarded_addresses_run_dry(
    tmp_path: Path, forking: Forking
) -> None:
    page = {"authorization": "Bearer dateline-token.a.b.c", "origin": PAGE}
    with _serving(tmp_path, forking, address_per_minute="5") as server:
        made = json.loads(_dateline(tmp_path, "keys", "widget", "--origin", PAGE, "--json"))
        wrong = f"Bearer dateline-secret.{made['id']}.{'x' * 43}"
        allowed = _Allowed()
        forwarded = _statuses(server, "203.0.113.{}")
        tokens = Counter(
            _send(server, "POST", "/v1/ask", {"question": "Why?"}, **page)[0] for _ in range(40)
        )
        keys = [_send(server, "POST", "/v1/tokens", {}, authorization=wrong) for _ in range(40)]
        most = allowed.by_now()
        own = _send(server, "POST", "/v1/ask", {"question": "Why?"})[0]

    passed = [forwarded[201], tokens[401], sum(status == 401 for status, _, _ in keys)]
    refused = forwarded[429] + tokens[429] + sum(status == 429 for status, _, _ in keys)
    # Each of the three is counted apart.
    assert sum(passed) <= 3 * most
    assert refused >= 100 - 3 * most
    waits = [names["retry-after"] for status, names, _ in keys if status == 429]
    assert all(1 <= int(wait) <= 12 for wait in waits)
    assert own == 200
