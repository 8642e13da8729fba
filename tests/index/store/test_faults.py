"""A database that somebody else is writing to, or that a newer Dateline has written."""

import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from index.errors import StoreError
from index.store.library import Library
from tests.conftest import Shelf, story


def test_while_another_writes_it_is_read_and_writers_wait_their_turn(shelf: Shelf) -> None:
    shelf.add(story("a", "The bridge opened."))
    other = Library(shelf.place)

    writer = Thread(target=lambda: shelf.add(story("b", "The ferry was closed.")))
    with other.database.writing():
        writer.start()
        while_locked = shelf.library.count_articles("default")
    writer.join()
    other.close()

    assert (while_locked, shelf.library.count_articles("default")) == (1, 2)


def test_a_library_of_a_newer_dateline_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE facts SET value = '999' WHERE name = 'schema'")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(StoreError, match="written with schema 999"):
        Library(path)

    assert path.read_bytes() == before
