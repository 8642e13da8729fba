"""Commands on a PostgreSQL database, which they name without its password."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.embedders.contract import Embedder
from index.errors import UnreachableStoreError
from index.store.library import Library
from service.commands.cli import main
from tests.conftest import Shelf, story
from tests.postgresql import Cluster

_ADDRESS = "postgresql+psycopg://ana:s3cret@127.0.0.1:1/news"
_STORY = "Bridge opens\n\nThe new bridge opened on Monday. It cost 41 million euros, the city said."


def _run(folder: Path, address: str, *arguments: str) -> Result:
    given = {"DATELINE_DATABASE": address, "DATELINE_EMBEDDER": "letters"}
    return CliRunner().invoke(main, ["--data", str(folder / "data"), *arguments], env=given)


@pytest.mark.gate
def test_a_collection_is_added_read_examined_and_removed(postgresql: str, tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(_STORY, encoding="utf-8")

    added = _run(tmp_path, postgresql, "add", str(tmp_path / "bridge.txt"))
    (article,) = json.loads(_run(tmp_path, postgresql, "list", "--json").stdout)
    shown = _run(tmp_path, postgresql, "show", article["id"])
    exported = _run(tmp_path, postgresql, "export")
    examined = json.loads(_run(tmp_path, postgresql, "doctor", "--json").stdout)
    removed = _run(tmp_path, postgresql, "remove", article["id"])

    assert [done.exit_code for done in (added, shown, exported, removed)] == [0] * 4
    assert "41 million euros" in shown.stdout
    assert json.loads(exported.stdout)["id"] == article["id"]
    # The server of tests need survive no power cut, and is said not to.
    assert [one["detail"][:12] for one in examined if one["problem"]] == ["fsync is off"]
    assert json.loads(_run(tmp_path, postgresql, "list", "--json").stdout) == []
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["indexes"]


@pytest.mark.gate
def test_an_empty_database_is_told_from_a_library(cluster: Cluster, tmp_path: Path) -> None:
    address = cluster.database()

    done = _run(tmp_path, address, "list")

    assert done.exit_code == 1
    assert "there is no library here yet; `dateline add` makes one" in done.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("backup", "create", "monday"), "`pg_dump` or continuous archiving"),
        (("list",), "Connection refused"),
        (("ask", "What opened?"), "Connection refused"),
        (("doctor",), "Connection refused"),
        (("config",), "postgresql+psycopg://ana:***@127.0.0.1:1/news"),
    ],
)
def test_no_command_shows_the_password(tmp_path: Path, command: tuple[str, ...], said: str) -> None:
    pytest.importorskip("psycopg", reason="dateline[postgresql] is not installed")

    done = _run(tmp_path, _ADDRESS, *command)

    assert said in done.output
    assert "s3cret" not in done.output


def test_an_address_of_another_database_is_refused_without_repeating_it(tmp_path: Path) -> None:
    done = _run(tmp_path, "mysql://ana:s3cret@host/news", "config")

    assert done.exit_code == 1
    assert "`database`" in done.stderr
    assert "s3cret" not in done.output


@pytest.mark.gate
def test_a_library_is_moved_to_postgresql_and_back(postgresql: str, tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(_STORY, encoding="utf-8")
    _run(tmp_path, "", "add", str(tmp_path / "bridge.txt"))

    there = _run(tmp_path, "", "migrate", "--to", postgresql)
    listed = _run(tmp_path, postgresql, "list", "--json")
    back = _run(tmp_path, postgresql, "migrate", "--to", str(tmp_path / "back" / "data"))
    refused = _run(tmp_path, "", "add", str(tmp_path / "bridge.txt"), "--collection", "late")
    stayed = [_run(tmp_path, "", "migrate", "--stay").stdout for _ in range(2)]

    assert (there.exit_code, back.exit_code) == (0, 0)
    assert refused.exit_code == 1
    assert f"moved to {postgresql}; name that in the settings" in refused.stderr
    assert [line.partition(".")[0] for line in stayed] == [
        "The library is writable again",
        "This library is not being moved",
    ]
    assert there.stdout.startswith("Copied and compared row by row: 1 articles, ")
    assert _run(tmp_path / "back", "", "list", "--json").stdout == listed.stdout


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_move_that_is_killed_again_and_again_ends_with_all_that_was_written(
    postgresql: str, tmp_path: Path, letters: Embedder, seed: int
) -> None:
    luck = random.Random(seed)
    shelf = Shelf(tmp_path / "data", letters)
    shelf.add(*(story(f"a{n}", f"The ferry number {n} sailed.") for n in range(2_000)))
    command = [sys.executable, "-m", "service", "--data", str(shelf.folder), "migrate", "--to"]
    written, kills = dict.fromkeys((f"a{n}" for n in range(2_000)), ""), 0
    while True:
        moving = subprocess.Popen([*command, postgresql], stderr=subprocess.DEVNULL)
        until = time.monotonic() + luck.uniform(1.0, 1.5 + kills)
        while moving.poll() is None and time.monotonic() < until:
            _write_and_delete(shelf, luck, written)
        moving.kill()
        if moving.wait() == 0:
            break
        kills += 1

    there = Library(postgresql)
    found = {article.id for article in there.all_articles(shelf.collection)}
    assert kills
    assert found == set(written)
    assert all(
        there.article(shelf.collection, id).text == text for id, text in written.items() if text
    )
    for library in (there, shelf.library):
        library.close()


def _write_and_delete(shelf: Shelf, luck: random.Random, written: dict[str, str]) -> None:
    """Unless the library has moved meanwhile, which is nothing that was acknowledged."""
    id, gone = (f"a{luck.randrange(3_000)}" for _ in range(2))
    text = f"The tram number {luck.randrange(99)} came."
    try:
        shelf.add(story(id, text))
        written[id] = text
        if gone in written:
            shelf.library.remove(shelf.collection, gone)
            del written[gone]
    except UnreachableStoreError:
        time.sleep(0.1)
