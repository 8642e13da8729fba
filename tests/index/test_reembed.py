"""A collection changes its embedder: interrupted, watched, with articles coming in."""

import gc
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from index.embedders.contract import Embedder
from index.embedders.letters import LettersEmbedder
from index.errors import SettingsError, StoreError
from index.followers.contract import VectorOptions
from index.followers.embedder_pool import EmbedderPool
from index.followers.exact import create as create_store
from index.followers.old_vectors import delete_old_vectors
from index.followers.open_collection import OpenCollection
from index.ingest import EmbedderOf, Ingester
from index.outcomes import Status
from index.records import Document, Query
from index.reembed import Progress, Target, reembed
from index.search import search
from index.store.values import Collection
from index.store.vectors.embedder_records import EmbedderRecord, EmbedderRef
from tests.conftest import Shelf, seen_with, story

_OLD, _NEW = "letters-1", "short-1"


class Short(LettersEmbedder):
    """Counts letters too, of at most sixteen words."""

    window = 16
    fingerprint = _NEW


def _load(name: str) -> Embedder:
    if name not in ("letters", "short"):
        raise SettingsError(f"embedder {name!r}: not found")
    return Short() if name == "short" else LettersEmbedder()


class Newsroom(Shelf):
    """A library whose setting may name another embedder than the one that serves."""

    def __init__(self, folder: Path, setting: str) -> None:
        super().__init__(folder, _load(setting), EmbedderPool(setting, _load, ("letters",)))

    def steps(self) -> Iterator[Progress]:
        """Re-embedding with the embedder of the setting, step by step."""
        ref, embedder = self.catalogue.embedders.wanted()
        self.catalogue.record_of(self.collection)
        target = Target(ref, embedder, create_store, VectorOptions())
        return reembed(self.library, self.collection, self.indexes, target)

    def reembed(self) -> Progress:
        """The same from beginning to end; how far it came."""
        return list(self.steps())[-1]

    def follow(self) -> None:
        """What a serving process does a few times a second."""
        self.catalogue.follow_all()
        self.catalogue.save()

    def found(self, question: str, opened: OpenCollection | None = None) -> str:
        """The best article for a question."""
        opened = opened or self.opened()
        vector = opened.embedder.embed_questions([question])
        (best, *_) = search(opened, Query(question=question), vector, k=5)
        assert best.hit.scores.dense is not None
        return best.located.article.id

    def counts(self) -> dict[str, int]:
        """Passages by the embedder that has read them."""
        return self.library.vectors.embedders(self.collection)

    @property
    def indexes(self) -> Path:
        return self.catalogue.folder_of(self.collection)


