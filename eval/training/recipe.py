"""The recipe for training the reader: which questions, in what proportions, and how it learns."""

from pathlib import Path

import msgspec
from msgspec import Struct

UNANSWERED = frozenset(("cut", "elsewhere", "swapped"))
"""The changes after which a passage does not answer its question."""
RECIPE = Path(__file__).with_name("recipe.toml")


class SetUse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one set is used."""

    path: str
    times: float
    """How often each of its questions is seen in an epoch."""
    licence: str
    pairs: bool = False
    """Each row is a question with one sentence, labelled as right or wrong; no spans are marked."""
    unanswerable: bool = False
    """Take only the questions that their passage does not answer."""
    change: str = ""
    """Its questions are changed into others first; one of `eval.training.data.twins`."""
    stated: bool = False
    """The set consists of articles; its questions are those they answer explicitly."""
    written: bool = False
    """The set consists of articles; its questions are our own: `eval.training.data.written`."""
    said: bool = False
    """The same, and its questions are our own ones about somebody's words."""

    @property
    def answers(self) -> bool:
        """Whether its passages answer any of its questions."""
        return not self.unanswerable and self.change not in UNANSWERED

    @property
    def asked_by_people(self) -> bool:
        """Whether its questions are as other people asked and answered them."""
        return not (self.change or self.stated or self.written or self.said)


class Recipe(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that decides what a run makes of its data."""

    seed: int
    sets: list[SetUse]
    rooms: list[int]
    """Passage tokens of the windows of a batch, one of them by chance."""
    batch_tokens: int
    steps: int
    """At most; fewer where the time ends before."""
    seconds: float | None = None
    """At most; None: as long as the steps take."""
    checkpoint_steps: int
    """How often the state is written."""
    bfloat16: bool = False
    """Compute in bfloat16 on a processor too: twice as fast where it has AVX-512 BF16."""
    rate: float
    """Of learning, at its highest."""
    warmup: float
    """The share of the steps in which the rate rises."""
    weight_decay: float
    averaged: float
    """How much of the averaged weights stays at a step."""
    dropout: float = 0.0
    frozen: int = 0
    """Lower layers that stay as they are: nothing is computed backwards in them, and they are read
    once for the reader that learns and the one that it was."""
    relevance: float = 0.5
    """Weight of the relevance loss relative to that of spans."""
    labels: float
    """What labels of people's questions count; the rest is what the shipped reader thinks."""
    made: float
    """The share of batches of questions that were made or changed, and have an answer."""
    unanswered: float
    """The share of batches of questions that their passage does not answer."""
    hardest: int
    """One in this many windows without an answer is used: the one with the most confident
    answer."""


def read_recipe(path: Path = RECIPE) -> Recipe:
    """Read and check a recipe.

    Raises:
        msgspec.ValidationError: names the field that is wrong.
    """
    return msgspec.toml.decode(path.read_bytes(), type=Recipe)
