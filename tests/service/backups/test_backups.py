"""A backup is of one moment, whole or not there, and answers as the folder did."""

import json
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from click.testing import CliRunner
from litestar.testing import TestClient
from msgspec import structs

from index.errors import InvalidFieldError, NotFoundError, StoreError
from index.store.library import Library
from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.backups.making import make_backup
from service.backups.manifest import MANIFEST, verified
from service.backups.restoring import restore_backup
from service.commands.cli import main
from service.commands.steps.examining import examine
from service.settings import Settings
from tests.service.conftest import BRIDGE, running
from tests.waiting import wait_until

Client = TestClient[Any]
QUESTIONS = (
    "What did it cost?",
    "When did the bridge open?",
    "What did Elena Ruiz say?",
    "What did Bo Lind say about the ferry?",
    "Who won the chess final in Oslo?",
)


@contextmanager
def _writing(client: Client) -> Generator[list[str]]:
    """Articles are added to a collection of their own, one after another; ids of those stored."""
    stored: list[str] = []
    enough = Event()

    def write() -> None:
        while not enough.is_set():
            id = f"n{len(stored)}"
            body = {"id": id, "text": f"Report number {len(stored)} of the harbour office."}
            reply = client.post("/v1/articles", params={"collection": "busy"}, json=body)
            assert reply.status_code == 201
            stored.append(id)

    writer = Thread(target=write)
    writer.start()
    try:
        wait_until(lambda: len(stored) > 5)
        yield stored
    finally:
        enough.set()
        writer.join()


def _answers(client: Client) -> list[Any]:
    """What is answered, without what differs at each request."""
    replies = [client.post("/v1/ask", json={"question": one}).json() for one in QUESTIONS]
    return [
        {name: value for name, value in reply.items() if name not in ("id", "timings_ms")}
        for reply in replies
    ]


def _elsewhere(settings: Settings, folder: Path) -> Settings:
    return structs.replace(settings, data=str(folder))


@pytest.mark.gate
def test_a_backup_under_load_answers_alike_elsewhere(settings: Settings, tmp_path: Path) -> None:
    backup, folder = tmp_path / "backup", tmp_path / "elsewhere"
    with running(settings) as client:
        client.put("/v1/collections/busy")
        client.post("/v1/articles", json={"id": "bridge", "text": BRIDGE})
        with _writing(client) as stored:
            before = len(stored)
            make_backup(settings, backup)
            after = len(stored)
        answers = _answers(client)

    restore_backup(backup, folder)

    elsewhere = _elsewhere(settings, folder)
    assert [finding for finding in examine(elsewhere) if finding.problem] == []
    with running(elsewhere) as client:
        assert _answers(client) == answers
        listed = client.get("/v1/articles", params={"collection": "busy", "limit": 1000}).json()
    found = {one["id"] for one in listed["articles"]}
    # All that was acknowledged before, nothing out of turn.
    assert before <= len(found) <= after + 1
    assert found == {f"n{number}" for number in range(len(found))}


@pytest.mark.gate
def test_a_job_that_was_not_done_is_done_by_whoever_puts_the_backup_up(
    settings: Settings, tmp_path: Path
) -> None:
    many = [{"id": f"m{number}", "text": f"Article number {number}."} for number in range(200)]
    with running(settings) as client:
        job = client.post("/v1/articles", json=many).json()
        make_backup(settings, tmp_path / "backup")

    restore_backup(tmp_path / "backup", tmp_path / "elsewhere")

    with running(_elsewhere(settings, tmp_path / "elsewhere")) as client:
        url = f"/v1/jobs/{job['id']}"
        wait_until(lambda: client.get(url).json()["status"] == "done")
        assert client.get("/v1/collections/default").json()["articles"] == len(many)


@pytest.mark.gate
def test_backups_made_at_the_same_time_take_nothing_from_each_other(
    settings: Settings, tmp_path: Path
) -> None:
    many = [{"id": f"m{number}", "text": f"Article number {number}."} for number in range(100)]
    with running(settings) as client:
        for _ in range(3):
            client.post("/v1/articles", json=many)
        with ThreadPoolExecutor() as threads:
            made = [threads.submit(make_backup, settings, tmp_path / f"b{n}") for n in range(3)]

    assert [verified(tmp_path / f"b{n}") for n in range(3)] == [one.result() for one in made]
    assert list(settings.folder.glob(".backup-*")) == []


def test_a_backup_holds_no_keys(settings: Settings, tmp_path: Path) -> None:
    Library(settings.library).close()
    KeyRing(settings.folder).create(NewKey(scopes=(Scope.ADMIN,)))

    make_backup(settings, tmp_path / "backup")

    names = {path.name for path in (tmp_path / "backup").rglob("*")}
    assert names == {"library.db", MANIFEST}
    assert (tmp_path / "backup" / "library.db").stat().st_mode & 0o777 == 0o600


@pytest.fixture
def backup(settings: Settings, tmp_path: Path) -> Path:
    """A backup of an empty library."""
    library = Library(settings.library)
    library.create_collection("default")
    library.close()
    make_backup(settings, tmp_path / "backup")
    return tmp_path / "backup"


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.99])
def test_a_changed_byte_is_found_and_nothing_is_restored(
    backup: Path, tmp_path: Path, place: float
) -> None:
    file = backup / "library.db"
    data = bytearray(file.read_bytes())
    data[int(place * len(data))] ^= 1
    file.write_bytes(data)

    with pytest.raises(StoreError, match=r"library\.db was changed"):
        restore_backup(backup, tmp_path / "elsewhere")

    assert not (tmp_path / "elsewhere").exists()
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_is_missing_or_foreign_is_found(backup: Path) -> None:
    (backup / "extra").write_text("x")
    with pytest.raises(StoreError, match="extra does not belong to it"):
        verified(backup)
    (backup / "extra").unlink()

    (backup / "library.db").unlink()
    with pytest.raises(StoreError, match=r"library\.db is missing"):
        verified(backup)

    (backup / MANIFEST).write_text('{"format": 1')
    with pytest.raises(StoreError, match="damaged"):
        verified(backup)

    (backup / MANIFEST).unlink()
    with pytest.raises(NotFoundError, match="contains no backup"):
        verified(backup)


