"""Two processes on one data folder: each sees what the other writes."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from eval.support.forking import Forking
from eval.support.servers import MODULE, Program, Server, free_port
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, forking: Forking) -> Iterator[list[Server]]:
    """Two servers for all, one of them forked: each test has articles of its own."""
    folder = tmp_path_factory.mktemp("pair")
    programs: tuple[Program, ...] = (MODULE, forking)
    servers = [
        Server(
            folder / "data",
            free_port(),
            folder / f"{n}.log",
            program=program,
            embedder="letters",
            reader="sentence",
        )
        for n, program in enumerate(programs)
    ]
    for server in servers:
        server.wait_until_ready()
    yield servers
    started, forked = servers
    forked.stop()
    # uvicorn finishes what is under way, then passes the signal on.
    assert started.stop() in (0, -signal.SIGTERM)


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


@pytest.mark.gate
@pytest.mark.parametrize(
    "questions", [24, pytest.param(1_000, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_turns_that_cross_are_refused_and_those_that_count_are_in_order(
    pair: list[Server], questions: int
) -> None:
    one, other = pair
    one.request("POST", "/v1/articles", {"id": "may", "text": "The bridge opened in May."})
    _, begun = one.request("POST", "/v1/conversations", {})

    def ask(number: int) -> tuple[str, int, Any]:
        question = f"When did bridge {number} open?"
        body = {"question": question, "conversation_id": begun["id"]}
        return question, *pair[number % 2].request("POST", "/v1/ask", body)

    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(ask, range(questions)))

    answered = {reply["turn"]: asked for asked, status, reply in replies if status == 200}
    refused = {reply["type"] for _, status, reply in replies if status != 200}
    _, read = other.request("GET", f"/v1/conversations/{begun['id']}?limit=100")
    assert sorted(answered) == list(range(1, len(answered) + 1))
    assert [answered[turn["number"]] for turn in read["turns"]] == [
        turn["question"] for turn in read["turns"]
    ]
    assert refused <= {"urn:dateline:problem:crossed-turns", "urn:dateline:problem:busy"}
    assert read["turn_count"] == len(answered) >= 1


@pytest.mark.parametrize(
    "kills", [1, pytest.param(200, marks=pytest.mark.slow)], ids=["one", "many"]
)
@pytest.mark.gate
def test_killed_processes_lose_nothing_that_was_acknowledged(
    tmp_path: Path, forking: Forking, kills: int
) -> None:
    from eval.benches.crash import Crash

    crash = Crash(tmp_path / "data", seed=3, embedder="letters", other="vowels", forking=forking)

    for _ in range(kills):
        assert crash.round() == []
    assert len(crash.acknowledged) >= kills
