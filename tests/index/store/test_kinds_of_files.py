"""Folders and pipes in the place of the database: refused at once, with what to do."""

import os
from pathlib import Path

import pytest

from index.errors import StoreError
from index.store.library import Library


@pytest.mark.parametrize(("make", "kind"), [(Path.mkdir, "a folder"), (os.mkfifo, "a named pipe")])
@pytest.mark.parametrize(
    ("name", "todo"),
    [
        ("library.db", "move it away and restore library.db from a backup"),
        ("library.db-wal", "move it away and start again"),
    ],
)
def test_what_is_no_file_is_refused_by_its_kind(
    make: object, kind: str, name: str, todo: str, tmp_path: Path
) -> None:
    place = tmp_path / name
    assert callable(make)
    make(place)

    with pytest.raises(StoreError) as refused:
        Library(tmp_path / "library.db")

    assert str(refused.value) == f"{place}: is {kind}, not a file; {todo}"
