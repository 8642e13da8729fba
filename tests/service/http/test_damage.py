"""Damaged data folders through the front door: healed, or refused with the remedy; never a 500."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from litestar.testing import TestClient
from msgspec import structs

from index.store.jobs.table import JobTable
from index.store.library import Library
from service.commands.cli import main
from service.http.app import create_app
from service.settings import Settings
from tests.conftest import story
from tests.service.conftest import LOCAL, running, settings_in
from tests.waiting import wait_until

_QUESTION = {"question": "What did the bridge cost?"}
_STORY = {"id": "new", "text": "The ferry stopped on Friday. Nobody was surprised."}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library and its indexes, as a server leaves it."""
    from service.engine import Engine

    folder = tmp_path_factory.mktemp("sound")
    engine = Engine(settings_in(folder))
    stories = [story(f"s{n}", f"Story {n} began on Monday. It was a long one.") for n in range(20)]
    text = "The bridge opened on Monday. It cost 41 million euros, the city said."
    list(engine.ingester.add(engine.collection(None), [story("bridge", text), *stories]))
    engine.close()
    return folder


@pytest.fixture
def settings(sound: Path, tmp_path: Path) -> Settings:
    """Settings of a copy of that folder."""
    shutil.copytree(sound, tmp_path, dirs_exist_ok=True)
    return settings_in(tmp_path)


def _index_files(settings: Settings) -> list[Path]:
    return sorted(p for p in settings.indexes.rglob("*") if p.is_file() and p.suffix != ".lock")


def _flip(path: Path, place: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(place * (len(data) - 1))] ^= 0xFF
    path.write_bytes(data)


_DAMAGES: dict[str, Callable[[Path], object]] = {
    "first byte": lambda path: _flip(path, 0),
    "middle byte": lambda path: _flip(path, 0.5),
    "last byte": lambda path: _flip(path, 1),
    "emptied": lambda path: path.write_bytes(b""),
    "removed": Path.unlink,
}


def _asked(settings: Settings) -> tuple[int, str]:
    """Status and words of the answer once the service has decided whether it can serve."""
    with TestClient(create_app(settings), base_url=LOCAL) as client:
        ready = _until_decided(client)
        if ready.status_code != 200:
            return ready.status_code, ready.json()["detail"]
        reply = client.post("/v1/ask", json=_QUESTION)
        return reply.status_code, reply.json().get("text") or reply.json()["detail"]


def _until_decided(client: TestClient[Any]) -> Any:
    wait_until(lambda: "being loaded" not in client.get("/ready").text)
    return client.get("/ready")


@pytest.mark.gate
@pytest.mark.parametrize("damage", ["middle byte", "emptied"])
def test_a_damaged_index_is_healed_at_the_start_whichever_of_its_files_it_is(
    settings: Settings, damage: str
) -> None:
    for path in {path.suffix: path for path in _index_files(settings)}.values():
        _DAMAGES[damage](path)

    status, text = _asked(settings)

    assert status == 200
    assert "41 million euros" in text


@pytest.mark.slow
@pytest.mark.parametrize("damage", _DAMAGES)
def test_every_file_of_every_index_can_be_damaged(sound: Path, tmp_path: Path, damage: str) -> None:
    count = len(_index_files(settings_in(sound)))
    for number in range(count):
        folder = tmp_path / str(number)
        shutil.copytree(sound, folder)
        settings = settings_in(folder)
        _DAMAGES[damage](_index_files(settings)[number])

        status, text = _asked(settings)

        assert (status, "41 million euros" in text) == (200, True), _index_files(settings)[number]


def test_the_doctor_says_what_was_damaged_and_that_it_is_rebuilt(settings: Settings) -> None:
    (damaged,) = settings.indexes.rglob("*.faiss")
    _flip(damaged, 0.5)

    first, second = (_doctor(settings) for _ in range(2))

    assert f"{damaged}: checksum does not match; rebuilt (repaired)" in first.output
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "repaired" not in second.output


