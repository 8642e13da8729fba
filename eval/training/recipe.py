"""The recipe of the reader's training: which questions, which parts, and how much of each."""

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
    negatives: bool = False
    """Its questions are also read in windows that do not answer them."""
    unanswerable: bool = False
    """Take only the questions that their passage does not answer."""
    change: str = ""
    """Its questions are changed into others first; one of `eval.training.data.twins`."""
    stated: bool = False
    """It is articles, and its questions are those that they answer in so many words."""
    further: float = 0.0
    """How often each of its questions is seen in an epoch of the further training."""

    @property
    def answers(self) -> bool:
        """Whether its passages answer any of its questions."""
        return not self.unanswerable and self.change not in UNANSWERED

    @property
    def asked_by_people(self) -> bool:
        """Whether its questions are as people asked them."""
        return not self.change and not self.stated


class Measured(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A set that readers are measured on."""

    path: str
    whole: bool = False
    """Measure on all of it; otherwise on the tenth that is never trained on."""


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one network is trained."""

    steps: int
    """At most; fewer where the profile's time ends before."""
    rate: float
    """Of learning, at its highest."""
    dropout: float = 0.0
    averaged: float | None = None
    """How much of the averaged weights stays at a step; None: as the recipe says."""
    relevance: float = 0.5
    """What the loss of relevance counts beside that of spans."""


class Further(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the reader that is shipped learns what it is weak at, without forgetting the rest."""

    labels: float
    """What labels of people's questions count; the rest is what the shipped reader thinks."""
    made: float
    """The share of batches of questions that were made or changed, and have an answer."""
    unanswered: float
    """The share of batches of questions that their passage does not answer."""
    hardest: int
    """Of so many windows that do not answer, one is learned from: where most answers are seen."""


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One training."""

    batch_tokens: int
    checkpoint_steps: int
    """How often the state within a part is written."""
    reader: Part
    further: Further | None = None
    """Begin with the reader that is shipped, not with all-MiniLM-L6-v2."""
    seconds: float | None = None
    """At most; None: as long as the steps take."""
    bfloat16: bool = False
    """Compute in bfloat16 on a processor too: twice as fast where it has AVX-512 BF16."""


class Recipe(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that decides what a run makes of its data."""

    seed: int
    warmup: float
    """The share of a part's steps in which the rate rises."""
    weight_decay: float
    averaged: float
    """How much of the averaged weights stays at a step."""
    rooms: list[int]
    """Passage tokens of the windows of a batch, one of them by chance."""
    together: list[int]
    """How many windows of a question are compared, one of them by chance."""
    sets: list[SetUse]
    measured: list[Measured]
    profiles: dict[str, Profile]


def read_recipe(path: Path = RECIPE) -> Recipe:
    """Read and check a recipe.

    Raises:
        msgspec.ValidationError: names the field that is wrong.
    """
    return msgspec.toml.decode(path.read_bytes(), type=Recipe)
