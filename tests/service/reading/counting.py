"""A network that counts the rows it reads."""

from collections.abc import Sequence

from service.reading.networks.network import Logits, Look
from service.reading.networks.pairs import Row
from service.reading.span_reader import SpanReader


class CountingNetwork:
    """A reader's network that counts the rows it reads."""

    def __init__(self, reader: SpanReader) -> None:
        self._network = reader.network
        self.rows = 0

    def read(self, rows: Sequence[Row], look: Look | None = None) -> list[Logits]:
        """Read and count."""
        self.rows += len(rows)
        return self._network.read(rows, look)
