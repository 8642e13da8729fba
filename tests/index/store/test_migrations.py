"""Older libraries: opened, brought up to date, and the same as before in all that is read."""

import sqlite3
from pathlib import Path

import pytest
from msgspec import structs

from index.embedders.contract import Embedder
from index.errors import NotFoundError
from index.outcomes import Status
from index.records import Document, Filters, Metadata
from index.store.conversation_table import ConversationTable
from tests.conftest import Shelf, seen_with, story

_SCHEMA_2 = (Path(__file__).parent / "schema_2.sql").read_text()
_TO_SCHEMA_1 = "DROP TABLE quotations; UPDATE facts SET value = '1' WHERE name = 'schema';"
_TO_SCHEMA_3 = "DROP TABLE claims; UPDATE facts SET value = '3' WHERE name = 'schema';"
_TO_SCHEMA_7 = (
    "UPDATE quotations SET called = 'Ann Lee'; UPDATE facts SET value = '7' WHERE name = 'schema';"
)
_TO_SCHEMA_8 = (
    "DROP TABLE version_labels; DROP TABLE views; UPDATE conversations SET owner = NULL;"
    " UPDATE facts SET value = '8' WHERE name = 'schema';"
)

# What the library of schema 2 was made of.
_BRIDGE = Document(
    id="bridge",
    text="The bridge opened on Tuesday. Ana Moreau said the toll would stay at two euros.",
    format="txt",
    origin="bridge.txt",
    title="Bridge opens",
    url="https://ledger.example/bridge",
    outlet="Harbor Ledger",
    published="2025-03-04T08:00:00+01:00",
    authors=("Ana Ruiz", "Bo Li"),
    language="en",
)
_BARE = Document(
    id="bare",
    text="Rents are up.\u2028 \U0001f309 And up again.",
    format="txt",
    origin="bare.txt",
    assumed=("encoding: windows-1252, from the bytes",),
)


@pytest.fixture(params=["schema 1", "schema 2"])
def old(request: pytest.FixtureRequest, tmp_path: Path, letters: Embedder) -> Shelf:
    """A library that an older Dateline wrote, opened by this one."""
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.executescript(_SCHEMA_2)
        if request.param == "schema 1":
            connection.executescript(_TO_SCHEMA_1)
    connection.close()
    return Shelf(tmp_path, letters)


def test_an_older_library_reads_as_before(old: Shelf) -> None:
    bridge = old.library.article(old.collection, "bridge")
    bare = old.library.article(old.collection, "bare")

    for article, document in ((bridge, _BRIDGE), (bare, _BARE)):
        for name in (*Metadata.__struct_fields__, "text", "format", "origin", "id", "assumed"):
            assert getattr(article, name) == getattr(document, name)
    assert bridge.version == "cc67c490c66bd68cc8a35f3d4a0b6867f28758af3c84324b020ac43f7c25b51e"
    assert [v.superseded for v in old.library.article_versions(old.collection, "bridge")] == [
        False,
        True,
    ]


def test_an_older_library_is_searched_as_before(old: Shelf) -> None:
    limits = Filters(outlet=("harbor ledger",), author=("Bo Li",), published_to="2025-03-04")

    _, ids = old.opened().lexical.search("opened", 5, limits)
    _, spoken = old.opened().lexical.search("toll", 5, Filters(speaker=("Ana Moreau",)))

    assert (ids.tolist(), spoken.tolist()) == ([2], [2])
    assert old.opened().dense.verify() == []
    assert old.library.database.check() == []


def test_what_is_in_an_older_library_is_not_added_again(old: Shelf) -> None:
    outcomes = old.add(_BRIDGE, _BARE)

    assert [outcome.status for outcome in outcomes] == [Status.UNCHANGED, Status.UNCHANGED]


def test_ids_that_followed_from_url_place_or_text_are_kept_and_recognised(
    tmp_path: Path, letters: Embedder
) -> None:
    shelf = Shelf(tmp_path, letters)
    bare = structs.replace(_BRIDGE, id=None, url=None, is_claimed=True)
    documents = [
        structs.replace(bare, id="1001"),
        structs.replace(bare, url="https://ledger.example/a", text=f"{bare.text} More on Friday."),
        structs.replace(bare, place="/news/a.txt", origin="/news/a.txt", text=f"{bare.text} Soon."),
        structs.replace(bare, text=f"{bare.text} It rained."),
    ]
    ids = [outcome.article_id for outcome in shelf.add(*documents)]
    shelf.library.close()
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.executescript(_TO_SCHEMA_3)
    connection.close()

    older = Shelf(tmp_path, letters)
    corrected = [
        structs.replace(document, text=document.text.replace("two", "three"))
        for document in documents
    ]
    known, changed = older.add(*documents), older.add(*corrected)

    assert [(one.status, one.article_id) for one in known] == [(Status.UNCHANGED, id) for id in ids]
    assert [(one.status, one.article_id) for one in changed[:3]] == [
        (Status.UPDATED, id) for id in ids[:3]
    ]
    # Nothing but its text names the last one, and that is another one now.
    assert changed[3].status is Status.ADDED


def test_an_older_library_ends_with_the_tables_of_a_new_one(
    old: Shelf, tmp_path: Path, letters: Embedder
) -> None:
    new = Shelf(tmp_path / "new", letters)

    found, wanted = _tables(old.folder), _tables(new.folder)

    assert found == wanted


def test_namesakes_in_an_older_library_are_kept_apart(tmp_path: Path, letters: Embedder) -> None:
    shelf = Shelf(tmp_path, letters)
    shelf.add(
        story("court", "“The fine stands,” said the judge Ann Lee, 61."),
        story("pool", "“I never swam faster,” said the swimmer Ann Lee, 19."),
    )
    shelf.library.close()
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.executescript(_TO_SCHEMA_7)
    connection.close()

    registry = Shelf(tmp_path, letters).opened().people.registry()

    assert len(registry.named("Ann Lee").people) == 2


def test_an_older_conversation_goes_on_for_those_without_labels(
    tmp_path: Path, letters: Embedder
) -> None:
    shelf = Shelf(tmp_path, letters)
    made = ConversationTable(shelf.library.database, 30).create(shelf.collection)
    shelf.library.close()
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.executescript(_TO_SCHEMA_8)
    connection.close()

    newer = Shelf(tmp_path, letters)
    newer.add(story("desk", "A source spoke.", visible_to=("desk",)))

    table = ConversationTable(newer.library.database, 30)
    with seen_with():
        assert table.get(made.id).id == made.id
        assert newer.library.count_articles("default") == 0
    with seen_with("desk"), pytest.raises(NotFoundError):
        table.get(made.id)


def _tables(folder: Path) -> dict[str, list[str]]:
    """The columns of each table, sorted, and of each index in its order."""
    connection = sqlite3.connect(folder / "library.db")
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema")]
    columns = {
        name: sorted(row[1] for row in connection.execute(f"PRAGMA table_info({name})"))
        or [row[2] for row in connection.execute(f"PRAGMA index_info({name})")]
        for name in names
    }
    connection.close()
    return columns
