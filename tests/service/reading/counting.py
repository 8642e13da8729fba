"""A network that counts the rows it reads."""

from collections.abc import Sequence

from service.reading.confidence import ConfidenceModels
from service.reading.networks.network import Logits, Look, Network
from service.reading.networks.pairs import Row
from service.reading.sentence_reader import load_sentence_reader
from service.reading.span_reader import SpanReader
from service.reading.windows import ReadingBudget


class CountingNetwork:
    """A reader's network that counts the rows it reads."""

    def __init__(self, reader: SpanReader) -> None:
        self._network = reader.network
        self.rows = 0

    def read(self, rows: Sequence[Row], look: Look | None = None) -> list[Logits]:
        """Read and count."""
        self.rows += len(rows)
        return self._network.read(rows, look)


def with_network(
    reader: SpanReader,
    network: Network,
    budget: ReadingBudget,
    confidences: ConfidenceModels | None = None,
) -> SpanReader:
    """A copy with another network, reading budget or confidences."""
    sentences = load_sentence_reader()
    chosen = confidences or reader.confidences
    return SpanReader(network, reader.pairs, budget, chosen, sentences, reader.fingerprint)
