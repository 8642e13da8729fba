"""The lexical index on disk: opened if its checksums match, extended, rebuilt.

All processes of a data folder share the files; changes require `lexical.lock`.
"""

import os
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tantivy
from msgspec import structs

from index.errors import DamagedIndexError, StoreError
from index.files.kinds import other_kind
from index.files.sealed import erase
from index.followers.damage import named
from index.followers.lexical import manifest as manifests
from index.followers.lexical.manifest import Manifest, checksums
from index.followers.lexical.schema import ANALYZER, analyzer, schema
from index.store.sqlite.locks import file_lock

Write = Callable[[Any, int, Callable[[int], object]], int]
"""Applies to an index the changes after a position, noting each that is done."""


class LexicalFiles:
    """The files of one collection."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamps: dict[str, tuple[int, int, int]] = {}

    def open(self) -> tuple[Manifest, Any] | None:
        """The verified manifest; None if there is no index yet.

        Raises:
            DamagedIndexError: it cannot be used.
        """
        with self._quiet():
            manifest = self._manifest()
            if manifest is None:
                return None
            manifests.check(self._folder, manifest)
            return manifest, self.index(manifest)

    def manifest(self) -> Manifest:
        """The current manifest.

        Raises:
            DamagedIndexError: there is none, or it cannot be used.
        """
        found = self._manifest()
        if found is None:
            raise DamagedIndexError(f"{self._folder}: the lexical index is missing")
        return found

    def check(self) -> None:
        """Compare every file with its checksum.

        Raises:
            DamagedIndexError: one does not match.
        """
        with self._quiet():
            manifests.check(self._folder, self.manifest())

    def watch(self) -> None:
        """Check the files that were changed since they were last checked.

        Raises:
            DamagedIndexError: one does not match its checksum.
        """
        with self._quiet():
            manifest = self.manifest()
            folder = self._folder / manifest.folder
            stamps = {name: _stamp(folder / name) for name in manifest.files}
            changed = {n: s for n, s in manifest.files.items() if stamps[n] != self._stamps.get(n)}
            manifests.check(self._folder, structs.replace(manifest, files=changed))
            self._stamps = stamps

    def index(self, manifest: Manifest, known: Any = None) -> Any:
        """The index of a manifest, for reading; reloads `known` if possible.

        Raises:
            DamagedIndexError: tantivy cannot open it.
        """
        folder = self._folder / manifest.folder
        with named(folder):
            if not os.access(folder, os.W_OK):
                return _opened_through_links(folder)
            if known is None:
                return _opened(folder)
            known.reload()
            return known

    def extend(self, position: int, write: Write) -> Manifest:
        """Bring the files up to date with the log, unless another process already has.

        Raises:
            DamagedIndexError: they cannot be extended and must be rebuilt.
            StoreError: the system refuses it.
        """
        with file_lock(self._folder / "lexical.lock"):
            manifest = self.manifest()
            if manifest.seq >= position and not manifest.writing:
                return manifest
            return self._written(manifest, write)

    def build(self, known: Manifest | None, write: Write) -> Manifest:
        """Rebuild the index, unless another process has already replaced the `known` one.

        Raises:
            StoreError: the system refuses it.
        """
        with file_lock(self._folder / "lexical.lock"):
            return self._replaced(known) or self._built(write)

    # Writing

    def _written(self, manifest: Manifest, write: Write) -> Manifest:
        folder = self._folder / manifest.folder

        def note(seq: int) -> None:
            manifests.write(self._folder, structs.replace(begun, seq=seq))

        begun = structs.replace(manifest, writing=True)
        manifests.write(self._folder, begun)
        with named(folder):
            # Opened only for this: an index that is kept open does not see files written by others.
            seq = write(_opened(folder), manifest.seq, note)
            files = checksums(folder, manifest.files)
        done = structs.replace(manifest, seq=seq, writing=False, files=files)
        manifests.write(self._folder, done)
        # What a rebuilt index has replaced, perhaps before a crash.
        for path in self._folders():
            if path.name != done.folder:
                erase(path)
        return done

    def _built(self, write: Write) -> Manifest:
        """Start with an empty index, from which the next process continues after a crash."""
        last = max(map(_number, self._folders()), default=0)
        folder = self._folder / f"lexical-{1 + last}"
        with named(folder):
            folder.mkdir(parents=True)
            tantivy.Index(schema(), path=str(folder))
        return self._written(Manifest(folder=folder.name), write)

    def _folders(self) -> list[Path]:
        return [path for path in self._folder.glob("lexical*") if not path.suffix]

    def _replaced(self, known: Manifest | None) -> Manifest | None:
        """The index that another process has built meanwhile."""
        try:
            found = self._manifest()
            if found is None or (known is not None and known.folder == found.folder):
                return None
            manifests.check(self._folder, found)
        except DamagedIndexError:
            return None
        return found

    def _manifest(self) -> Manifest | None:
        found = manifests.read(self._folder)
        if found is None and any(self._folder.glob("lexical*/meta.json")):
            raise DamagedIndexError(f"{self._folder / 'lexical.json'}: missing")
        return found

    @contextmanager
    def _quiet(self) -> Generator[None]:
        """While nobody writes; where there can be no lock, nobody can write either."""
        with ExitStack() as stack:
            with suppress(StoreError):
                stack.enter_context(file_lock(self._folder / "lexical.lock"))
            yield


def in_memory() -> Any:
    """An empty index that needs no disk."""
    index = tantivy.Index(schema())
    index.register_tokenizer(ANALYZER, analyzer())
    return index


def _opened(folder: Path) -> Any:
    for lock in folder.glob(".*.lock"):
        if other_kind(lock) is not None:
            erase(lock)
    index = tantivy.Index.open(str(folder))
    index.register_tokenizer(ANALYZER, analyzer())
    # Only on request: automatic reloading would show half-written states and lock the files.
    index.config_reader("manual")
    index.reload()
    index.searcher()
    return index


def _opened_through_links(folder: Path) -> Any:
    """Open what may not be written to: tantivy makes a lock file beside what it reads."""
    with TemporaryDirectory(prefix="dateline-") as place:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                (Path(place) / path.name).symlink_to(path.resolve())
        return _opened(Path(place))


def _stamp(path: Path) -> tuple[int, int, int]:
    """Attributes that change when a file is written to; zeros if it does not exist."""
    try:
        stat = path.stat()
    except OSError:
        return 0, 0, 0
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _number(path: Path) -> int:
    digits = path.name.partition("-")[2]
    return int(digits) if digits.isdigit() else 0
