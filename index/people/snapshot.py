"""What was joined into people, kept in a file from one start to the next.

It is trusted only if it is undamaged, was made by the same rules and lists of names, and is not
ahead of the database; otherwise names are joined anew.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from index.errors import DamagedIndexError
from index.files.sealed import erase, make_index_folder, read_sealed, write_sealed
from index.people.records import PersonRecord

_FILE = "people.bin"
_RULES = ("people", "quotations/vocabulary", "text/matching", "text/introductions.py")
"""What decides who is joined, in the folder of the indexes' code."""


class _Snapshot(Struct, frozen=True, array_like=True):
    rules: str
    seq: int
    people: Sequence[PersonRecord]


class _Head(Struct, frozen=True, array_like=True):
    """The beginning of a snapshot, which is read alone at first."""

    rules: str
    seq: int


def write(folder: Path, seq: int, people: Sequence[PersonRecord]) -> None:
    """Write a snapshot of everything followed up to `seq`, whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    make_index_folder(folder)
    write_sealed(folder / _FILE, msgspec.msgpack.encode(_Snapshot(_rules(), seq, people)))


def reached(folder: Path) -> int:
    """The position of the log that a snapshot has reached; -1 if there is none to be used."""
    try:
        content = read_sealed(folder / _FILE)
        return -1 if content is None else msgspec.msgpack.decode(content, type=_Head).seq
    except (DamagedIndexError, msgspec.DecodeError):
        discard(folder)
        return -1


def discard(folder: Path) -> None:
    """Delete the snapshot."""
    erase(folder / _FILE)


def read(folder: Path, position: int) -> tuple[int, Sequence[PersonRecord]] | None:
    """The sequence number that it has reached, and the people; None if there is none to be used.

    Raises:
        DamagedIndexError: it is damaged; it is deleted.
    """
    path = folder / _FILE
    try:
        content = read_sealed(path)
        if content is None:
            return None
        head = msgspec.msgpack.decode(content, type=_Head)
        if head.rules != _rules() or head.seq > position:
            return None
        found = msgspec.msgpack.decode(content, type=_Snapshot)
    except msgspec.DecodeError as exc:
        erase(path)
        raise DamagedIndexError(f"{path}: {exc}") from exc
    except DamagedIndexError:
        erase(path)
        raise
    return found.seq, found.people


@cache
def _rules() -> str:
    """Changes whenever names may be joined in another way."""
    root = Path(__file__).parent.parent
    found = sha256()
    for path in sorted(file for place in _RULES for file in _files(root / place)):
        found.update(path.read_bytes())
    return found.hexdigest()


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [one for one in place.rglob("*") if one.suffix in (".py", ".txt")]
