"""An open collection: its indexes, and the embedder they belong to.

When a collection switches to another embedder, a new open collection replaces the old one; answers
in progress finish with the one they started with.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from index.embedders.contract import Embedder
from index.errors import DamagedIndexError
from index.followers.contract import Cosines, Follower, Ids, VectorStore
from index.followers.damage import named
from index.followers.lexical.follower import LexicalIndex
from index.people.following import People
from index.publications import Publications
from index.records import Vectors
from index.store.database import SharedLock
from index.store.library import Library
from index.store.values import Collection
from index.store.vectors.embedder_records import EmbedderRecord

_log = logging.getLogger(__name__)


class OpenCollection:
    """One collection with its search indexes. Use it for one answer from beginning to end."""

    def __init__(
        self,
        library: Library,
        collection: Collection,
        record: EmbedderRecord,
        embedder: Embedder,
        dense: VectorStore,
        lexical: LexicalIndex,
        people: People,
        publications: Publications,
        wanted: str,
        hold: SharedLock | None = None,
    ) -> None:
        self.library = library
        self.collection = collection
        self.record = record
        self.embedder = embedder
        self.dense = dense
        self.lexical = lexical
        self.people = people
        self.publications = publications
        self.wanted = wanted
        self.mended: dict[str, str] = {}
        """Problems of indexes, by name, before they were rebuilt."""
        self._broken: dict[str, str] = {}
        # While this object exists, nobody deletes the vectors of its embedder.
        self._hold = hold

    @property
    def followers(self) -> dict[str, Follower]:
        """Its indexes by name."""
        return {"dense": self.dense, "lexical": self.lexical}

    @property
    def seq(self) -> int:
        """Sequence number of the last change that all its indexes have applied."""
        return min(follower.seq for follower in self.followers.values())

    @property
    def notice(self) -> str | None:
        """The notice to the operator about its embedder, if any."""
        if self.wanted != self.record.serving.name:
            return (
                f"collection {self.collection.name!r} is searched with the embedder "
                f"{self.record.serving.name or self.record.serving.fingerprint!r}, but the setting "
                f"`embedder` is {self.wanted!r}: run `dateline reembed` to change it"
            )
        if self.record.missing:
            return (
                f"collection {self.collection.name!r}: {self.record.missing:,} passages have no "
                "vector and are found by their words alone: run `dateline reembed`"
            )
        return None

    def models(self) -> dict[str, str]:
        """The embedder information in answers."""
        models = {"embedder": self.embedder.fingerprint}
        if self.wanted != self.record.serving.name:
            models["embedder_wanted"] = self.wanted
        if self.record.missing:
            models["passages_without_vector"] = str(self.record.missing)
        return models

    @property
    def broken(self) -> dict[str, str]:
        """Damage found by questions and not yet repaired, by index name."""
        lexical = {"lexical": self.lexical.broken} if self.lexical.broken else {}
        return self._broken | lexical

    def nearest(
        self, questions: Vectors, k: int, allowed: Ids | None = None
    ) -> tuple[Cosines, Ids]:
        """The nearest passages, as in `VectorStore.search`.

        Raises:
            DamagedIndexError: the index is damaged, and about to be rebuilt.
        """
        try:
            with named(Path("dense")):
                return self.dense.search(questions, k, allowed)
        except DamagedIndexError as exc:
            self._broken["dense"] = str(exc)
            raise

    def open(self) -> None:
        """Load all indexes and follow the log to its end; rebuild those that are damaged."""
        self.open_dense()
        self._mending("lexical", self.lexical.open)

    def open_dense(self) -> None:
        """Open the vector store only."""
        self._mending("dense", self.dense.open)

    def follow(self) -> None:
        """Apply the changes that are new in the log; rebuild what cannot."""
        for name, follower in self.followers.items():
            self._mending(name, follower.follow)
        self.people.forget_removed()

    def mend(self) -> None:
        """Rebuild what questions have found damaged.

        Raises:
            StoreError: it cannot be rebuilt.
        """
        for name, reason in self.broken.items():
            self.rebuild(name, reason)

    def rebuild(self, name: str, reason: str) -> None:
        """Rebuild an index from the truth, for a reason.

        Raises:
            StoreError: it cannot be rebuilt.
        """
        follower = self.followers[name]
        _log.warning("%s; rebuilding it from the articles", reason)
        with named(Path(name)):
            follower.rebuild()
            follower.follow()
        self.mended[name] = reason
        self._broken.pop(name, None)

    def _mending(self, name: str, work: Callable[[], object]) -> None:
        try:
            with named(Path(name)):
                work()
        except DamagedIndexError as exc:
            self.rebuild(name, str(exc))

    def prepare(self, check: Callable[[], object]) -> None:
        """Prepare in the background what questions would otherwise wait for; `check` stops it."""
        self.people.prepare(check)
        self.publications.prepare()

    def wait(self) -> None:
        """Wait for background work."""
        for one in (self.dense, self.people, self.publications):
            one.wait()

    def save(self) -> None:
        """Write snapshots."""
        for follower in self.followers.values():
            follower.save()
        self.people.save()


def vector_folder(folder: Path, generation: int) -> Path:
    """The snapshot folder of a collection's vector store, until the next switch."""
    return folder / f"vectors-{generation}"


def hold_name(collection: Collection, generation: int) -> str:
    """The lock shared by all processes that search this generation's vectors."""
    return f"indexes/{collection.pk}/vectors-{generation}"
