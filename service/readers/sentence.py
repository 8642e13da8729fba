"""The reader without a network: whole sentences, scored by overlap with the question.

    passages --> sentences --features--> one logistic score --> candidates, best first

For "what did X say about Y" the candidates are X's own quotations, nobody else's. The weights, and
what they were fitted on, are in `service/reading/sentence.json`: there, every second question had
no answer. Here, the probabilities are those of questions as people ask them.
"""

from collections.abc import Sequence

from msgspec import structs

from index.followers.open_collection import OpenCollection
from index.networks.logistic import logit, sigmoid
from index.records import Vectors
from index.search import Found
from service.candidates import Candidate
from service.questions.understand import Question, asks_for_words
from service.readers.contract import Reader
from service.reading.sentence_reader import SentenceReader, load_sentence_reader

_ANSWERS, _WORDS = (0.732, 0.4143), (1.4258, -0.0907)
"""Stretch and shift of the log-odds (Platt 1999), as measured with the span reader."""


class ScaledReader:
    """The sentence reader with its confidences on the scale that all points are for."""

    def __init__(self, reader: SentenceReader) -> None:
        self._reader = reader
        self.fingerprint = f"{reader.fingerprint}-scaled"

    def warm_up(self) -> None:
        """Do nothing: there is nothing to set up."""

    def read(
        self,
        question: Question,
        vector: Vectors,
        found: Sequence[Found],
        opened: OpenCollection,
        *,
        until: float | None = None,
    ) -> list[Candidate]:
        """Candidates from all passages, best first, none overlapping another."""
        stretch, shift = _WORDS if asks_for_words(question) else _ANSWERS
        candidates = self._reader.read(question, vector, found, opened, until=until)
        return [
            structs.replace(one, confidence=sigmoid(stretch * logit(one.confidence) + shift))
            for one in candidates
        ]


def create() -> Reader:
    """Build the reader with the weights that come with Dateline."""
    return ScaledReader(load_sentence_reader())
