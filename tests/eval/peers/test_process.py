"""The line between the run and a worker, with a worker that crashes, hangs and fails at will."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.peers.measuring import Task
from eval.peers.process import PeerError, PeerLostError, Process, environment
from eval.peers.protocol import FactsReply, IngestReply, LoadReply, PickReply, TimedReply

SMALL = [sys.executable, "-m", "tests.eval.peers.small_system"]
# Longer than a busy machine needs.
PATIENCE_SECONDS = 600
PEERS = Path(__file__).resolve().parents[3] / "eval" / "peers"


@pytest.fixture
def worker(task: Task, tmp_path: Path) -> Iterator[Process]:
    with Process(SMALL, threads=1, log=tmp_path / "log") as process:
        process.ask({"do": "ingest", "articles": str(task.articles)}, IngestReply, PATIENCE_SECONDS)
        yield process


def test_every_request_gets_its_own_kind_of_reply(task: Task, worker: Process) -> None:
    articles = {"articles": str(task.articles)}
    question = "What did the bridge cost?"

    picked = worker.ask({"do": "pick", **articles}, PickReply, PATIENCE_SECONDS)
    ingested = worker.ask({"do": "ingest", **articles}, IngestReply, PATIENCE_SECONDS)
    asked = {"do": "ask", "question": question, "day": "2026-11-26"}
    reply = worker.ask(asked, TimedReply, PATIENCE_SECONDS)
    facts = worker.ask({"do": "facts"}, FactsReply, PATIENCE_SECONDS)

    assert picked == {"dtype": ""}
    assert ingested["passages"] == 3
    assert reply["answers"][0]["article"] == "bridge"
    assert reply["ms"] > 0
    assert facts["facts"] == {"answer": "the whole article"}
    assert 1 < facts["peak_megabytes"] < 1000


def test_what_libraries_print_goes_to_the_log(worker: Process, tmp_path: Path) -> None:
    worker.ask({"do": "facts"}, FactsReply, PATIENCE_SECONDS)

    log = (tmp_path / "log").read_text()

    assert "loading, 100 %" in log
    assert "written past Python" in log


@pytest.mark.gate
def test_many_clients_ask_until_the_time_is_over(worker: Process) -> None:
    wanted = {"do": "load", "questions": ["bridge", "fail"], "clients": 4, "seconds": 1.0}

    loaded = worker.ask(wanted, LoadReply, PATIENCE_SECONDS)

    assert loaded["answered"] > 4
    assert loaded["failed"] > 4
    assert loaded["last_error"] == "LookupError: nothing here"
    assert loaded["seconds"] >= 1.0


def test_a_request_that_fails_leaves_the_worker_alive(worker: Process) -> None:
    with pytest.raises(PeerError, match="LookupError: nothing here"):
        worker.ask({"do": "ask", "question": "fail"}, TimedReply, PATIENCE_SECONDS)
    with pytest.raises(PeerError, match="dance: unknown request"):
        worker.ask({"do": "dance"}, TimedReply, PATIENCE_SECONDS)

    assert worker.ask({"do": "ask", "question": "ferry"}, TimedReply, PATIENCE_SECONDS)["answers"]


def test_an_invalid_reply_is_reported(worker: Process) -> None:
    with pytest.raises(PeerError, match="invalid reply to 'facts'"):
        worker.ask({"do": "facts"}, TimedReply, PATIENCE_SECONDS)


def test_a_crash_is_reported_with_status_and_last_output(worker: Process) -> None:
    with pytest.raises(PeerLostError, match="exit status 3: out of luck"):
        worker.ask({"do": "ask", "question": "crash"}, TimedReply, PATIENCE_SECONDS)

    with pytest.raises(PeerLostError, match="exit status 3"):
        worker.ask({"do": "facts"}, FactsReply, PATIENCE_SECONDS)


def test_a_worker_that_hangs_is_given_up_and_ended(task: Task, tmp_path: Path) -> None:
    with Process(SMALL, threads=1, log=tmp_path / "log") as process:
        process.ask({"do": "ingest", "articles": str(task.articles)}, IngestReply, PATIENCE_SECONDS)
        with pytest.raises(PeerLostError, match=r"no reply to 'ask' within 0\.3 s"):
            process.ask({"do": "ask", "question": "hang"}, TimedReply, 0.3)

    assert process.ended


def test_a_missing_interpreter_is_reported(tmp_path: Path) -> None:
    with pytest.raises(PeerLostError, match="No such file"):
        Process([str(tmp_path / "python")], threads=1, log=tmp_path / "log")


def test_workers_find_no_setting_of_ours_and_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DATA", "elsewhere")

    found = environment(threads=2)

    assert "DATELINE_DATA" not in found
    assert found["HF_HUB_OFFLINE"] == "1"
    assert found["HAYSTACK_TELEMETRY_ENABLED"] == "False"
    assert found["OMP_NUM_THREADS"] == "2"


@pytest.mark.parametrize("name", ["__init__", "protocol", "worker", "texts"])
def test_what_runs_without_dateline_imports_the_standard_library_alone(name: str) -> None:
    tree = ast.parse((PEERS / f"{name}.py").read_text(encoding="utf-8"))

    names = {a.name for node in tree.body if isinstance(node, ast.Import) for a in node.names}
    names |= {str(node.module) for node in tree.body if isinstance(node, ast.ImportFrom)}

    foreign = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in foreign if not name.startswith("eval.peers")} == set()