def _stories(first: int, count: int) -> list[Document]:
    """Two passages each."""
    rng = np.random.default_rng(first)
    words = ["".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), 7)) for _ in range(200)]
    texts = [
        [" ".join(rng.choice(words, 12)).capitalize() + "." for _ in range(8)] for _ in range(count)
    ]
    return [story(f"s{first + n:03}", " ".join(text)) for n, text in enumerate(texts)]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of forty articles embedded with `letters`."""
    folder = tmp_path_factory.mktemp("embedded")
    made = Newsroom(folder, "letters")
    made.add(*_stories(0, 40))
    made.library.close()
    return folder


@pytest.fixture
def old(embedded: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """A copy of it, open as in a server that was started with `letters`."""
    made = Newsroom(shutil.copytree(embedded, tmp_path, dirs_exist_ok=True), "letters")
    made.opened()
    yield made
    made.library.close()


@pytest.fixture
def new(old: Newsroom) -> Iterator[Newsroom]:
    """Another process on the same folder, whose setting names `short`."""
    made = Newsroom(old.folder, "short")
    yield made
    made.library.close()


def test_another_setting_alone_changes_nothing_and_says_so(
    new: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    opened = new.opened()
    new.add(*_stories(100, 1))

    assert opened.models() == {"embedder": _OLD, "embedder_wanted": "short"}
    assert "run `dateline reembed`" in caplog.text
    assert new.catalogue.notices() == [opened.notice]
    assert new.counts() == {_OLD: 82}
    assert new.found(_stories(100, 1)[0].text) == "s100"
    assert opened.dense.verify() == opened.lexical.verify() == []


def test_reembedding_gives_every_passage_a_new_vector_and_serves_it(new: Newsroom) -> None:
    progress = new.reembed()

    new.follow()
    assert progress == Progress(80, 80)
    assert new.opened().models() == {"embedder": _NEW}
    assert new.catalogue.notices() == []
    assert [new.found(s.text) for s in _stories(0, 40)] == [f"s{n:03}" for n in range(40)]
    assert new.opened().dense.verify() == []


def test_a_server_goes_on_with_the_old_index_and_then_changes_over(
    old: Newsroom, new: Newsroom
) -> None:
    before = old.opened()
    new.reembed()

    assert not delete_old_vectors(new.library, new.collection, new.indexes), "still searched"
    assert old.found(_stories(0, 40)[7].text, before) == "s007"
    old.follow()
    after = old.opened()

    assert (before.embedder.fingerprint, after.embedder.fingerprint) == (_OLD, _NEW)
    assert old.found(_stories(0, 40)[7].text, before) == "s007"
    assert old.found(_stories(0, 40)[7].text, after) == "s007"
    del before
    old.catalogue.tidy()
    assert old.counts() == {_NEW: 80}
    assert sorted(p.name for p in old.indexes.glob("vectors-*")) == ["vectors-1", "vectors-1.lock"]


@pytest.mark.parametrize("batches", [1, 2, 3])
def test_what_was_embedded_before_an_interruption_is_not_embedded_again(
    old: Newsroom, new: Newsroom, batches: int
) -> None:
    *_, reached = islice(new.steps(), batches + 1)
    assert new.opened().models()["embedder"] == _OLD
    new.library.close()

    again = Newsroom(old.folder, "short")
    progress = list(again.steps())

    assert progress[0] == reached
    assert progress[-1] == Progress(80, 80)
    assert again.opened().dense.verify() == []
    again.library.close()


def test_articles_that_change_meanwhile_are_embedded_before_the_switch(
    old: Newsroom, new: Newsroom
) -> None:
    steps = new.steps()
    for number, _ in enumerate(islice(steps, 5)):
        old.add(*_stories(200 + number, 1), story(f"s{number:03}", f"A new wording {number}."))
        old.library.remove(old.collection, f"s{39 - number:03}")

    list(steps)
    new.follow()
    opened = new.opened()
    assert opened.models() == {"embedder": _NEW}
    assert new.library.vectors.count_missing(new.collection, _NEW) == 0
    assert opened.dense.verify() == opened.lexical.verify() == []
    assert new.found(_stories(200, 1)[0].text) == "s200"
    assert new.found("A new wording 1.") == "s001"


def test_whoever_still_holds_the_old_embedder_writes_with_the_new_one(
    old: Newsroom, new: Newsroom
) -> None:
    ingester = Ingester(old.library, _slow_to_notice(old), old.catalogue.follow)
    new.reembed()

    outcomes = list(ingester.add(old.collection, _stories(300, 1)))

    assert [outcome.status for outcome in outcomes] == [Status.ADDED]
    assert new.library.vectors.count_missing(new.collection, _NEW) == 0


def _slow_to_notice(newsroom: Newsroom) -> EmbedderOf:
    """Says first what was right before the switch."""
    before = [newsroom.opened().embedder]

    def embedder_of(collection: Collection) -> Embedder:
        return before.pop() if before else newsroom.catalogue.embedder_of(collection)

    return embedder_of


def test_passages_longer_than_the_new_embedder_reads_are_read_in_pieces(new: Newsroom) -> None:
    new.reembed()

    ids, vectors = new.library.vectors.read(new.collection, 1, 1, _NEW, 26)
    located = new.library.locate(new.collection, ids.tolist())[1]
    words = located.passage.text.split(". ")
    pieces = new.embedder.embed_questions(words)
    mean = pieces.sum(axis=0) / np.linalg.norm(pieces.sum(axis=0))
    assert vectors[0] == pytest.approx(mean, abs=1e-3)
    (rows,) = new.library.sentence_vectors([located.version_pk], _NEW).values()
    assert (np.abs(rows.reshape(-1, 26)).sum(axis=1) > 0).all()


def test_two_processes_do_not_reembed_the_same_collection(old: Newsroom, new: Newsroom) -> None:
    steps = new.steps()
    next(steps)

    with pytest.raises(StoreError, match="another process is re-embedding it"):
        Newsroom(old.folder, "short").reembed()


def test_a_change_of_mind_leaves_nothing_behind(old: Newsroom, new: Newsroom) -> None:
    list(islice(new.steps(), 2))
    assert set(old.counts()) == {_OLD, _NEW}

    old.reembed()
    old.catalogue.tidy()

    assert old.counts() == {_OLD: 80}
    record = old.library.embedders.get(old.collection)
    assert record == EmbedderRecord(serving=EmbedderRef("letters", _OLD))


def test_an_empty_collection_takes_the_embedder_of_the_setting(tmp_path: Path) -> None:
    Newsroom(tmp_path, "letters").opened()

    later = Newsroom(tmp_path, "short")
    later.add(*_stories(0, 2))

    assert later.opened().models() == {"embedder": _NEW}
    assert later.counts() == {_NEW: 16}


def test_an_embedder_that_is_gone_is_named_with_the_way_out(old: Newsroom) -> None:
    gone = EmbedderPool("short", _only_short)
    later = Shelf(old.folder, Short(), gone)

    with pytest.raises(SettingsError, match=r"'letters' \(letters-1\).*run `dateline reembed`"):
        later.opened()


def test_a_collection_whose_embedder_is_gone_can_be_reembedded(old: Newsroom) -> None:
    later = Newsroom(old.folder, "short")
    later.catalogue.embedders = EmbedderPool("short", _only_short)

    later.reembed()

    assert later.opened().models() == {"embedder": _NEW}


def _only_short(name: str) -> Embedder:
    if name != "short":
        raise SettingsError(f"embedder {name!r}: not found")
    return Short()


def test_a_server_that_cannot_load_the_new_embedder_goes_on_and_says_so(
    old: Newsroom, new: Newsroom
) -> None:
    server = Shelf(old.folder, LettersEmbedder(), EmbedderPool("letters", _only_letters))
    before = server.opened()
    new.reembed()

    server.catalogue.follow_all()
    server.catalogue.save()

    (notice,) = server.catalogue.notices()
    assert "cannot change over: embedder 'short' (short-1)" in notice
    assert server.opened() is before
    assert before.models() == {"embedder": _OLD, "embedder_wanted": "short"}
    assert not delete_old_vectors(new.library, new.collection, new.indexes)


def _only_letters(name: str) -> Embedder:
    if name != "letters":
        raise SettingsError(f"embedder {name!r}: not found")
    return LettersEmbedder()


def test_a_library_of_an_older_dateline_is_searched_with_what_read_most_of_it(
    old: Newsroom, new: Newsroom
) -> None:
    list(islice(new.steps(), 2))
    _forget_record(old)

    later = Newsroom(old.folder, "short")

    assert later.opened().models() == {"embedder": _OLD, "embedder_wanted": "short"}
    assert later.reembed() == Progress(80, 80)


def test_passages_without_a_vector_are_reported_and_get_one(old: Newsroom) -> None:
    _forget_record(old)
    with old.library.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM vectors WHERE passage_id <= 5")

    later = Newsroom(old.folder, "letters")
    before = later.opened()
    later.reembed()
    later.follow()

    assert before.models() == {"embedder": _OLD, "passages_without_vector": "5"}
    assert "5 passages have no vector" in (before.notice or "")
    assert later.opened().models() == {"embedder": _OLD}
    assert later.opened().dense.count == 80
    assert later.catalogue.notices() == []


def _forget_record(newsroom: Newsroom) -> None:
    with newsroom.library.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM facts WHERE name LIKE 'embedder-%'")


def test_a_view_changes_with_its_collection(old: Newsroom, new: Newsroom) -> None:
    old.add(story("desk", "The mayor resigned. Rents rose.", visible_to=("desk",)))
    with seen_with():
        before = old.opened()

    new.reembed()
    old.catalogue.follow_all()
    old.catalogue.save()

    with seen_with():
        after = old.opened()
    assert (before.embedder.fingerprint, after.embedder.fingerprint) == (_OLD, _NEW)
    assert after.dense.count == new.library.log.count_passages(after.collection) == 80
    assert after.dense.verify() == []
    assert delete_old_vectors(old.library, old.collection, old.indexes) is False
    del before
    gc.collect()
    assert delete_old_vectors(old.library, old.collection, old.indexes) is True
    assert list(old.library.vectors.embedders(after.collection)) == [_NEW]
