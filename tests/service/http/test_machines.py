"""Servers with data folders of their own on one PostgreSQL database, as on several machines."""

from pathlib import Path
from statistics import median

import pytest
from msgspec import structs

from eval.benches.crash import Crash
from eval.benches.scale.machines import running_machines, shown, trials
from eval.support.forking import Forking
from eval.support.servers import running_server
from index.embedders.contract import Embedder
from service.settings import Settings
from tests.conftest import Shelf, story
from tests.postgresql import Cluster
from tests.service.conftest import running
from tests.waiting import wait_until

pytestmark = pytest.mark.gate
_SMALL = {"embedder": "letters", "reader": "sentence"}


@pytest.mark.parametrize(
    "count", [20, pytest.param(500, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_what_one_writes_or_deletes_all_see_within_a_second(
    postgresql: str, tmp_path: Path, forking: Forking, count: int
) -> None:
    with running_machines(tmp_path, postgresql, program=forking, **_SMALL) as servers:
        taken = trials(servers, count)

    # Of most: a busy machine may stand still for a moment.
    assert max(map(median, taken.values())) < 1, {w: shown(t) for w, t in taken.items()}


def test_a_job_is_done_once_whichever_server_was_sent_its_files(
    postgresql: str, tmp_path: Path, forking: Forking
) -> None:
    stories = [{"id": f"job{n}", "text": f"The ferry number {n} sailed."} for n in range(100)]
    with running_machines(tmp_path, postgresql, program=forking, **_SMALL) as servers:
        status, job = servers[0].request("POST", "/v1/articles", stories)
        servers[0].kill()

        def report() -> str:
            return str(servers[1].request("GET", f"/v1/jobs/{job['id']}")[1]["status"])

        wait_until(lambda: report() == "done")
        _, done = servers[2].request("GET", f"/v1/jobs/{job['id']}")

    assert status == 202
    assert done["counts"] == {"added": 100}
    assert list(tmp_path.glob("[12]/jobs/*")) == []


@pytest.mark.slow
def test_a_new_server_begins_with_indexes_that_another_one_published(
    postgresql: str, tmp_path: Path, letters: Embedder
) -> None:
    shelf = Shelf(tmp_path / "shelf", letters, place=postgresql)
    shelf.add(*(story(f"a{n}", f"The ferry number {n} sailed.") for n in range(2_100)))
    shelf.library.close()
    given = {"database": postgresql, **_SMALL}
    with running_server(tmp_path / "1", tmp_path / "1.log", **given):
        wait_until(lambda: "indexes published" in (tmp_path / "1.log").read_text())

        with running_server(tmp_path / "2", tmp_path / "2.log", **given) as second:
            _, found = second.request("POST", "/v1/search", {"question": "ferry number 2099"})

    assert "published indexes fetched" in (tmp_path / "2.log").read_text()
    assert "a2099" in {passage["article_id"] for passage in found["passages"]}


@pytest.mark.parametrize(
    "kills", [1, pytest.param(100, marks=pytest.mark.slow)], ids=["one", "many"]
)
def test_killed_servers_lose_nothing_that_was_acknowledged(
    durable: Cluster, tmp_path: Path, forking: Forking, kills: int
) -> None:
    crash = Crash(
        tmp_path / "data",
        seed=3,
        embedder="letters",
        other="vowels",
        database=durable.library(),
        forking=forking,
    )

    wrong = [crash.round() for _ in range(kills)]

    assert wrong == [[]] * kills
    assert len(crash.acknowledged) >= kills


@pytest.mark.parametrize(
    "kills", [1, pytest.param(20, marks=pytest.mark.slow)], ids=["one", "many"]
)
def test_a_killed_database_loses_nothing_that_was_acknowledged(
    durable: Cluster, tmp_path: Path, forking: Forking, kills: int
) -> None:
    def restart() -> None:
        durable.kill()
        durable.start()

    crash = Crash(
        tmp_path / "data",
        seed=4,
        embedder="letters",
        database=durable.library(),
        restart=restart,
        forking=forking,
    )

    wrong = [crash.round() for _ in range(kills)]

    assert wrong == [[]] * kills
    assert len(crash.acknowledged) >= kills


def test_readiness_ends_with_the_database_and_returns_with_it(
    durable: Cluster, settings: Settings
) -> None:
    shared = structs.replace(settings, database=durable.library())
    with running(shared) as client:
        client.post("/v1/articles", json={"id": "a", "text": "The bridge opened."})

        durable.kill()
        wait_until(lambda: client.get("/ready").status_code == 503)
        told = client.get("/ready").json()["detail"]
        asked = client.post("/v1/ask", json={"question": "What opened?"})
        durable.start()
        wait_until(lambda: client.get("/ready").status_code == 200)

        found = client.get("/v1/articles/a").json()["text"]
    assert "goes on once that is put right" in told
    assert (asked.status_code, asked.json()["type"][-17:]) == (503, "store-unavailable")
    assert found == "The bridge opened."
