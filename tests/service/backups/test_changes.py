"""A backup of what changed, put together with those before it, is the backup of everything."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.errors import NotFoundError, StoreError
from index.store.library import Library
from service.backups.making import make_backup
from service.backups.manifest import MANIFEST, verified
from service.backups.restoring import restore_backup
from service.commands.cli import main
from service.settings import Settings

_MEGABYTE = 1 << 20


def _change(settings: Settings, chance: random.Random) -> None:
    """Collections come, go and get longer names; now and then the file shrinks."""
    with closing(Library(settings.library)) as library:
        for _ in range(chance.randrange(1, 30)):
            library.create_collection(f"c{chance.randrange(10**9)}")
    with closing(sqlite3.connect(settings.library)) as database:
        database.execute("CREATE TABLE IF NOT EXISTS filling (number INTEGER, text BLOB)")
        rows = chance.randrange(40)
        for _ in range(rows):
            row = (chance.randrange(99), chance.randbytes(chance.randrange(20_000)))
            database.execute("INSERT INTO filling VALUES (?, ?)", row)
        if chance.random() < 0.5:
            database.execute("DELETE FROM filling WHERE number < ?", (chance.randrange(99),))
        database.commit()
        if chance.random() < 0.3:
            database.execute("VACUUM")


@pytest.mark.short(1)
@pytest.mark.parametrize("seed", range(12))
def test_a_chain_of_backups_gives_what_a_whole_one_gives(
    settings: Settings, tmp_path: Path, seed: int
) -> None:
    chance, before = random.Random(seed), None
    for number in range(4):
        _change(settings, chance)
        made = tmp_path / f"{number}"
        make_backup(settings, made, before)
        before = made
    make_backup(settings, tmp_path / "whole")

    restore_backup(tmp_path / "3", tmp_path / "restored")

    assert verified(tmp_path / "restored").collections == verified(tmp_path / "whole").collections
    of_all, of_chain = (tmp_path / name / "library.db" for name in ("whole", "restored"))
    assert of_chain.read_bytes() == of_all.read_bytes()
    assert of_chain.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def chain(settings: Settings, tmp_path: Path) -> Path:
    """A folder with a whole backup, `monday`, and two that continue it."""
    folder = tmp_path / "backups"
    before = None
    for day in ("monday", "tuesday", "friday"):
        _change(settings, random.Random(day))
        make_backup(settings, folder / day, before)
        before = folder / day
    return folder


def test_backups_that_are_moved_together_stay_together(chain: Path, tmp_path: Path) -> None:
    elsewhere = chain.rename(tmp_path / "elsewhere")

    restore_backup(elsewhere / "friday", tmp_path / "restored")

    assert verified(tmp_path / "restored").since is None


def test_a_missing_exchanged_or_damaged_earlier_backup_is_named(
    chain: Path, settings: Settings, tmp_path: Path
) -> None:
    monday = (chain / "monday").rename(tmp_path / "aside")
    with pytest.raises(
        NotFoundError, match=r"tuesday: continues the backup .*monday, which is mis"
    ):
        verified(chain / "friday")

    make_backup(settings, chain / "monday")
    with pytest.raises(StoreError, match="tuesday: is based on a different backup from the one in"):
        restore_backup(chain / "friday", tmp_path / "restored")
    (chain / "monday").rename(tmp_path / "other")

    monday.rename(chain / "monday")
    (chain / "monday" / "library.db").write_bytes(b"")
    with pytest.raises(StoreError, match=r"monday: damaged: library\.db was changed"):
        make_backup(settings, chain / "sunday", chain / "friday")
    assert not (chain / "sunday").exists()


def test_the_command_writes_what_changed(settings: Settings, tmp_path: Path) -> None:
    filling = random.Random(1).randbytes(_MEGABYTE)
    Library(settings.library).close()
    with closing(sqlite3.connect(settings.library)) as database:
        database.execute("CREATE TABLE filling (bytes BLOB)")
        database.execute("INSERT INTO filling VALUES (?)", (filling,))
        database.commit()

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["--data", settings.data, "backup", *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    run("create", str(tmp_path / "one"))
    with closing(Library(settings.library)) as library:
        library.create_collection("new")
    run("create", str(tmp_path / "two"), "--since", str(tmp_path / "one"))

    assert verified(tmp_path / "two").size < _MEGABYTE / 4
    assert {path.name for path in (tmp_path / "two").iterdir()} == {MANIFEST, "library.db.changes"}
    assert "is sound" in run("verify", str(tmp_path / "two"))
    run("restore", str(tmp_path / "two"), str(tmp_path / "three"))
    with closing(Library(tmp_path / "three" / "library.db")) as library:
        assert [one.name for one in library.collections()] == ["new"]
