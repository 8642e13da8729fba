"""FAISS: it survives damage, and grows into an approximate index in the background."""

import json
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import update

from index.errors import DamagedIndexError
from index.files.sealed import read_sealed, write_sealed
from index.followers.contract import VectorOptions
from index.followers.exact import ExactStore
from index.followers.faiss import FaissStore
from index.followers.vector_source import VectorSource
from index.records import Document, Vectors
from index.store.schema import vectors
from tests.conftest import Shelf, story


def _source(shelf: Shelf) -> VectorSource:
    embedder = shelf.embedder
    return VectorSource(
        shelf.library, shelf.collection, fingerprint=embedder.fingerprint, dim=embedder.dim
    )


def _store(shelf: Shelf, folder: Path, **options: int) -> FaissStore:
    return FaissStore(_source(shelf), folder, VectorOptions(**options))


def _stories(count: int) -> list[Document]:
    """Texts whose letters differ enough for an embedder that counts them."""
    rng = np.random.default_rng(7)
    words = ["".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), 9)) for _ in range(400)]
    return [story(f"s{n:04}", " ".join(rng.choice(words, 12)) + ".") for n in range(count)]


def _questions(shelf: Shelf) -> Vectors:
    return shelf.embedder.embed_questions([s.text for s in _stories(30)])


