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
