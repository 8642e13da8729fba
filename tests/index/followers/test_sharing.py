"""A server that is new begins with what another one has published, if that is sound."""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from index.embedders.contract import Embedder
from index.followers.sharing import SharedIndexes
from index.store.snapshot_table import Snapshot, SnapshotTable
from tests.conftest import Shelf, seen_with, story

_FEW = 6
_Start = Callable[[], Shelf]


@pytest.fixture
def first(postgresql: str, tmp_path: Path, letters: Embedder) -> Iterator[Shelf]:
    """A server with some articles, whose indexes are published."""
    made = Shelf(tmp_path / "first", letters, place=postgresql)
    made.add(*(story(f"b{n}", f"The ferry number {n} sailed.") for n in range(2 * _FEW)))
    _publish(made)
    yield made
    made.library.close()


@pytest.fixture
def start(
    postgresql: str, tmp_path: Path, letters: Embedder, caplog: pytest.LogCaptureFixture
) -> Iterator[_Start]:
    """Starts a second server; what it logs is noted."""
    caplog.set_level(logging.INFO)
    second = Shelf(tmp_path / "second", letters, place=postgresql)

    def started() -> Shelf:
        folder = second.catalogue.folder_of(second.collection)
        folder.mkdir(parents=True, exist_ok=True)
        SharedIndexes(second.library, _FEW).fetch(second.collection, folder)
        opened = second.opened()
        assert opened.dense.verify() == opened.lexical.verify() == []
        return second

    yield started
    second.library.close()


def _publish(shelf: Shelf) -> None:
    folder = shelf.catalogue.folder_of(shelf.collection)
    SharedIndexes(shelf.library, _FEW).publish(shelf.opened(), folder)


def _run(shelf: Shelf, statement: str) -> list[object]:
    with shelf.library.database.writing() as connection:
        found = connection.execute(text(statement))
        return list(found.scalars()) if found.returns_rows else []


def test_a_new_server_builds_nothing_and_follows_what_came_since(
    first: Shelf, start: _Start, caplog: pytest.LogCaptureFixture
) -> None:
    first.add(story("late", "The harbour was closed."))
    first.library.remove(first.collection, "b3")

    second = start()

    assert "published indexes fetched" in caplog.text
    assert "building the index" not in caplog.text
    assert second.opened().dense.count == second.opened().lexical.count == 2 * _FEW
    assert not list(first.catalogue.folder_of(first.collection).glob("published*"))


@pytest.mark.gate
def test_a_server_that_is_far_behind_begins_anew(
    first: Shelf, start: _Start, caplog: pytest.LogCaptureFixture
) -> None:
    second = start()
    kept = second.catalogue.folder_of(second.collection)
    shutil.copytree(kept, kept.with_name("old"))
    first.add(*(story(f"c{n}", f"The tram number {n} came.") for n in range(2 * _FEW)))
    _publish(first)
    shutil.rmtree(kept)
    kept.with_name("old").rename(kept)
    caplog.clear()

    SharedIndexes(second.library, _FEW).fetch(second.collection, kept)
    again = second.reopened()

    assert "published indexes fetched" in caplog.text
    assert again.opened().dense.verify() == again.opened().lexical.verify() == []
    assert again.opened().lexical.count == 4 * _FEW
    again.library.close()


@pytest.mark.gate
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE index_snapshots SET data = set_byte(data, 7, 255) WHERE file = ''", "damaged"),
        pytest.param(
            *("UPDATE index_snapshots SET data = data || 'x' WHERE file LIKE '%.faiss'", "differs"),
            marks=pytest.mark.slow,
        ),
        ("DELETE FROM index_snapshots WHERE file LIKE '%.faiss'", "differs"),
        pytest.param("DELETE FROM index_snapshots WHERE file = ''", "", marks=pytest.mark.slow),
        ("DELETE FROM changes WHERE seq > 4", "ahead of the database"),
    ],
    ids=["flipped", "longer", "missing", "unfinished", "ahead"],
)
def test_what_is_not_what_was_published_is_not_used_and_goes(
    first: Shelf, start: _Start, caplog: pytest.LogCaptureFixture, damage: str, said: str
) -> None:
    if "changes" in damage:
        _run(first, "DELETE FROM articles")
    _run(first, damage)

    second = start()

    assert "published indexes fetched" not in caplog.text
    assert said in caplog.text
    assert second.opened().seq == second.library.log.position(second.collection)
    assert _run(second, "SELECT 1 FROM index_snapshots") == [] or said == ""


@pytest.mark.gate
def test_what_other_libraries_made_is_not_fetched(
    first: Shelf, start: _Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "other").mkdir()
    snapshot = Snapshot(made_by="faiss 0.1", seq=2 * _FEW)
    SnapshotTable(first.library.database).put(first.collection, snapshot, tmp_path / "other")

    start()

    assert "made by faiss 0.1" in caplog.text
    assert "published indexes fetched" not in caplog.text


@pytest.mark.gate
def test_what_was_published_goes_with_its_view(first: Shelf) -> None:
    first.library.views.wanted = lambda: {frozenset({"desk"})}
    first.add(story("inner", "A source spoke.", visible_to=("desk",)))
    with seen_with("desk"):
        view = first.library.collection("default")
        opened = first.catalogue.open(view)
    SharedIndexes(first.library, _FEW).publish(opened, first.catalogue.folder_of(view))
    published = _run(first, "SELECT DISTINCT collection_pk FROM index_snapshots")

    first.library.drop_collection("default")

    assert set(published) == {first.collection.pk, view.pk}
    assert _run(first, "SELECT 1 FROM index_snapshots") == []


@pytest.mark.gate
def test_only_the_newest_is_kept_and_nothing_of_one_that_was_interrupted(first: Shelf) -> None:
    _run(
        first,
        "INSERT INTO index_snapshots SELECT collection_pk, 'killed', file, part, data, at "
        "FROM index_snapshots WHERE file <> ''",
    )
    before = _run(first, "SELECT DISTINCT publication FROM index_snapshots")
    _publish(first)
    unchanged = _run(first, "SELECT DISTINCT publication FROM index_snapshots")
    first.add(*(story(f"c{n}", f"The tram number {n} came.") for n in range(2 * _FEW)))

    _publish(first)

    (after,) = _run(first, "SELECT DISTINCT publication FROM index_snapshots")
    assert set(before) == set(unchanged)
    assert after not in before
