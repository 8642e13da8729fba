"""pgvector as a vector store: one table for all servers, in the database of the articles."""

import gc
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Thread

import pytest

from index.embedders.contract import Embedder
from index.embedders.letters import LettersEmbedder
from index.errors import DamagedIndexError, SettingsError, StoreError
from index.followers.contract import VectorOptions
from index.followers.embedder_pool import EmbedderPool
from index.followers.pgvector import PgvectorStore, create
from index.records import Query
from index.reembed import Target, reembed
from index.search import search
from index.store.postgresql.extension import why_unfit
from tests.conftest import Shelf, seen_with, story
from tests.postgresql import Cluster, database_of, programs_folder
from tests.waiting import wait_until

_QUESTION = "The ferry sailed."


class Short(LettersEmbedder):
    """Counts letters too, of at most sixteen words."""

    window = 16
    fingerprint = "short-1"


def _embedder(name: str) -> Embedder:
    return Short() if name == "short" else LettersEmbedder()


class Server(Shelf):
    """A server with a data folder of its own, on a database that others use as well."""

    def __init__(self, folder: Path, address: str, embedder: str = "letters") -> None:
        pool = EmbedderPool(embedder, _embedder, ("letters",))
        super().__init__(folder, _embedder(embedder), pool, address, create)
        self.address = address

    @property
    def store(self) -> PgvectorStore:
        """The vector store of the collection as whoever asks sees it."""
        store = self.opened().dense
        assert isinstance(store, PgvectorStore)
        return store

    def found(self, as_of: str | None = None) -> set[str]:
        """The articles with the nearest passages."""
        opened = self.opened()
        vector = opened.embedder.embed_questions([_QUESTION])
        found = search(opened, Query(question=_QUESTION, as_of=as_of), vector)
        assert all(one.hit.scores.dense is not None for one in found)
        return {one.located.article.id for one in found}

    def tables(self) -> dict[str, int]:
        """The embedders that there are tables of, and how many vectors these hold."""
        with self.library.database.reading() as connection:
            return {
                embedder: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
                for name, embedder in self.names().items()
            }

    def names(self) -> dict[str, str]:
        """The embedder of each table."""
        with self.library.database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT name, embedder FROM vector_tables").all()
        return {row.name: row.embedder for row in rows}


def _store(server: Server) -> PgvectorStore:
    return server.store


@pytest.fixture
def servers(postgresql: str, tmp_path: Path) -> Iterator[list[Server]]:
    """Two of them, with two articles."""
    made = [Server(tmp_path / str(number), postgresql) for number in range(2)]
    made[0].add(story("ferry", _QUESTION), story("rents", "Rents rose.", published="2024-05-06"))
    yield made
    for one in made:
        one.catalogue.close()
        one.library.close()


@pytest.mark.parametrize(
    ("offered", "installed", "told"),
    [
        ("0.8.6", "0.8.6", "None"),
        ("0.10.0", "0.8.5", "None"),
        (None, None, "install it there"),
        ("0.8.4", None, "CVE-2026-3172.*install 0.8.5 or newer"),
        ("0.8.6", None, "CREATE EXTENSION vector"),
        ("0.8.6", "0.8.1", "ALTER EXTENSION vector UPDATE"),
    ],
)
def test_a_missing_or_faulty_extension_is_refused_with_what_to_do(
    offered: str | None, installed: str | None, told: str
) -> None:
    assert re.search(told, str(why_unfit(offered, installed)))


def test_without_postgresql_it_is_refused(tmp_path: Path, letters: Embedder) -> None:
    shelf = Shelf(tmp_path, letters, store=create)

    with pytest.raises(SettingsError, match="`database` names, which is not set"):
        shelf.opened()

    shelf.library.close()


@pytest.mark.gate
def test_who_may_not_install_the_extension_is_told_who_may(
    cluster: Cluster, postgresql: str, tmp_path: Path
) -> None:
    database = database_of(postgresql)
    cluster.execute(f"CREATE ROLE {database} LOGIN")
    for kind in ("TABLES", "SEQUENCES"):
        cluster.execute(f"GRANT ALL ON ALL {kind} IN SCHEMA public TO {database}", database)
    server = Server(tmp_path, postgresql.replace("dateline@", f"{database}@"))

    with pytest.raises(SettingsError, match="let a superuser run CREATE EXTENSION vector in it"):
        server.opened()

    server.library.close()


@pytest.mark.gate
def test_what_one_server_has_put_into_the_table_another_need_not(servers: list[Server]) -> None:
    first, second = servers
    stores = [one.store for one in servers]
    before = stores[1].seq

    first.add(story("bridge", "The bridge opened."))
    with ThreadPoolExecutor(2) as pool:
        reached = list(pool.map(PgvectorStore.follow, stores))

    assert (before, reached) == (2, [3, 3])
    assert first.tables() == {"letters-1": 3}
    assert first.found() == second.found() == {"ferry", "rents", "bridge"}
    assert first.store.verify() == second.store.verify() == []


def test_the_table_is_built_once_by_whoever_comes_first(servers: list[Server]) -> None:
    with ThreadPoolExecutor(2) as pool:
        stores = list(pool.map(_store, servers))
        list(pool.map(PgvectorStore.rebuild, stores))

    with servers[0].library.database.reading() as connection:
        listed = "SELECT relname FROM pg_class WHERE relname ~ '^nearest_[0-9]+_[0-9a-f]+$'"
        names = connection.exec_driver_sql(listed).scalars().all()
    assert len(names) == 1
    assert [one.found() for one in servers] == [{"ferry", "rents"}] * 2


