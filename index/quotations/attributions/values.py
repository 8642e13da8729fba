"""Attributions as read by the tagger, and as words of a unit."""

from typing import NamedTuple

from index.quotations.sentences.units import Phrase
from index.records import Span


class Attribution(NamedTuple):
    """A cue in a sentence with its source and content."""

    cue: Phrase
    source: Phrase | None
    content: tuple[Phrase, ...]
    precision: float = 0.0


class TaggedAttribution(NamedTuple):
    """An attribution as the tagger finds it; offsets are into the sentence."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    features: dict[str, float]
    """Evidence of how reliable it is: logits of the anchor and of its tokens, by name."""
