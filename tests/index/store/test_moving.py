"""A library moved to another database, while it is written to, is the same there and grows on."""

import random
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from index.embedders.contract import Embedder
from index.errors import InvalidFieldError, NotFoundError, StoreError, UnreachableStoreError
from index.store.conversation_table import ConversationTable
from index.store.database import Database
from index.store.jobs.table import JobStatus, JobTable
from index.store.library import Library
from index.store.moving.capture import OWN_FACTS, TABLES
from index.store.moving.mover import Moved, move, stay
from index.store.opening import Place, open_database
from tests.conftest import Shelf, story

pytestmark = pytest.mark.gate
_STORIES = [f"b{n}" for n in range(30)]


@pytest.fixture
def full(tmp_path: Path, letters: Embedder) -> Iterator[Shelf]:
    """Articles with versions, fields, signs and names that not every database can hold."""
    shelf = _filled(Shelf(tmp_path / "full", letters))
    yield shelf
    shelf.library.close()


def _filled(shelf: Shelf) -> Shelf:
    for text in ("Nul \0 and \U0001f600 came first.", "The bridge opened, Ana Ruiz said."):
        shelf.add(story("a", text, authors=("Li\1" * 2_000, "Bo"), meta={"page": 3}))
    shelf.add(*(story(id, f"The ferry number {id} sailed.") for id in _STORIES))
    shelf.add(story("b30", "A source spoke.", visible_to=("desk",)))
    shelf.library.remove(shelf.collection, "b29")
    ConversationTable(shelf.library.database, 30).create(shelf.collection)
    return shelf


def _rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as connection:
        return {
            table.name: sorted(
                (
                    tuple(row)
                    for row in connection.execute(table.select())
                    if table.name != "facts" or row.name not in OWN_FACTS
                ),
                key=repr,
            )
            for table in TABLES
            if table.name != "version_authors"
        }


def _moved(source: Database, place: Place) -> tuple[Moved, Library]:
    target = open_database(place)
    moved = move(source, target, str(place))
    target.close()
    return moved, Library(place)


def test_there_and_back_everything_is_the_same_and_new_keys_are_new(
    full: Shelf, postgresql: str, tmp_path: Path, letters: Embedder
) -> None:
    moved, there = _moved(full.library.database, postgresql)
    returned, back = _moved(there.database, tmp_path / "back.db")
    stay(there.database)
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


class Killed(BaseException):
    """The process of a move is gone."""


class _Unsteady:
    """A database as a move meets it: others write in between, and it may be killed at any time."""

    def __init__(
        self, database: Database, between: Callable[[], object], luck: random.Random
    ) -> None:
        self._database, self._between, self._luck = database, between, luck

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    @contextmanager
    def reading(self) -> Generator[Connection]:
        self._between()
        with self._database.reading() as connection:
            yield connection
            self._perhaps_killed()

    @contextmanager
    def writing(self) -> Generator[Connection]:
        with self._database.writing() as connection:
            yield connection
            self._perhaps_killed()
        self._perhaps_killed()

    def _perhaps_killed(self) -> None:
        if self._luck.random() < 0.04:
            raise Killed


class _Newsroom:
    """Writes at random, and knows what must be there."""

    def __init__(self, shelf: Shelf, luck: random.Random) -> None:
        self.shelf, self._luck = shelf, luck
        self._jobs = JobTable(shelf.library.database)
        self._conversations = ConversationTable(shelf.library.database, 30)
        self.texts: dict[str, str] = {}
        self.steps = 0

    def work(self) -> None:
        """A few writes, until there have been enough."""
        while self.steps < 20 and self._luck.random() < 0.5:
            self.steps += 1
            self._luck.choice((self._add, self._add, self._remove, self._finish_job, self._talk))()

    def _add(self) -> None:
        id = self._luck.choice(_STORIES)
        text = f"The tram {self._luck.randrange(9)} came, Ana Ruiz said."
        labels = ("desk",) if self._luck.random() < 0.3 else ()
        self.shelf.add(
            story(id, text, visible_to=labels, authors=("Li",) * self._luck.randrange(2))
        )
        self.texts[id] = text

    def _remove(self) -> None:
        id = self._luck.choice(_STORIES)
        self.texts.pop(id, None)
        with suppress(NotFoundError):
            self.shelf.library.remove(self.shelf.collection, id)

    def _finish_job(self) -> None:
        self._jobs.create(f"job{self.steps}", "default", "files")
        self._jobs.finish(f"job{self.steps}", JobStatus.DONE)

    def _talk(self) -> None:
        self._conversations.create(self.shelf.collection)
        self.shelf.library.create_collection(f"c{self._luck.randrange(3)}")


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
@pytest.mark.parametrize(
    "seeds", [range(1), pytest.param(range(1, 40), marks=pytest.mark.slow)], ids=["one", "many"]
)
def test_written_to_and_killed_meanwhile_nothing_is_lost_or_doubled(
    cluster: Any, tmp_path: Path, letters: Embedder, seeds: range, *, back: bool
) -> None:
    for seed in seeds:
        places = (tmp_path / f"{seed}.db", cluster.library())
        source, target = reversed(places) if back else places
        luck = random.Random(seed)
        newsroom = _Newsroom(_filled(Shelf(tmp_path / f"shelf{seed}", letters, place=source)), luck)

        kills = _moved_unsteadily(newsroom, target, luck)

        assert kills
        _check_moved(newsroom, target)


