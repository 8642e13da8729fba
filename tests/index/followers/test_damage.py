"""Every file of every index damaged in turn: it is noticed, and rebuilt from the truth."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.embedders.contract import Embedder
from index.errors import DamagedIndexError, StoreError
from index.followers.damage import named
from index.records import Document
from tests.conftest import Shelf, story
from tests.waiting import wait_until

_WORDS = "harbor council bridge storm mayor budget ferry school vote court".split()


def _stories(first: int, count: int) -> list[Document]:
    return [
        story(f"s{n}", f"The {_WORDS[n % 10]} of {_WORDS[n % 7]} was number {n} on Monday.")
        for n in range(first, first + count)
    ]


def _fill(shelf: Shelf, first: int) -> None:
    """Add articles and delete one, so that tantivy has segments and deletions."""
    shelf.add(*_stories(first, 12))
    shelf.library.remove(shelf.collection, f"s{first}")
    shelf.catalogue.follow(shelf.collection)
    shelf.catalogue.save()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, letters: Embedder) -> Path:
    """A data folder with sound indexes; in `older` they lack the last articles."""
    folder = tmp_path_factory.mktemp("sound")
    shelf = Shelf(folder, letters)
    _fill(shelf, 0)
    shutil.copytree(folder / "indexes", folder / "older")
    _fill(shelf, 20)
    shelf.library.close()
    return folder


def _files(folder: Path) -> list[Path]:
    """The files of the indexes; locks hold nothing."""
    found = sorted(path for path in (folder / "indexes").rglob("*") if path.is_file())
    return [path.relative_to(folder / "indexes") for path in found if path.suffix != ".lock"]


def _flip(path: Path, place: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(place * (len(data) - 1))] ^= 0xFF
    path.write_bytes(data)


def _make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _make_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


_DAMAGES: dict[str, Callable[[Path], object]] = {
    "first byte": lambda path: _flip(path, 0),
    "middle byte": lambda path: _flip(path, 0.5),
    "last byte": lambda path: _flip(path, 1),
    "emptied": lambda path: path.write_bytes(b""),
    "removed": Path.unlink,
    "a folder": _make_a_folder,
    "a pipe": _make_a_pipe,
}


@pytest.mark.short(1)
@pytest.mark.parametrize("damage", ["middle byte", "emptied", "older", "a pipe"])
def test_a_damaged_file_of_any_kind_is_noticed_and_its_index_rebuilt(
    damage: str, sound: Path, tmp_path: Path, letters: Embedder
) -> None:
    kinds = {file.suffix or file.name: file for file in _files(sound)}
    assert {".json", ".term", ".pos", ".fast", ".del", ".faiss"} <= set(kinds)

    states = _states(damage, list(kinds.values()), sound, tmp_path, letters)

    assert states == dict.fromkeys(states, ("found", "sound"))


@pytest.mark.slow
@pytest.mark.parametrize("damage", [*_DAMAGES, "older"])
def test_every_damaged_file_is_noticed_and_its_index_rebuilt(
    damage: str, sound: Path, tmp_path: Path, letters: Embedder
) -> None:
    states = _states(damage, _files(sound), sound, tmp_path, letters)

    assert states == dict.fromkeys(states, ("found", "sound"))


@pytest.mark.parametrize(
    "place",
    ["indexes", "indexes/1", "indexes/1/vectors-0", "indexes/1/lexical-1/.tantivy-meta.lock"],
)
def test_a_pipe_in_the_place_of_a_folder_or_a_lock_is_replaced(
    place: str, sound: Path, tmp_path: Path, letters: Embedder
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(sound, folder)
    (folder / "aside").mkdir()
    (folder / place).rename(folder / "aside" / "old")
    os.mkfifo(folder / place)

    found = _found(Shelf(folder, letters))
    shelf = Shelf(folder, letters)

    assert (found, _state(shelf)) == ("found", "sound")


def _states(
    damage: str, files: list[Path], sound: Path, folder: Path, letters: Embedder
) -> dict[str, tuple[str, str]]:
    return {
        str(file): _after(damage, file, sound, folder / str(number), letters)
        for number, file in enumerate(files)
    }


def _after(
    damage: str, file: Path, sound: Path, folder: Path, letters: Embedder
) -> tuple[str, str]:
    """Whether everything is found after the damage, and the next start finds nothing wrong."""
    shutil.copytree(sound, folder)
    path = folder / "indexes" / file
    if damage == "older":
        _replace_by_older(path, folder / "older" / file)
    else:
        _DAMAGES[damage](path)
    found = _found(Shelf(folder, letters))
    shelf = Shelf(folder, letters)
    state = _state(shelf)
    shelf.library.close()
    return found, state


def _replace_by_older(path: Path, older: Path) -> None:
    """The same file as it was before the last articles, or else one of its kind."""
    others = sorted(p for p in older.parents[1].rglob(f"*{path.suffix}") if p.is_file())
    shutil.copyfile(older if older.exists() else others[0], path)


def _found(shelf: Shelf) -> str:
    opened = shelf.opened()
    everything = {f"s{n}" for n in (*range(1, 12), *range(21, 32))}
    _, words = opened.lexical.search("number", 100)
    _, near = opened.nearest(shelf.embedder.embed_questions(["number"]), 100)
    shelf.catalogue.save()
    located = [shelf.library.locate(shelf.collection, ids.tolist()) for ids in (words, near[0])]
    shelf.library.close()
    ids = [{one.article.id for one in found.values()} for found in located]
    return "found" if ids == [everything, everything] else f"{ids}"


def _state(shelf: Shelf) -> str:
    opened = shelf.opened()
    problems = opened.dense.verify() + opened.lexical.verify() + list(opened.mended.values())
    return "; ".join(problems) or "sound"


def test_a_file_left_by_a_killed_process_does_not_stop_the_next(shelf: Shelf) -> None:
    shelf.add(*_stories(0, 12))
    folder = shelf.folder / "indexes" / "1" / "lexical-1"
    meta = json.loads((folder / "meta.json").read_bytes())
    for segment in meta["segments"]:
        # One of these is what the next commit wants to create.
        for later in range(1, 20):
            name = segment["segment_id"].replace("-", "")
            (folder / f"{name}.{meta['opstamp'] + later}.del").write_bytes(b"half a bit set")

    shelf.library.remove(shelf.collection, "s0")
    shelf.catalogue.follow(shelf.collection)

    opened = shelf.opened()
    assert "FileAlreadyExists" in opened.mended["lexical"]
    assert "disk space" not in opened.mended["lexical"]
    assert opened.lexical.count == 11
    assert shelf.reopened().opened().mended == {}


def test_what_a_question_finds_damaged_is_rebuilt_in_the_background(shelf: Shelf) -> None:
    shelf.add(*_stories(0, 12))
    opened = shelf.opened()
    _overwrite(shelf.folder, "*.term")

    with pytest.raises(DamagedIndexError):
        opened.lexical.search("number", 5)
    (notice,) = shelf.catalogue.notices()
    shelf.catalogue.follow_all()
    wait_until(lambda: not opened.broken)

    assert notice.endswith("the index is being rebuilt")
    assert len(opened.lexical.search("number", 100)[1]) == 12
    assert shelf.catalogue.notices() == []


def test_damage_is_noticed_before_anybody_asks(shelf: Shelf) -> None:
    shelf.add(*_stories(0, 12))
    opened = shelf.opened()
    shelf.catalogue.tidy()
    assert opened.broken == {}
    _overwrite(shelf.folder, "*.fast")

    shelf.catalogue.tidy()

    assert "checksum does not match" in opened.broken["lexical"]


def _overwrite(folder: Path, pattern: str) -> None:
    """Spoil files in their places, as a failing disk does to those that are open."""
    for path in folder.rglob(pattern):
        with path.open("r+b") as file:
            file.write(b"\xff" * path.stat().st_size)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("No space left on device (os error 28)"), "No space left .* free some disk"),
        (OSError(errno.EACCES, "denied"), "Permission denied; make the data folder writable"),
        (ValueError("too many open files (os error 24)"), "Too many open files.*ulimit -n"),
    ],
)
def test_what_the_system_refuses_is_no_damage(error: Exception, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught, named(Path("lexical")):
        raise error

    assert not isinstance(caught.value, DamagedIndexError)


class _Panic(BaseException):
    """As a library written in Rust raises it."""


@pytest.mark.parametrize(
    "error", [_Panic("out of range"), ValueError("FileAlreadyExists"), RuntimeError("x"), OSError()]
)
def test_whatever_else_a_library_raises_is_damage_with_its_cause(error: BaseException) -> None:
    with pytest.raises(DamagedIndexError) as caught, named(Path("lexical")):
        raise error

    assert str(caught.value) == f"lexical: {type(error).__name__}: {error}"
