"""Ids of articles and names of collections: what is accepted can be read and erased."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from litestar.testing import TestClient

from index.errors import InvalidFieldError
from index.store.library import Library
from tests.service.conftest import running, settings_in
from tests.waiting import wait_until

Client = TestClient[Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the application keeps its library."""
    return tmp_path_factory.mktemp("names")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[Client]:
    """One application for all: every test erases what it adds."""
    with running(settings_in(folder)) as client:
        yield client


@pytest.fixture
def database(folder: Path) -> Path:
    """The file that an older version may have written."""
    return settings_in(folder).file


_IDS = [
    "a/b c",
    "ü?&#",
    "../up",
    "x" * 500,
    "/lead",
    "//x",
    "/",
    "a//b/",
    "a?b",
    "a#b",
    "%2F",
    "%",
    "https://news.example//1?a=b&c#d",
    "bridge/quotes",
    "/quotes",
    "...",
    "-x",
    "\U0001f309 \u200d",
]


@pytest.mark.short(3)
@pytest.mark.parametrize("id", _IDS)
def test_any_id_can_be_posted_put_read_and_deleted(client: Client, id: str) -> None:
    address = f"/v1/articles/{quote(id, safe='')}"

    added = client.post("/v1/articles", json={"id": id, "text": "Some words."})
    put = client.put(address, json={"id": id, "text": "Other words."})
    read, quotes = client.get(address), client.get(f"{address}/quotes")
    versions = client.get(f"/v1/versions/{quote(id, safe='')}").json()
    gone = client.delete(address)

    assert (added.status_code, put.json()["status"]) == (201, "updated")
    assert (read.json()["id"], read.json()["text"]) == (id, "Other words.")
    assert (quotes.status_code, quotes.json(), len(versions)) == (200, [], 2)
    assert (gone.status_code, client.get(address).status_code) == (204, 404)


_NO_IDS = ["", " ", ".", "..", " a", "a ", "a\n", "a\nb", "\0", "\x1b[2J", "\x7f", "\u2028"]


@pytest.mark.parametrize("id", [*_NO_IDS, "x" * 513, "x" * 10_000])
def test_an_id_that_no_address_could_carry_is_refused(client: Client, id: str) -> None:
    posted = client.post("/v1/articles", json={"id": id, "text": "Some words."})

    assert posted.status_code == 422
    assert posted.json()["errors"][0]["field"] == "id"
    assert len(posted.text) < 500


def test_files_are_held_to_the_same_rule(client: Client) -> None:
    articles = [{"id": id, "text": "Some words."} for id in (".", "x" * 513, "good")]

    job = client.post("/v1/articles", json=articles).json()
    wait_until(lambda: client.get(f"/v1/jobs/{job['id']}").json()["status"] == "done")

    outcomes = client.get(f"/v1/jobs/{job['id']}").json()["documents"]
    assert [one["status"] for one in outcomes] == ["rejected", "rejected", "added"]
    client.delete("/v1/articles/good")


@pytest.mark.parametrize("id", [" old\n", ".", "..", "a\x1bb"])
def test_what_a_library_already_holds_under_another_id_can_be_read_and_deleted(
    client: Client, database: Path, id: str
) -> None:
    added = client.post("/v1/articles", json={"id": "old", "text": "Some words."}).json()
    _execute(database, "UPDATE articles SET id = ? WHERE id = 'old'", id)
    address = "/v1/articles/" + "".join(f"%{byte:02X}" for byte in id.encode())

    read, gone = client.get(address), client.delete(address)

    assert (read.json()["id"], read.json()["version"]) == (id, added["version"])
    assert (gone.status_code, client.get("/v1/articles").json()["articles"]) == (204, [])


def test_quotations_of_an_article_can_only_be_read(client: Client) -> None:
    address = "/v1/articles/bridge/quotes"

    replies = [client.put(address, json={"text": "Words."}), client.delete(address)]

    assert [reply.status_code for reply in replies] == [405, 405]
    assert set(replies[0].headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("path", ["/v1//articles/bridge", "/v1/articles/%FF"])
def test_an_address_that_is_no_path_of_ours_finds_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code in (404, 422)


_NAMES = ["", ".", "..", "-", "a b", "a/b", "ü", "a\n", "x" * 65]


@pytest.mark.parametrize("name", _NAMES)
def test_collections_have_plain_names(client: Client, tmp_path: Path, name: str) -> None:
    library = Library(tmp_path / "library.db")

    refused = client.put(f"/v1/collections/{quote(name, safe='')}")

    # Clients take "." and ".." for steps, and "" for the list of collections.
    assert refused.status_code == 422 if name.strip(".") else refused.status_code in (404, 405)
    with pytest.raises(InvalidFieldError, match="collection"):
        library.create_collection(name)
    library.close()


@pytest.mark.parametrize("name", ["a b", "a/b", "/", "x" * 65])
def test_a_collection_that_already_has_another_name_can_be_dropped(
    client: Client, database: Path, name: str
) -> None:
    client.put("/v1/collections/old")
    _execute(database, "UPDATE collections SET name = ? WHERE name = 'old'", name)
    address = f"/v1/collections/{quote(name, safe='')}"

    read, gone = client.get(address), client.delete(address)

    assert (read.json()["name"], gone.status_code) == (name, 204)


def _execute(database: Path, statement: str, *values: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(statement, values)
