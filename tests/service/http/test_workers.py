"""Two processes on one data folder: each sees what the other writes."""

import signal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from eval.support.servers import Server, free_port
from tests.waiting import wait_until


@pytest.fixture
def pair(tmp_path: Path) -> Any:
    servers = [
        Server(
            tmp_path / "data",
            free_port(),
            tmp_path / f"{n}.log",
            embedder="letters",
            reader="sentence",
            attribution="rules",
        )
        for n in range(2)
    ]
    for server in servers:
        server.wait_until_ready()
    yield servers
    for server in servers:
        # uvicorn finishes what is under way, then passes the signal on.
        assert server.stop() in (0, -signal.SIGTERM)


def _finds(server: Server, id: str) -> bool:
    _, found = server.request("POST", "/v1/search", {"question": "the bridge opened"})
    return id in {passage["article_id"] for passage in found["passages"]}


def test_what_one_writes_or_deletes_the_other_sees(pair: list[Server]) -> None:
    one, other = pair
    for number in range(3):
        id = f"a{number}"
        status, _ = one.request("POST", "/v1/articles", {"id": id, "text": "The bridge opened."})
        assert status == 201
        assert _finds(one, id)
        wait_until(partial(_finds, other, id))

        assert other.request("DELETE", f"/v1/articles/{id}")[0] == 204

        # The truth is asked for every passage, so a deleted article is gone at once, everywhere.
        assert not _finds(one, id)
        assert not _finds(other, id)
        one, other = other, one


@pytest.mark.parametrize(
    "kills", [2, pytest.param(200, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_killed_processes_lose_nothing_that_was_acknowledged(tmp_path: Path, kills: int) -> None:
    from eval.benches.crash import Crash

    parts = Path(__file__).parents[2] / "parts" / "index" / "embedders"
    crash = Crash(tmp_path / "data", seed=3, embedder="letters", other="vowels", parts=parts)

    for _ in range(kills):
        assert crash.round() == []
    assert len(crash.acknowledged) >= kills
