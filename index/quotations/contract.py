"""The contract between quotation finding and a trained tagger."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from index.quotations.attributions.values import TaggedAttribution
from index.quotations.sentences.units import Unit
from index.quotations.tagger.sentence_tokens import Sentence
from index.quotations.tagger.weighing import Trust
from index.records import Mark, Span


class ArticleText(NamedTuple):
    """An article to search for quotations."""

    text: str
    sentences: Sequence[Span]
    """The body's sentences, in order."""
    marks: Sequence[Mark] = ()
    title: str = ""
    """The headline, where the text does not contain it."""


class Tagging(Protocol):
    """A trained network that reads sentences, and how far it is trusted."""

    @property
    def trust(self) -> Trust:
        """How far the network is trusted."""
        ...

    def wants(self, unit: Unit) -> bool:
        """Whether a sentence might hold an attribution, so that it is worth reading."""
        ...

    def read(self, sentences: Sequence[Sentence]) -> list[list[TaggedAttribution]]:
        """The attributions found in each sentence."""
        ...
