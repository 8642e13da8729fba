"""Snapshots of FAISS indexes, verified against their manifest and the database.

    <seq>-<sha256>.faiss + snapshot.json

The manifest is written last and names its file, so that after a crash either the old or the new
pair is complete.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from index.errors import DamagedIndexError
from index.files.durable import unusable
from index.files.kinds import check_is_file
from index.files.sealed import erase, make_index_folder, read_sealed, write_sealed
from index.followers.damage import named
from index.followers.faiss_building import Built, faiss
from index.followers.vector_source import VectorSource
from index.store.sqlite.locks import file_lock

_FORMAT = 3
_MANIFEST = "snapshot.json"
_WRITTEN_AT_ONCE = 1 << 20


class Manifest(Struct, frozen=True, kw_only=True):
    """A snapshot's manifest."""

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


class Draft(NamedTuple):
    """A written snapshot that is not yet published."""

    path: Path
    manifest: Manifest


def draft(folder: Path, built: Built, seq: int, source: VectorSource) -> Draft:
    """Write an index that has followed the log to `seq`; no copy of it is made in memory.

    Raises:
        StoreError: the disk is full or cannot be written.
    """
    make_index_folder(folder)
    path = folder / f"{seq}.{os.getpid()}.tmp"
    manifest = Manifest(
        format=_FORMAT,
        fingerprint=source.fingerprint,
        dim=source.dim,
        count=int(built.index.ntotal),
        seq=seq,
        sha256=_written(path, built.index),
        kind=built.kind,
        trained_on=built.trained_on,
        nprobe=built.nprobe,
    )
    return Draft(path, manifest)


def publish(folder: Path, made: Draft) -> None:
    """Publish a snapshot, unless another process wrote one at least as new.

    Raises:
        StoreError: the disk is full or cannot be written.
    """
    try:
        with file_lock(folder / "snapshot.lock"):
            if not _is_newer(made.manifest, _known(folder)):
                return
            made.path.replace(folder / made.manifest.file)
            write_sealed(folder / _MANIFEST, msgspec.json.encode(made.manifest))
            for path in folder.glob("*.faiss"):
                if path.name != made.manifest.file:
                    erase(path)
    except OSError as exc:
        raise unusable(made.path, exc) from exc
    finally:
        erase(made.path)


def _written(path: Path, index: Any) -> str:
    """Write an index durably; the hash of what was written."""
    found = hashlib.sha256()
    failed: list[OSError] = []

    def write(data: bytes) -> int:
        try:
            found.update(data)
            return file.write(data)
        except OSError as exc:
            failed.append(exc)
            return 0

    try:
        with path.open("wb") as file:
            # What goes wrong within FAISS has lost its number.
            with suppress(RuntimeError):
                faiss.write_index(index, faiss.PyCallbackIOWriter(write, _WRITTEN_AT_ONCE))
            if failed:
                raise failed[0]
            file.flush()
            os.fsync(file.fileno())
    except OSError as exc:
        erase(path)
        raise unusable(path, exc) from exc
    return found.hexdigest()


def read(folder: Path, source: VectorSource) -> tuple[Built, int] | None:
    """The index and its log position; None if there is no snapshot.

    Raises:
        DamagedIndexError: it is damaged, or does not belong to this database.
    """
    manifest = _manifest(folder)
    if manifest is None:
        if any(folder.glob("*.faiss")):
            raise DamagedIndexError(f"{folder / _MANIFEST}: missing")
        return None
    if (manifest.format, manifest.fingerprint, manifest.dim) != (
        _FORMAT,
        source.fingerprint,
        source.dim,
    ):
        raise DamagedIndexError(f"{folder}: snapshot of another embedder or version")
    if manifest.seq > source.position():
        raise DamagedIndexError(
            f"{folder}: snapshot is ahead of the database, which was replaced by an older copy or "
            "has lost its -wal file"
        )
    try:
        index = _index(folder, manifest)
    except DamagedIndexError:
        # Another process may have put a newer snapshot in its place while this one read.
        if _known(folder) in (manifest, None):
            raise
        return read(folder, source)
    built = Built(
        index=index,
        kind=manifest.kind,
        trained_on=manifest.trained_on,
        nprobe=manifest.nprobe,
    )
    return built, manifest.seq


def discard(folder: Path) -> None:
    """Delete a damaged snapshot, which would otherwise look as new as the rebuilt index."""
    if folder.is_dir():
        for path in (folder / _MANIFEST, *folder.glob("*.faiss")):
            erase(path)
    else:
        erase(folder)


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
    content = read_sealed(path)
    if content is None:
        return None
    try:
        return msgspec.json.decode(content, type=Manifest)
    except msgspec.DecodeError as exc:
        raise DamagedIndexError(f"{path}: {exc}") from exc


def _index(folder: Path, manifest: Manifest) -> Any:
    path = folder / manifest.file
    try:
        check_is_file(path)
        with path.open("rb") as file:
            hashed = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise DamagedIndexError(f"{path}: unreadable ({exc.strerror or exc})") from exc
    if hashed != manifest.sha256:
        raise DamagedIndexError(f"{path}: checksum does not match")
    with named(path):
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    if index.d != manifest.dim or index.ntotal != manifest.count:
        raise DamagedIndexError(f"{path}: dimension or count do not match its manifest")
    return index
