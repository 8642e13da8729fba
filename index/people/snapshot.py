"""The people register saved to a file between starts.

    arrays, each aligned | head | length of the head

It is trusted only if it is undamaged, was made by the same rules and lists of names, and is not
ahead of the database; otherwise names are joined anew. People are looked up in the mapped file.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from index.errors import DamagedIndexError
from index.files.sealed import SEAL_BYTES, erase, make_index_folder, map_sealed, write_sealed
from index.people.packed import PackedPeople

_FILE = "people.bin"
_RULES = ("people", "quotations/vocabulary", "text/matching", "text/introductions.py")
"""What decides who is joined, in the folder of the indexes' code."""


_ALIGNED = 8
_LENGTH_BYTES = 8


class _Head(Struct, frozen=True, array_like=True):
    """What is in a snapshot."""

    rules: str
    seq: int
    arrays: dict[str, tuple[str, int, int]]
    """Type, number of items and first byte of each."""


def write(folder: Path, seq: int, people: PackedPeople) -> None:
    """Write a snapshot of everything followed up to `seq`, whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    make_index_folder(folder)
    content, places = bytearray(), {}
    for name, array in people.arrays.items():
        content += bytes(-(len(content) + SEAL_BYTES) % _ALIGNED)
        places[name] = array.dtype.str, len(array), len(content)
        content += array.tobytes()
    head = msgspec.msgpack.encode(_Head(_rules(), seq, places))
    content += head + len(head).to_bytes(_LENGTH_BYTES, "little")
    write_sealed(folder / _FILE, bytes(content))


def reached(folder: Path) -> int:
    """A snapshot's log position; -1 if there is no usable snapshot."""
    try:
        content = map_sealed(folder / _FILE)
        return -1 if content is None else _head(content).seq
    except (DamagedIndexError, msgspec.DecodeError):
        discard(folder)
        return -1


def discard(folder: Path) -> None:
    """Delete the snapshot."""
    erase(folder / _FILE)


def read(folder: Path, position: int) -> tuple[int, PackedPeople] | None:
    """The sequence number that it has reached, and the people; None if there is none to be used.

    Raises:
        DamagedIndexError: it is damaged; it is deleted.
    """
    path = folder / _FILE
    try:
        content = map_sealed(path)
        head = None if content is None else _head(content)
    except DamagedIndexError:
        erase(path)
        raise
    except msgspec.DecodeError:  # of an earlier version
        return None
    if content is None or head is None or head.rules != _rules() or head.seq > position:
        return None
    arrays = {name: _array(content, *place) for name, place in head.arrays.items()}
    return head.seq, PackedPeople(arrays)


def _head(content: memoryview) -> _Head:
    length = int.from_bytes(content[-_LENGTH_BYTES:], "little")
    return msgspec.msgpack.decode(content[-_LENGTH_BYTES - length : -_LENGTH_BYTES], type=_Head)


def _array(content: memoryview, kind: str, count: int, first: int) -> NDArray[Any]:
    return np.frombuffer(content, np.dtype(kind), count, first)


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