def _moved_unsteadily(newsroom: _Newsroom, place: Place, luck: random.Random) -> int:
    """Move, and again when that is killed; how often it was."""
    kills = 0
    while True:
        database = newsroom.shelf.library.database
        arriving = open_database(place)
        source: Any = _Unsteady(database, newsroom.work, luck)
        target: Any = _Unsteady(arriving, lambda: None, luck)
        try:
            move(source, target, "elsewhere", at_once=25)
        except Killed:
            kills += 1
        else:
            return kills
        finally:
            arriving.close()


def _check_moved(newsroom: _Newsroom, place: Place) -> None:
    there, here = Library(place), newsroom.shelf.library
    with pytest.raises(UnreachableStoreError, match="moved to elsewhere"):
        here.create_collection("late")
    assert _rows(there.database) == _rows(here.database)
    found = {
        a.id: there.article(newsroom.shelf.collection, a.id).text
        for a in there.all_articles(newsroom.shelf.collection)
    }
    assert newsroom.texts.items() <= found.items()
    for library in (there, here):
        library.close()


def test_a_library_is_never_mixed_with_another(full: Shelf, postgresql: str) -> None:
    there = Library(postgresql)
    there.create_collection("theirs")

    with pytest.raises(InvalidFieldError, match="holds a library already"):
        move(full.library.database, there.database, "there")

    assert [one.name for one in there.collections()] == ["theirs"]
    there.close()


def test_a_part_of_a_library_is_neither_used_nor_filled_with_another(
    full: Shelf, tmp_path: Path, letters: Embedder
) -> None:
    luck = random.Random(1)
    there = open_database(tmp_path / "there.db")
    unsteady: Any = _Unsteady(there, lambda: None, luck)
    with pytest.raises(Killed):
        move(full.library.database, unsteady, "there", at_once=1)
    other = Shelf(tmp_path / "other", letters)

    with pytest.raises(StoreError, match="let `dateline migrate` finish"):
        Library(tmp_path / "there.db")
    with pytest.raises(InvalidFieldError, match="a part of another library"):
        move(other.library.database, there, "there")
    assert stay(full.library.database)
    assert not stay(full.library.database)
    with pytest.raises(InvalidFieldError, match="a part of another library"):
        move(full.library.database, there, "there")

    for database in (there, other.library.database):
        database.close()


def test_what_has_moved_refuses_writes_until_it_is_taken_back(full: Shelf, tmp_path: Path) -> None:
    _, there = _moved(full.library.database, tmp_path / "there.db")

    with pytest.raises(UnreachableStoreError, match=r"moved to .*there.db; name that"):
        full.library.remove(full.collection, "a")
    again, _ = _moved(full.library.database, tmp_path / "there.db")
    with pytest.raises(StoreError, match=r"was moved to .*there.db"):
        move(full.library.database, there.database, "elsewhere")
    stay(full.library.database)
    full.library.remove(full.collection, "a")

    assert again.articles == there.count_articles("default") == 31
    there.close()


def test_jobs_are_waited_for(full: Shelf, tmp_path: Path) -> None:
    there = open_database(tmp_path / "there.db")
    jobs = JobTable(full.library.database)
    jobs.create("job", "default", "files")

    move(full.library.database, there, "there", lambda: jobs.finish("job", JobStatus.DONE))

    assert JobTable(there).get("job").status is JobStatus.DONE
    there.close()