def test_a_backup_of_a_newer_dateline_is_refused(backup: Path) -> None:
    manifest = json.loads((backup / MANIFEST).read_bytes())
    (backup / MANIFEST).write_text(json.dumps({**manifest, "format": 3}))

    with pytest.raises(StoreError, match="newer Dateline"):
        verified(backup)


def test_nothing_is_ever_overwritten(backup: Path, settings: Settings, tmp_path: Path) -> None:
    before = (backup / MANIFEST).read_bytes()

    with pytest.raises(InvalidFieldError, match="exists already"):
        make_backup(settings, backup)
    with pytest.raises(InvalidFieldError, match="exists already"):
        restore_backup(backup, settings.folder)

    assert (backup / MANIFEST).read_bytes() == before
    empty = tmp_path / "empty"
    empty.mkdir()
    restore_backup(backup, empty)
    assert (empty / "library.db").exists()


def test_a_backup_that_cannot_be_written_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    Library(settings.library).close()
    file = tmp_path / "file"
    file.write_text("x")

    with pytest.raises(StoreError):
        make_backup(settings, file / "backup")

    assert {path.name for path in settings.folder.iterdir()} <= {
        "library.db",
        "indexes",
        "backup.lock",
    }


def test_the_commands_say_what_they_did(settings: Settings, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["--data", settings.data, "backup", *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    with running(settings) as client:
        client.post("/v1/articles", json={"id": "bridge", "text": BRIDGE})
        made = run("create", str(tmp_path / "one"))
    sound = run("verify", str(tmp_path / "one"))
    restored = run("restore", str(tmp_path / "one"), str(tmp_path / "two"))

    assert f"{tmp_path / 'one'}: backup of 1 articles, 1 MB, as of 20" in made
    assert "is sound: 1 articles" in sound
    assert f"{tmp_path / 'two'}: restored from the backup of 20" in restored


def _called(settings: Settings, *arguments: str) -> Any:
    names = ("embedder", "reader", "attribution")
    environment = {f"DATELINE_{name.upper()}": str(getattr(settings, name)) for name in names}
    return CliRunner().invoke(main, ["--data", settings.data, *arguments], env=environment)


def _prices(client: Client) -> dict[str, str]:
    """What each article says that it cost."""
    ids = [one["id"] for one in client.get("/v1/articles").json()["articles"]]
    return {id: client.get(f"/v1/articles/{id}").json()["text"].split()[-2] for id in ids}


def _put(client: Client, id: str, price: int) -> None:
    client.put(f"/v1/articles/{id}", json={"text": f"The {id} opened on Monday for {price} euros."})


def test_a_backup_is_put_up_as_it_was_after_a_change(settings: Settings, tmp_path: Path) -> None:
    backup, folder = tmp_path / "backup", tmp_path / "then"
    with running(settings) as client:
        _put(client, "bridge", 41)
        _put(client, "fair", 5)
        make_backup(settings, tmp_path / "first")
        _put(client, "bridge", 43)
        _put(client, "tower", 7)
        make_backup(settings, backup)
    (state,) = verified(tmp_path / "first").collections

    done = _called(
        settings, "backup", "restore", str(backup), str(folder), "--until", f"{state.position}"
    )
    wrong = _called(
        settings, "backup", "restore", str(backup), str(tmp_path / "x"), "--until", "2999-01-01"
    )

    assert "Articles reverted: 1, deleted: 1" in done.output
    assert (wrong.exit_code, (tmp_path / "x").exists()) == (1, False)
    elsewhere = _elsewhere(settings, folder)
    assert [finding for finding in examine(elsewhere) if finding.problem] == []
    with running(elsewhere) as client:
        assert _prices(client) == {"bridge": "41", "fair": "5"}
        asked = client.post("/v1/ask", json={"question": "What did the bridge cost?"}).json()
    assert "41 euros" in asked["text"]


@pytest.mark.gate
def test_a_folder_in_use_is_rolled_back_to_a_backup(settings: Settings, tmp_path: Path) -> None:
    with running(settings) as client:
        _put(client, "bridge", 41)
        _put(client, "fair", 5)
        make_backup(settings, tmp_path / "monday")
        _put(client, "bridge", 43)
        _put(client, "tower", 7)
        client.delete("/v1/articles/fair")

        done = _called(
            settings, "rollback", str(tmp_path / "monday"), "--save", str(tmp_path / "before")
        )

        assert "Articles reverted: 2, deleted: 1" in done.output
        wait_until(lambda: _prices(client) == {"bridge": "41", "fair": "5"})
        # The indexes follow within a second.
        wait_until(lambda: "41 euros" in json.dumps(_answers(client)))
    assert list(settings.folder.glob(".rollback-*")) == []
    restore_backup(tmp_path / "before", tmp_path / "again")
    with running(_elsewhere(settings, tmp_path / "again")) as client:
        assert _prices(client) == {"bridge": "43", "tower": "7"}
