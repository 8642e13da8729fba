"""Attributions, as the rules and as the tagger find them."""

from dataclasses import dataclass
from typing import NamedTuple

from index.quotations.sentences.units import Phrase
from index.records import Span


@dataclass(slots=True)
class Attribution:
    """A cue in a sentence with its source and content, as the rules find it."""

    lemma: str
    voice: str
    """How the verb has its subject; see `index.quotations.attributions.voices`."""
    frame: str
    """What follows the cue (see `index.quotations.attributions.frames`); "back" or "paren" if the
    content comes before it, as a quotation or as a clause."""
    cue: Phrase
    source: Phrase | None
    begins: int
    """The number of its first word: the subject's or the cue's."""
    content: list[Phrase]
    precision: float = 0.0
    circumstances: tuple[str, ...] = ()

    @property
    def use(self) -> str:
        """The key under which the precision of this use of the cue is listed."""
        return f"{self.lemma} {self.voice} {self.frame}"

    @property
    def is_quoted(self) -> bool:
        """Whether some of the content is between quotation marks."""
        return self.frame in ("back", "quote") or self.frame.endswith("+q")

    @property
    def is_after(self) -> bool:
        """Whether the content comes after the cue."""
        return self.frame not in ("back", "paren")


class TaggedAttribution(NamedTuple):
    """An attribution as the tagger finds it; offsets are into the sentence."""

    anchor: int
    """Offset of the word that expresses the attribution, such as "accused"."""
    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    features: dict[str, float]
    """Evidence of how reliable it is: logits of the anchor and of its tokens, by name."""