def _doctor(settings: Settings, *options: str) -> Any:
    environment = {"DATELINE_EMBEDDER": "letters", "DATELINE_READER": "sentence"}
    return CliRunner().invoke(main, ["--data", settings.data, "doctor", *options], env=environment)


@pytest.mark.parametrize("damage", ["first byte", "emptied", "removed"])
def test_a_database_that_is_damaged_or_lost_is_refused_with_the_remedy(
    settings: Settings, damage: str
) -> None:
    _DAMAGES[damage](settings.file)

    status, detail = _asked(settings)
    doctor = _doctor(settings)

    assert status == 503
    assert detail.startswith(f"{settings.file}: ")
    assert "restore" in detail
    assert "from a backup" in detail
    assert doctor.exit_code == 1
    assert f"{settings.file}: " in doctor.output


@pytest.mark.gate
@pytest.mark.parametrize("tries", [3, pytest.param(200, marks=pytest.mark.slow)])
def test_whatever_is_damaged_in_the_database_has_a_problem_document_or_an_answer(
    sound: Path, tmp_path: Path, tries: int
) -> None:
    chance = random.Random(5)
    for number in range(tries):
        folder = tmp_path / str(number)
        shutil.copytree(sound, folder)
        settings = settings_in(folder)
        _spoil_a_page(settings.file, chance)

        status, _ = _asked(settings)
        doctor = _doctor(settings)

        assert status in (200, 503, 507)
        assert isinstance(doctor.exception, SystemExit | None)
        shutil.rmtree(folder)


