"""A library moved to another database and back is the same, and grows on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embedders.contract import Embedder
from index.errors import InvalidFieldError, StoreError
from index.store.conversation_table import ConversationTable
from index.store.database import Database
from index.store.jobs.table import JobTable
from index.store.library import Library
from index.store.moving import move
from index.store.schema import metadata
from tests.conftest import Shelf, story

pytestmark = pytest.mark.gate


@pytest.fixture
def full(tmp_path: Path, letters: Embedder) -> Iterator[Shelf]:
    """Articles with versions, fields, signs and names that not every database can hold."""
    shelf = Shelf(tmp_path / "full", letters)
    for text in ("Nul \0 and \U0001f600 came first.", "The bridge opened, Ana Ruiz said."):
        shelf.add(story("a", text, authors=("Li\1" * 2_000, "Bo"), meta={"page": 3}))
    shelf.add(*(story(f"b{n}", f"The ferry number {n} sailed.") for n in range(30)))
    shelf.add(story("b30", "A source spoke.", visible_to=("desk",)))
    shelf.library.remove(shelf.collection, "b29")
    ConversationTable(shelf.library.database, 30).create(shelf.collection)
    yield shelf
    shelf.library.close()


def _rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in metadata.sorted_tables
            if table.name not in ("facts", "job_files", "version_authors")
        }


def test_there_and_back_everything_is_the_same_and_new_keys_are_new(
    full: Shelf, postgresql: str, tmp_path: Path, letters: Embedder
) -> None:
    there, back = Library(postgresql), Library(tmp_path / "back.db")

    moved = move(full.library.database, there.database)
    returned = move(there.database, back.database)
    grown = Shelf(tmp_path / "grown", letters, place=postgresql)
    grown.add(story("new", "The harbour was closed."))

    assert (moved, moved.articles) == (returned, 31)
    assert _rows(back.database) == _rows(full.library.database)
    assert there.article(full.collection, "a").text == "The bridge opened, Ana Ruiz said."
    assert grown.opened().dense.verify() == grown.opened().lexical.verify() == []
    assert grown.library.count_articles("default") == 32
    assert grown.library.views.astray(grown.collection) == []
    for library in (there, back, grown.library):
        library.close()


def test_a_library_is_never_mixed_with_another(full: Shelf, postgresql: str) -> None:
    there = Library(postgresql)
    there.create_collection("theirs")

    with pytest.raises(InvalidFieldError, match="holds a library already"):
        move(full.library.database, there.database)

    assert [one.name for one in there.collections()] == ["theirs"]
    there.close()


def test_jobs_are_done_first(full: Shelf, postgresql: str) -> None:
    there = Library(postgresql)
    JobTable(full.library.database).create("job", "default", "files")

    with pytest.raises(StoreError, match="a job is not done"):
        move(full.library.database, there.database)

    assert there.collections() == []
    there.close()
