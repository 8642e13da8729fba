"""The dense follower: it follows, survives damage, and IVF is judged by exact search."""

import json
from pathlib import Path

import numpy as np
import pytest

from index.followers.dense import DenseIndex, DensePolicy
from index.records import Document, Vectors
from tests.conftest import Shelf, story


def _index(shelf: Shelf, folder: Path, **policy: int) -> DenseIndex:
    return DenseIndex(
        shelf.library,
        shelf.collection,
        folder,
        fingerprint=shelf.embedder.fingerprint,
        dim=shelf.embedder.dim,
        policy=DensePolicy(**policy),
    )


def _stories(count: int) -> list[Document]:
    """Texts whose letters differ enough to be told apart by counting them."""
    rng = np.random.default_rng(7)
    words = ["".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), 9)) for _ in range(400)]
    return [story(f"s{n:04}", " ".join(rng.choice(words, 12)) + ".") for n in range(count)]


def _questions(shelf: Shelf) -> Vectors:
    return shelf.embedder.embed_questions([s.text for s in _stories(30)])


def test_it_holds_what_the_truth_holds_after_adds_updates_and_deletes(shelf: Shelf) -> None:
    index = _index(shelf, shelf.folder / "dense")
    shelf.add(*_stories(20))
    index.follow()
    shelf.add(story("s0003", "A new wording of the third."))
    shelf.library.remove(shelf.collection, "s0005")

    index.follow()

    assert index.count == shelf.library.log.count_passages(shelf.collection) == 19
    assert index.verify() == []


def test_a_snapshot_saves_the_next_start_the_work(shelf: Shelf) -> None:
    index = _index(shelf, shelf.folder / "dense")
    shelf.add(*_stories(20))
    index.follow()
    index.save()

    fresh = _index(shelf, shelf.folder / "dense")
    fresh.open()

    expected, found = index.search(_questions(shelf), 5), fresh.search(_questions(shelf), 5)
    assert np.array_equal(expected[1], found[1])
    assert fresh.seq == index.seq


@pytest.mark.parametrize("damage", ["flip", "truncate", "delete", "manifest", "ahead"])
def test_a_damaged_snapshot_is_rebuilt_from_the_truth(
    shelf: Shelf, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = shelf.folder / "dense"
    index = _index(shelf, folder)
    shelf.add(*_stories(20))
    index.follow()
    index.save()
    _damage(folder, damage)

    fresh = _index(shelf, folder)
    fresh.open()

    assert fresh.count == 20
    assert [r.message for r in caplog.records if "rebuilding it from the articles" in r.message]
    fresh.save()
    assert fresh.verify() == []


def _damage(folder: Path, damage: str) -> None:
    (file,) = folder.glob("dense-*.faiss")
    data = bytearray(file.read_bytes())
    if damage == "flip":
        data[len(data) // 2] ^= 0xFF
        file.write_bytes(data)
    elif damage == "truncate":
        file.write_bytes(data[: len(data) // 2])
    elif damage == "delete":
        file.unlink()
    elif damage == "manifest":
        (folder / "dense.json").write_text("{not json")
    else:
        manifest = folder / "dense.json"
        claims = json.loads(manifest.read_text())
        file.rename(folder / file.name.replace(f"dense-{claims['seq']}-", "dense-9999-"))
        manifest.write_text(json.dumps({**claims, "seq": 9999}))


def test_only_allowed_passages_are_found(shelf: Shelf) -> None:
    index = _index(shelf, shelf.folder / "dense")
    shelf.add(*_stories(40))
    index.follow()
    allowed = np.asarray([3, 17, 29], np.int64)

    _, ids = index.search(_questions(shelf), 10, allowed)

    assert set(ids.ravel().tolist()) == {-1, 3, 17, 29}


def test_nothing_allowed_means_nothing_found(shelf: Shelf) -> None:
    index = _index(shelf, shelf.folder / "dense")
    shelf.add(*_stories(5))
    index.follow()

    _, ids = index.search(_questions(shelf), 3, np.empty(0, np.int64))

    assert set(ids.ravel().tolist()) == {-1}


def test_ivf_finds_nearly_what_exact_search_finds(shelf: Shelf) -> None:
    shelf.add(*_stories(900))
    exact = _index(shelf, shelf.folder / "exact")
    exact.open()
    approximate = _index(shelf, shelf.folder / "ivf", flat_until=100)

    approximate.open()
    approximate.wait()

    assert (exact.kind, approximate.kind) == ("flat", "ivf")
    _, expected = exact.search(_questions(shelf), 10)
    _, found = approximate.search(_questions(shelf), 10)
    recall = np.mean([np.isin(e, f).mean() for e, f in zip(expected, found, strict=True)])
    assert recall >= 0.9
    assert approximate.nprobe >= 1


def test_ivf_follows_deletes_and_filters_exactly(shelf: Shelf) -> None:
    shelf.add(*_stories(900))
    index = _index(shelf, shelf.folder / "ivf", flat_until=100)
    index.open()
    index.wait()
    for number in range(0, 100, 2):
        shelf.library.remove(shelf.collection, f"s{number:04}")

    index.follow()

    _, ids = index.search(_questions(shelf), 5, np.arange(1, 101, dtype=np.int64))
    assert index.count == 850
    assert not {i for i in ids.ravel().tolist() if i % 2 == 1}
    assert index.verify() == []


def test_the_index_grows_into_ivf_in_the_background_and_snapshots_as_such(shelf: Shelf) -> None:
    index = _index(shelf, shelf.folder / "grow", flat_until=200)
    shelf.add(*_stories(150))
    index.open()
    assert index.kind == "flat"
    shelf.add(*_stories(400))

    index.follow()
    index.wait()
    index.save()
    fresh = _index(shelf, shelf.folder / "grow", flat_until=200)
    fresh.open()

    assert index.kind == fresh.kind == "ivf"
    assert fresh.count == 400
    assert fresh.nprobe == index.nprobe
