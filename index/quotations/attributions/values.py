"""What is read in a sentence: phrases of it, and attributions made of phrases."""

from dataclasses import dataclass
from typing import NamedTuple

from index.quotations.sentences.units import Phrase
from index.records import Span


@dataclass(slots=True)
class Attribution:
    """One cue as a sentence has it."""

    lemma: str
    voice: str
    """How the verb has its subject; see `index.quotations.attributions.voices`."""
    frame: str
    """What follows it (see `index.quotations.attributions.frames`); "back" and
    "paren" where the content stands before it, a quotation or a clause."""
    cue: Phrase
    source: Phrase | None
    begins: int
    """The word at which this attribution begins: its subject, or its cue."""
    content: list[Phrase]
    precision: float = 0.0
    circumstances: tuple[str, ...] = ()

    @property
    def use(self) -> str:
        """The key under which the precision of this use is listed."""
        return f"{self.lemma} {self.voice} {self.frame}"

    @property
    def is_quoted(self) -> bool:
        """Whether some of what was said stands between marks."""
        return self.frame in ("back", "quote") or self.frame.endswith("+q")

    @property
    def is_after(self) -> bool:
        """Whether the content stands behind the cue."""
        return self.frame not in ("back", "paren")


class TaggedAttribution(NamedTuple):
    """An attribution as the tagger has it; offsets into the sentence."""

    anchor: int
    """Where the word begins that it hangs on."""
    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    features: dict[str, float]
    """What tells how sure it is: logits of the anchor and of its tokens, by name."""