def test_a_snapshot_saves_the_next_start_the_work(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    shelf.add(*_stories(20))
    store = _store(shelf, shelf.folder / "faiss")
    store.open()
    store.save()
    caplog.clear()

    fresh = _store(shelf, shelf.folder / "faiss")
    fresh.open()

    assert (fresh.seq, fresh.count) == (store.seq, 20)
    assert caplog.messages == []


@pytest.mark.short(2)
@pytest.mark.parametrize("damage", ["flip", "truncate", "delete", "manifest", "ahead"])
def test_a_damaged_snapshot_is_told_from_a_sound_one_and_replaced(
    shelf: Shelf, damage: str
) -> None:
    folder = shelf.folder / "faiss"
    shelf.add(*_stories(20))
    store = _store(shelf, folder)
    store.open()
    store.save()
    _damage(folder, damage)

    fresh = _store(shelf, folder)
    with pytest.raises(DamagedIndexError, match=str(folder)):
        fresh.open()
    fresh.rebuild()
    fresh.save()

    assert fresh.count == 20
    assert fresh.verify() == []
    assert _store(shelf, folder).verify() == []


def _damage(folder: Path, damage: str) -> None:
    (file,) = folder.glob("*.faiss")
    manifest = folder / "snapshot.json"
    data = bytearray(file.read_bytes())
    if damage == "flip":
        data[len(data) // 2] ^= 0xFF
        file.write_bytes(data)
    elif damage == "truncate":
        file.write_bytes(data[: len(data) // 2])
    elif damage == "delete":
        file.unlink()
    elif damage == "manifest":
        manifest.write_text("{not json")
    else:
        claims = json.loads(read_sealed(manifest) or b"")
        file.rename(folder / file.name.replace(f"{claims['seq']}-", "9999-"))
        write_sealed(manifest, json.dumps({**claims, "seq": 9999}).encode())


@pytest.mark.gate
def test_the_index_grows_into_ivf_in_the_background_and_snapshots_as_such(shelf: Shelf) -> None:
    store = _store(shelf, shelf.folder / "grow", flat_until=200)
    shelf.add(*_stories(150))
    store.open()
    assert store.kind == "flat"
    shelf.add(*_stories(400))

    store.follow()
    store.wait()
    store.save()
    fresh = _store(shelf, shelf.folder / "grow", flat_until=200)
    fresh.open()

    assert store.kind == fresh.kind == "ivf"
    assert fresh.count == 400
    assert fresh.nprobe == store.nprobe >= 1
    assert fresh.search(_questions(shelf), 1)[1].ravel().tolist() == list(range(1, 31))


@pytest.mark.short(1)
@pytest.mark.parametrize("flat_until", [1_000, 200], ids=["flat", "ivf"])
def test_a_mapped_snapshot_is_searched_with_what_changed_since(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, flat_until: int
) -> None:
    monkeypatch.setattr("index.followers.faiss._FEW", 0)
    shelf.add(*_stories(450)[50:])
    store = _store(shelf, shelf.folder / "mapped", flat_until=flat_until)
    store.open()
    shelf.add(*_stories(50))
    for n in (7, 99, 449):
        shelf.library.remove(shelf.collection, f"s{n:04}")
    exact = ExactStore(_source(shelf))
    exact.open()
    store.follow()

    def check(store: FaissStore) -> None:
        for allowed in (None, np.arange(1, 451, 2), np.array([50, 400])):
            found, nearest = (
                one.search(_questions(shelf), 1, allowed)[1].ravel().tolist()
                for one in (store, exact)
            )
            same = sum(a == b for a, b in zip(found, nearest, strict=True))
            assert same >= 0.95 * len(found)
        assert store.verify() == []

    check(store)
    store.save()
    check(store)
    fresh = _store(shelf, shelf.folder / "mapped", flat_until=flat_until)
    fresh.open()
    check(fresh)


def test_what_is_saved_takes_no_memory_of_its_own(shelf: Shelf) -> None:
    shelf.add(*_stories(20))
    store = _store(shelf, shelf.folder / "mapped")
    store.open()
    (file,) = (shelf.folder / "mapped").glob("*.faiss")

    shelf.add(*_stories(30)[20:])
    store.follow()
    mapped = Path("/proc/self/maps").read_text()
    store.save()
    (newer,) = (shelf.folder / "mapped").glob("*.faiss")

    assert str(file) in mapped
    assert str(file) not in Path("/proc/self/maps").read_text()
    assert str(newer) in Path("/proc/self/maps").read_text()
    assert store.count == 30


@pytest.mark.gate
@pytest.mark.parametrize("few", [0, 300], ids=["in its lists", "in the truth"])
def test_a_filtered_ivf_index_finds_what_is_nearest(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    shelf.add(*_stories(400))
    store = _store(shelf, shelf.folder / "limited", flat_until=200)
    store.open()
    questions, allowed = _questions(shelf), np.arange(1, 401, 2)
    exact = ExactStore(_source(shelf))
    exact.open()

    monkeypatch.setattr("index.followers.faiss._FEW", few)
    _, found = store.search(questions, 10, allowed)
    _, nothing = store.search(questions, 10, allowed[:0])

    _, nearest = exact.search(questions, 10, allowed)
    same = [len(set(a) & set(b)) for a, b in zip(found.tolist(), nearest.tolist(), strict=True)]
    assert store.kind == "ivf"
    assert sum(same) >= 0.98 * found.size
    assert nothing.tolist() == np.full_like(nothing, -1).tolist()


@pytest.mark.gate
def test_among_near_copies_an_ivf_index_finds_the_nearest_in_few_of_its_lists(shelf: Shelf) -> None:
    shelf.add(*_stories(400))
    _make_near_copies(shelf, of_each=40)
    store, exact = (
        _store(shelf, shelf.folder / "copies", flat_until=200),
        ExactStore(_source(shelf)),
    )
    for one in (store, exact):
        one.open()
    _, questions = _source(shelf).some(np.arange(1, 401, 13))

    found, nearest = (one.search(questions, 10)[0] for one in (store, exact))

    assert store.kind == "ivf"
    # Their codes are too coarse to rank them, which is no reason to look into all lists.
    assert store.nprobe < 5
    assert np.isclose(found, nearest, rtol=0, atol=1e-6).mean() >= 0.99


def _make_near_copies(shelf: Shelf, of_each: int) -> None:
    """Put vectors that differ by a hundredth in the place of the stories' own."""
    rng, source = np.random.default_rng(7), _source(shelf)
    ids, own = source.some(np.arange(1, source.moment().count + 1))
    near = np.repeat(rng.normal(size=own[::of_each].shape), of_each, axis=0)
    near += rng.normal(scale=0.01, size=near.shape)
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    with shelf.library.database.writing() as connection:
        for id, row in zip(ids.tolist(), near.astype(np.float16), strict=True):
            wanted = update(vectors).where(vectors.c.passage_id == id)
            connection.execute(wanted.values(vector=row.tobytes()))
