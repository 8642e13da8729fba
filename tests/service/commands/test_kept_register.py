"""`dateline quotes` takes who is quoted from the register that servers keep, and joins no names."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.embedders.contract import Embedder
from index.people import snapshot
from index.people.roll import Roll
from service.commands.cli import main
from tests.conftest import Shelf, story


@pytest.fixture
def shelf(tmp_path: Path, letters: Embedder) -> Shelf:
    """A library in which two people are quoted."""
    shelf = Shelf(tmp_path / "data", letters)
    shelf.add(story("a", "“It opened,” said Ana Ruiz. “It is closed,” said Bo Lind."))
    return shelf


def _quoted(shelf: Shelf) -> list[str]:
    environment = {"DATELINE_EMBEDDER": "letters"}
    line = ["--data", str(shelf.folder), "quotes", "--json"]
    done = CliRunner().invoke(main, line, env=environment)
    return [one["name"] for one in json.loads(done.stdout)["people"]]


def test_who_is_quoted_comes_from_the_register_that_is_kept(shelf: Shelf) -> None:
    registry = shelf.opened().people.registry()
    kept = [one for one in registry.roll if "Ana Ruiz" in one.spellings]
    folder = shelf.catalogue.folder_of(shelf.collection)
    position = shelf.library.log.position(shelf.collection)

    before = _quoted(shelf)
    snapshot.write(folder, position, Roll.of(kept).packed())
    from_kept = _quoted(shelf)
    shelf.add(story("b", "“It leaks,” said Cy Moor."))
    followed = _quoted(shelf)
    snapshot.discard(folder)

    assert sorted(before) == ["Ana Ruiz", "Bo Lind"]
    assert from_kept == ["Ana Ruiz"]
    assert sorted(followed) == ["Ana Ruiz", "Cy Moor"]
    assert sorted(_quoted(shelf)) == ["Ana Ruiz", "Bo Lind", "Cy Moor"]


def test_after_many_articles_the_register_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.people.following._MANY", 2)
    stories = ("“It opened,” said Ana Ruiz.", "“It leaks,” said Bo Lind.")

    def run(library: str, *line: str) -> str:
        environment = {"DATELINE_EMBEDDER": "letters"}
        given = ["--data", str(tmp_path / library), *line]
        return CliRunner().invoke(main, given, env=environment).stdout

    def is_kept(library: str) -> bool:
        return any((tmp_path / library).rglob("people.bin"))

    after = []
    for number, text in enumerate(stories):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        run("added", "add", str(tmp_path / f"{number}.txt"))
        after.append(is_kept("added"))
    (tmp_path / "all.jsonl").write_text(run("added", "export", "-"), encoding="utf-8")
    run("imported", "import", str(tmp_path / "all.jsonl"))

    assert after == [False, True]
    assert is_kept("imported")