def test_a_deletion_takes_the_vectors_with_it_though_nobody_follows(servers: list[Server]) -> None:
    first, second = servers
    before = _store(second).count

    first.library.remove(first.collection, "ferry")
    left = first.tables()
    first.library.drop_collection("default")

    assert (before, left) == (2, {"letters-1": 1})
    assert first.tables() == {"letters-1": 0}


@pytest.mark.gate
def test_the_table_of_a_collection_that_is_gone_is_dropped(servers: list[Server]) -> None:
    server, _ = servers
    server.library.drop_collection("default")
    server.library.create_collection("sport")

    server.catalogue.get("sport")

    assert server.tables() == {"letters-1": 0}


@pytest.mark.gate
def test_a_table_that_is_lost_keeps_nobody_from_deleting_and_is_built_anew(
    cluster: Cluster, servers: list[Server]
) -> None:
    server, _ = servers
    (name,) = server.names()
    cluster.execute(f"DROP TABLE {name}", database_of(server.address))
    server.library.remove(server.collection, "rents")
    vector = LettersEmbedder().embed_questions([_QUESTION])

    with pytest.raises(DamagedIndexError, match=name):
        server.opened().nearest(vector, 5)
    server.catalogue.follow_all()
    wait_until(lambda: not server.opened().broken)

    assert server.found() == {"ferry"}


@pytest.mark.gate
def test_a_server_finds_the_table_that_another_has_built_anew(servers: list[Server]) -> None:
    first, second = servers
    second.found()

    first.store.rebuild()

    assert second.found() == {"ferry", "rents"}


@pytest.mark.gate
def test_an_earlier_day_sees_what_there_was(servers: list[Server]) -> None:
    assert servers[1].found(as_of="2024-12-31") == {"rents"}


@pytest.mark.gate
def test_labels_have_tables_of_their_own(servers: list[Server]) -> None:
    first, second = servers
    first.add(story("desk", "The ferry sailed at dawn.", visible_to=("desk",)))

    with seen_with():
        public = second.found()
    with seen_with("desk"):
        internal = second.found()

    assert (public, internal) == ({"ferry", "rents"}, {"ferry", "rents", "desk"})


@pytest.mark.gate
def test_another_embedder_gets_another_table_and_the_old_one_goes(
    servers: list[Server], tmp_path: Path
) -> None:
    server, other = servers
    server.found()
    changed = Server(tmp_path / "changed", server.address, "short")
    ref, embedder = changed.catalogue.embedders.wanted()
    target = Target(ref, embedder, create, VectorOptions())
    folder = changed.catalogue.folder_of(changed.collection)

    list(reembed(changed.library, changed.collection, folder, target))
    between = server.tables()
    for one in (server, other):
        one.catalogue.follow_all()
        one.catalogue.save()
    gc.collect()
    server.catalogue.tidy()
    emptied = server.tables()
    changed.library.close()
    again = Server(tmp_path / "again", server.address, "short")
    again.opened()

    assert between == {"letters-1": 2, "short-1": 2}
    assert emptied == {"letters-1": 0, "short-1": 2}
    assert server.tables() == {"short-1": 2}
    assert server.found() == {"ferry", "rents"}
    again.library.close()


@pytest.mark.gate
def test_a_replica_searches_and_once_promoted_has_all_that_was_acknowledged(
    durable: Cluster, tmp_path: Path
) -> None:
    primary = Server(tmp_path / "primary", durable.library())
    primary.add(story("ferry", _QUESTION))
    standby = Cluster(programs_folder(), of=durable)
    address = primary.address.replace(str(durable.folder), str(standby.folder))
    replica = Server(tmp_path / "replica", address)
    before = replica.found()
    for name, value in (("standby_names", "*"), ("commit", "remote_apply")):
        durable.execute(f"ALTER SYSTEM SET synchronous_{name} = '{value}'")
    durable.execute("SELECT pg_reload_conf()")
    states = "SELECT sync_state FROM pg_stat_replication"
    wait_until(lambda: durable.execute(states) == [("sync",)])
    acknowledged: list[str] = []

    writer = Thread(target=_write_until_it_is_gone, args=(primary, acknowledged))
    writer.start()
    wait_until(lambda: replica.store.follow() > 10)
    durable.kill()
    writer.join()
    standby.promote()
    replica.catalogue.follow_all()
    replica.add(story("bridge", "The bridge opened."))

    assert before == {"ferry"}
    there = {one.id for one in replica.library.all_articles(replica.collection)}
    assert {"ferry", "bridge", *acknowledged} <= there
    assert not there & {id.replace("s", "gone") for id in acknowledged}
    assert replica.store.verify() == []
    assert replica.found() >= set(acknowledged)
    for one in (primary, replica):
        one.library.close()
    standby.remove()


def _write_until_it_is_gone(server: Server, acknowledged: list[str]) -> None:
    """Add articles, and delete as many others, noting what is stored for certain."""
    with suppress(StoreError):
        for number in count():
            server.add(story(f"gone{number}", f"Number {number} sank."))
            server.library.remove(server.collection, f"gone{number}")
            server.add(story(f"s{number}", f"Number {number} sailed."))
            server.library.article(server.collection, f"s{number}")
            acknowledged.append(f"s{number}")
