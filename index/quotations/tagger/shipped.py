"""The tagger shipped with Dateline: its files, their checks, and loading it."""

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.networks.shipped import ShippedModel, checked_model, parts_of
from index.quotations.sentences.units import Unit
from index.quotations.tagger.weighing import Trust

if TYPE_CHECKING:
    from index.quotations.tagger.network import Tagger

FOLDER = Path(__file__).parents[1] / "weights"
MODEL = "tagger.json"
WEIGHTS = "tagger.safetensors"


class TaggerModel(ShippedModel, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `tagger.json` holds."""

    layers: int
    words: tuple[str, ...]
    """Sentences without any of these words are not read: they cannot hold an attribution."""
    trust: Trust = Trust()
    """How far its attributions are trusted, fitted by `python -m eval.training.tagger.trust`."""


def fingerprint() -> str:
    """The identifier of the shipped tagger in reports: 12 hexadecimal digits."""
    return hashlib.sha256((FOLDER / MODEL).read_bytes()).hexdigest()[:12]


class ShippedTagger:
    """The tagger, and how far its attributions are trusted. Threads can share it."""

    def __init__(self, tagger: "Tagger", model: TaggerModel) -> None:
        self.trust = model.trust
        self.read = tagger.read
        self._words = frozenset(model.words)

    def wants(self, unit: Unit) -> bool:
        """Whether a sentence contains a word that can express an attribution."""
        return not self._words.isdisjoint(unit.words)


@cache
def load_tagging(folder: Path = FOLDER) -> ShippedTagger:
    """Load the tagger from a folder of weights, once; it is compiled on first use.

    Raises:
        SettingsError: a file is missing or damaged, or does not match the others.
    """
    from index.quotations.tagger.network import Tagger

    model = checked_model(folder / MODEL, TaggerModel)
    return ShippedTagger(Tagger(*parts_of(folder / MODEL, model.layers)), model)
