"""What finds attributions beside the rules."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from index.quotations.attributions.values import TaggedAttribution
from index.quotations.sentences.units import Unit
from index.quotations.tagger.blending import Blend
from index.quotations.tagger.sentence_tokens import Sentence
from index.records import Mark, Span


class Text(NamedTuple):
    """An article as its quotations are looked for."""

    text: str
    sentences: Sequence[Span]
    """Those of the body, in order."""
    marks: Sequence[Mark] = ()


class Tagging(Protocol):
    """A trained network that reads sentences, with what it needs to be weighed against rules."""

    @property
    def settings(self) -> Blend:
        """How far it is trusted."""
        ...

    def wants(self, unit: Unit) -> bool:
        """Whether something may be said in a sentence."""
        ...

    def read(self, sentences: Sequence[Sentence]) -> list[list[TaggedAttribution]]:
        """The attributions of each sentence."""
        ...
