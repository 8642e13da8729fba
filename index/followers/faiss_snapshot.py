"""Snapshots of FAISS indexes, checked against their manifest and against the truth.

    <seq>-<sha256>.faiss + snapshot.json

The manifest is written last and names its file, so that a crash leaves the old pair or the new one.
"""

import hashlib
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from index.errors import DamagedIndexError
from index.files.durable import write_durably
from index.followers.faiss_building import Built, faiss
from index.followers.vector_source import VectorSource
from index.store.locks import file_lock

_FORMAT = 2
_MANIFEST = "snapshot.json"


class Manifest(Struct, frozen=True, kw_only=True):
    """What a snapshot claims to be."""

    format: int
    fingerprint: str
    dim: int
    count: int
    seq: int
    sha256: str
    kind: str
    trained_on: int
    nprobe: int

    @property
    def file(self) -> str:
        """Name of the file with the index."""
        return f"{self.seq}-{self.sha256[:8]}.faiss"


def describe(built: Built, data: memoryview, seq: int, source: VectorSource) -> Manifest:
    """The manifest of a serialised index that has followed the log to `seq`."""
    return Manifest(
        format=_FORMAT,
        fingerprint=source.fingerprint,
        dim=source.dim,
        count=int(built.index.ntotal),
        seq=seq,
        sha256=hashlib.sha256(data).hexdigest(),
        kind=built.kind,
        trained_on=built.trained_on,
        nprobe=built.nprobe,
    )


def write(folder: Path, manifest: Manifest, data: memoryview) -> None:
    """Write a snapshot, unless another process wrote one that is at least as new.

    Raises:
        StoreError: the disk is full or cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with file_lock(folder / "snapshot.lock"):
        if _is_newer(manifest, _known(folder)):
            write_durably(folder / manifest.file, data)
            write_durably(folder / _MANIFEST, msgspec.json.encode(manifest))
            for path in folder.glob("*.faiss"):
                if path.name != manifest.file:
                    path.unlink(missing_ok=True)


def read(folder: Path, source: VectorSource) -> tuple[Built, int] | None:
    """The index and the position it has reached in the log; None if there is no snapshot.

    Raises:
        DamagedIndexError: it is damaged, or does not belong to this truth.
    """
    manifest = _manifest(folder)
    if manifest is None:
        return None
    if (manifest.format, manifest.fingerprint, manifest.dim) != (
        _FORMAT,
        source.fingerprint,
        source.dim,
    ):
        raise DamagedIndexError(f"{folder}: snapshot of another embedder or version")
    if manifest.seq > source.position():
        raise DamagedIndexError(f"{folder}: snapshot is ahead of the database")
    built = Built(
        index=_index(folder, manifest),
        kind=manifest.kind,
        trained_on=manifest.trained_on,
        nprobe=manifest.nprobe,
    )
    return built, manifest.seq


def discard(folder: Path) -> None:
    """Forget a damaged snapshot, which would pass for as new as the index rebuilt after it."""
    (folder / _MANIFEST).unlink(missing_ok=True)


def _is_newer(manifest: Manifest, known: Manifest | None) -> bool:
    return (
        known is None
        or (known.format, known.fingerprint) != (manifest.format, manifest.fingerprint)
        or known.seq < manifest.seq
    )


def _known(folder: Path) -> Manifest | None:
    try:
        return _manifest(folder)
    except DamagedIndexError:
        return None


def _manifest(folder: Path) -> Manifest | None:
    path = folder / _MANIFEST
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as exc:
        raise DamagedIndexError(f"{path}: unreadable ({exc})") from exc


def _index(folder: Path, manifest: Manifest) -> Any:
    path = folder / manifest.file
    try:
        data = np.fromfile(path, np.uint8)
    except OSError as exc:
        raise DamagedIndexError(f"{path}: unreadable ({exc.strerror})") from exc
    if hashlib.sha256(data.data).hexdigest() != manifest.sha256:
        raise DamagedIndexError(f"{path}: checksum does not match")
    try:
        index = faiss.deserialize_index(data)
    except RuntimeError as exc:
        raise DamagedIndexError(f"{path}: not a FAISS index") from exc
    if index.d != manifest.dim or index.ntotal != manifest.count:
        raise DamagedIndexError(f"{path}: dimension or count do not match its manifest")
    return index
