"""A library that was moved elsewhere says where, wherever an operator looks."""

from pathlib import Path

import pytest

from index.store.library import Library
from index.store.moving.mover import move
from index.store.opening import open_database
from index.store.postgresql.address import without_password
from service.commands.steps.examining import examine
from service.settings import Settings
from tests.libraries import found_library
from tests.service.conftest import running


@pytest.mark.gate
def test_a_moved_library_says_where_it_is_without_a_password(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found_library(settings.folder)
    with running(settings):
        pass
    source, target = Library(settings.library), open_database(tmp_path / "new.db")
    move(source.database, target, without_password("postgresql://ana:s3cret@db/news"))
    source.close()
    target.close()
    capsys.readouterr()

    with running(settings) as client:
        (notice,) = client.get("/ready").json()["notices"]
    logged = capsys.readouterr().out
    (problem,) = [one.detail for one in examine(settings) if one.problem]

    where = "moved to postgresql://ana:***@db/news; name that in the settings, and start again"
    for said in (notice, logged, problem):
        assert where in said
