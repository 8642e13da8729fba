"""PostgreSQL as the truth: what is said when it cannot be used, and who hears of changes."""

import sys
from pathlib import Path
from threading import Event

import pytest

from index.embedders.contract import Embedder
from index.errors import SettingsError, StoreError, UnreachableStoreError
from index.store.library import Library
from index.store.opening import is_there
from index.store.postgresql.address import without_password
from index.store.postgresql.database import why_unfit
from tests.conftest import Shelf, story
from tests.postgresql import Cluster, database_of, require
from tests.waiting import wait_until

_SECRET = "s3cret"


def test_an_empty_database_becomes_a_library(cluster: Cluster) -> None:
    address = cluster.database()
    before = is_there(address)

    library = Library(address)
    library.create_collection("news")
    library.close()

    again = Library(address)
    assert (before, is_there(address)) == (False, True)
    assert [one.name for one in again.collections()] == ["news"]
    assert again.database.check() == [
        f"{name} is off: what is acknowledged may be lost in a power cut"
        for name in ("fsync", "full_page_writes")
    ]
    again.close()


def test_who_watches_hears_of_what_another_process_writes(
    postgresql: str, tmp_path: Path, letters: Embedder
) -> None:
    heard = Event()
    other = Library(postgresql)
    other.database.watch(heard.set)
    wait_until(heard.is_set)
    heard.clear()

    writer = Shelf(tmp_path, letters, place=postgresql)
    writer.add(story("a", "The bridge opened."))

    wait_until(heard.is_set)
    assert other.log.positions() == {1: 1}
    writer.library.close()
    other.close()


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql+psycopg://ana:{_SECRET}@127.0.0.1:1/news",
        f"postgresql+psycopg://ana:{_SECRET}@127.0.0.1:port/news",
        f"postgresql+psycopg://ana@127.0.0.1:1/news?password={_SECRET}",
        f"postgresql+psycopg://ana:{_SECRET}@127.0.0.1:1/news?unknown=1",
        f"postgresql://ana:{_SECRET}@[::1:1/news",
    ],
)
def test_no_message_repeats_a_password(address: str) -> None:
    require()

    with pytest.raises((SettingsError, UnreachableStoreError)) as refused:
        Library(address)

    assert _SECRET not in str(refused.value)
    assert _SECRET not in repr(refused.value.__cause__)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://ana:a@b:c/d@host/news", "postgresql://ana:***@host/news"),
        ("postgresql://host:5432/news", "postgresql://host:5432/news"),
        ("postgresql:///news?host=/run&password=x&port=1", None),
    ],
)
def test_addresses_are_shown_without_passwords(address: str, shown: str | None) -> None:
    expected = shown or "postgresql:///news?host=/run&password=***&port=1"

    assert without_password(address) == expected


def test_without_the_driver_the_command_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(SettingsError, match=r"pip install 'dateline\[postgresql\]'"):
        Library("postgresql+psycopg://127.0.0.1:1/news")


@pytest.mark.parametrize(
    ("options", "user", "message"),
    [
        ("ENCODING 'SQL_ASCII' TEMPLATE template0", "dateline", "its encoding is SQL_ASCII"),
        ("", "stranger", "permission denied.*must be its own"),
    ],
)
def test_a_database_that_cannot_hold_a_library_is_refused_with_the_reason(
    cluster: Cluster, options: str, user: str, message: str
) -> None:
    address = cluster.database(options)
    cluster.execute("DO $$ BEGIN CREATE ROLE stranger LOGIN; EXCEPTION WHEN OTHERS THEN END $$")

    with pytest.raises(StoreError, match=message):
        Library(address.replace("dateline@", f"{user}@"))


def test_an_older_server_is_refused() -> None:
    found = [why_unfit(version, "UTF8") for version in (15, 16, 18)]

    assert found == ["is of PostgreSQL 15; use 16 or newer", None, None]


def test_what_may_only_be_read_is_read_and_says_why(cluster: Cluster, postgresql: str) -> None:
    Library(postgresql).close()
    name = database_of(postgresql)
    cluster.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    library = Library(postgresql)
    before = library.database.read_only

    with pytest.raises(StoreError, match="read-only transaction; it is a replica"):
        library.create_collection("news")

    after = library.database.read_only or ""
    cluster.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = off")
    assert (before, library.collections()) == (None, [])
    assert "read-only" in after
    library.close()


@pytest.mark.gate
def test_a_server_that_comes_back_is_used_again(durable: Cluster) -> None:
    library = Library(durable.library())
    library.create_collection("news")
    library.database.watch(lambda: None)

    durable.kill()
    with pytest.raises(UnreachableStoreError, match="goes on once that is put right"):
        library.collections()
    wait_until(lambda: _is_out_of_place(library))
    durable.start()
    found = library.collections()
    with library.database.alone("feeds") as mine:
        pass
    wait_until(lambda: not _is_out_of_place(library))

    library.close()
    assert ([one.name for one in found], mine) == (["news"], True)


def _is_out_of_place(library: Library) -> bool:
    try:
        library.database.check_in_place()
    except StoreError:
        return True
    return False
