"""What every file format must do."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from index.records import Document, Rejected


class Source(Protocol):
    """Reads one format. Nothing stops the rest: what it cannot read it yields as Rejected."""

    suffixes: tuple[str, ...]
    """File endings it reads, with the dot, in lower case."""
    media_types: tuple[str, ...]

    def read(self, stream: BinaryIO, origin: str) -> Iterator[Document | Rejected]:
        """Yield the stream's documents in order, each as soon as it is read."""
        ...
