"""The protocols of a change-log follower and of a vector store.

    change log --follow--> Follower --save--> snapshot
                              └── VectorStore: the nearest passages of a question

Everything in a follower can be rebuilt from the database. A vector store is one file in this folder
that defines `create`; its name is the setting `vector_store`.
"""

from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from index.followers.vector_source import VectorSource
from index.records import Vectors

Ids: TypeAlias = NDArray[np.int64]
"""Passage ids."""
Cosines: TypeAlias = NDArray[np.float32]


class VectorOptions(Struct, frozen=True, kw_only=True):
    """User settings for vector stores."""

    flat_until: int = 300_000
    """Number of passages up to which search is exact."""


class Follower(Protocol):
    """An index that follows the change log. Every method may be called from several threads."""

    @property
    def seq(self) -> int:
        """Sequence number of the last change applied."""
        ...

    @property
    def count(self) -> int:
        """The number of passages."""
        ...

    def open(self) -> None:
        """Load the snapshot and follow the log to its end.

        Raises:
            DamagedIndexError: it is damaged; `rebuild` is called next, as after any other error
                that is not a DatelineError.
        """
        ...

    def follow(self) -> int:
        """Apply the changes that are new in the log; return the position reached."""
        ...

    def save(self) -> None:
        """Write a snapshot that saves the next start some work; whole or not at all.

        Raises:
            StoreError: it cannot be written. Nothing is lost: the next start takes longer.
        """
        ...

    def rebuild(self) -> None:
        """Rebuild the index from the database; the old one stays in use until it is replaced.

        The next `save` replaces the old snapshot.
        """
        ...

    def verify(self) -> list[str]:
        """Differences between index and database; empty if there are none."""
        ...

    def wait(self) -> None:
        """Wait until background work, if there is any, has finished."""
        ...


class VectorStore(Follower, Protocol):
    """A follower that finds the nearest passages of one collection, by cosine."""

    def search(self, questions: Vectors, k: int, allowed: Ids | None = None) -> tuple[Cosines, Ids]:
        """The `k` nearest passages of each question vector.

        Args:
            questions: unit rows, shape (n, dim).
            k: how many to find.
            allowed: passage ids to choose among, ascending; None for all.

        Returns:
            Cosines, best first, and passage ids, both of shape (n, k); id -1 fills the rest where
            there are fewer.
        """
        ...


class CreateVectorStore(Protocol):
    """The `create` of a vector store's file."""

    def __call__(self, source: VectorSource, folder: Path, options: VectorOptions) -> VectorStore:
        """Make a store that is still empty.

        Args:
            source: the vectors to hold, and the changes to follow.
            folder: where its snapshot goes; nothing else is kept there.
            options: what the user has set.
        """
        ...