def _spoil_a_page(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    start = chance.randrange(len(data) // 4096) * 4096
    first = start + chance.randrange(4000)
    data[first : first + 64] = chance.randbytes(64)
    path.write_bytes(data)


def test_damage_while_serving_is_said_and_healed(settings: Settings) -> None:
    with running(settings) as client:
        for path in settings.indexes.rglob("*.term"):
            with path.open("r+b") as file:
                file.write(b"\xff" * path.stat().st_size)

        refused = client.post("/v1/ask", json=_QUESTION)
        wait_until(lambda: client.post("/v1/ask", json=_QUESTION).status_code == 200)
        answer = client.post("/v1/ask", json=_QUESTION)

    assert refused.status_code == 503
    assert refused.json()["title"] == "An index is being rebuilt"
    assert int(refused.headers["retry-after"]) >= 1
    assert "41 million euros" in answer.json()["text"]


@pytest.fixture
def weak() -> list[str]:
    """What makes a command obey the modes of files, whoever runs the tests."""
    if os.geteuid() != 0:
        return []
    without = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]
    if (
        shutil.which("setpriv") is None
        or subprocess.run([*without, "true"], check=False).returncode
    ):
        pytest.skip("root writes to every folder, and setpriv cannot take that from it here")
    return without


@pytest.mark.gate
def test_a_read_only_folder_can_be_asked_and_examined(settings: Settings, weak: list[str]) -> None:
    for path in (settings.folder, *settings.folder.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)

    asked, doctor, added = (
        _run([*weak, sys.executable, "-m", "service", "--data", settings.data, *command])
        for command in (["ask", _QUESTION["question"]], ["doctor"], ["add", __file__])
    )

    assert "41 million euros" in asked.stdout
    assert (asked.returncode, doctor.returncode, added.returncode) == (0, 0, 1)
    assert "make the data folder writable" in added.stderr
    for path in (settings.folder, *settings.folder.rglob("*")):
        path.chmod(0o700)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {"DATELINE_EMBEDDER": "letters", "DATELINE_READER": "sentence"}
    return subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def closed(settings: Settings) -> Settings:
    """A folder that SQLite cannot make its files in, whoever runs the test."""
    shared = settings.file.with_name("library.db-shm")
    shared.symlink_to(settings.folder / "no such folder" / "file")
    return settings


def test_what_cannot_be_written_to_is_served_and_writes_are_refused(closed: Settings) -> None:
    with running(closed) as client:
        answer = client.post("/v1/ask", json=_QUESTION)
        refused = [
            client.post("/v1/articles", json=_STORY),
            client.post("/v1/articles", json=[_STORY]),
            client.delete("/v1/articles/bridge"),
        ]
        (notice,) = client.get("/ready").json()["notices"]

    assert "make the data folder writable" in notice
    assert "41 million euros" in answer.json()["text"]
    assert [reply.status_code for reply in refused] == [507] * 3
    assert {reply.json()["type"] for reply in refused} == {"urn:dateline:problem:store-unavailable"}


def test_what_can_be_written_to_again_is(closed: Settings) -> None:
    with running(closed) as client:
        assert client.post("/v1/articles", json=_STORY).status_code == 507
        closed.file.with_name("library.db-shm").unlink()

        added = client.post("/v1/articles", json=_STORY)

        assert added.status_code == 201
        assert "notices" not in client.get("/ready").json()


@pytest.fixture
def without_indexes(settings: Settings) -> Iterator[TestClient[Any]]:
    """A client of a service whose indexes can no longer be written."""
    with running(settings) as client:
        shutil.rmtree(settings.indexes)
        settings.indexes.write_bytes(b"in the way")
        yield client


def _passages(client: TestClient[Any], question: str) -> list[dict[str, Any]]:
    """The passages found, once the index that may be found damaged meanwhile has been rebuilt."""

    replies: list[Any] = []

    def searched() -> bool:
        reply = client.post("/v1/search", json={"question": question})
        replies.append(reply)
        assert reply.status_code == 200 or reply.json()["type"].endswith(":not-ready")
        return bool(reply.status_code == 200)

    wait_until(searched)
    return list(replies[-1].json()["passages"])


def test_what_is_stored_is_acknowledged_though_its_indexes_cannot_be_written(
    without_indexes: TestClient[Any],
) -> None:
    client = without_indexes

    added = client.post("/v1/articles", json=_STORY)
    deleted = client.delete("/v1/articles/bridge")
    found = _passages(client, "the ferry stopped")
    gone = _passages(client, "the bridge opened")

    assert (added.status_code, deleted.status_code) == (201, 204)
    assert "new" in {passage["article_id"] for passage in found}
    assert "bridge" not in {passage["article_id"] for passage in gone}


@pytest.mark.gate
def test_a_service_starts_without_a_place_for_indexes(settings: Settings) -> None:
    shutil.rmtree(settings.indexes)
    settings.indexes.write_bytes(b"in the way")

    status, text = _asked(settings)

    assert (status, "41 million euros" in text) == (200, True)


@pytest.mark.short(1)
@pytest.mark.parametrize("store", ["exact", "faiss"])
def test_it_does_not_matter_which_vector_store_it_is(settings: Settings, store: str) -> None:
    for path in _index_files(settings):
        _flip(path, 0.5)

    status, text = _asked(structs.replace(settings, vector_store=store))

    assert (status, "41 million euros" in text) == (200, True)


@pytest.mark.gate
@pytest.mark.parametrize("left", [(), ("00000",), ("00000", "00000.name")])
def test_a_job_whose_files_are_damaged_fails_with_the_reason(
    settings: Settings, left: tuple[str, ...]
) -> None:
    library = Library(settings.file)
    JobTable(library.database).create("lost", "default", payload="files")
    library.close()
    folder = settings.folder / "jobs" / "lost"
    folder.mkdir(parents=True)
    for name in left:
        (folder / name).write_bytes(b"\xff")

    with running(settings) as client:
        wait_until(lambda: client.get("/v1/jobs/lost").json()["finished"] is not None)
        job = client.get("/v1/jobs/lost").json()
        ready = client.get("/ready")

    assert job["status"] == "failed"
    assert "again" in job["error"]
    assert ready.status_code == 200
