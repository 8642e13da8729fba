"""The bundled network for omitted words: its files and loading."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.networks.logistic import LogisticModel
from index.networks.shipped import ShippedModel, checked_model, parts_of
from service.questions.followups.terms.scores import Scores
from service.questions.followups.turns import Turn

if TYPE_CHECKING:
    from service.questions.followups.terms.important_words import ImportantWords

FOLDER = Path(__file__).parent / "weights"
MODEL = "terms.json"
WEIGHTS = "terms.safetensors"


class TermsModel(ShippedModel, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `terms.json` holds."""

    layers: int
    weighing: LogisticModel = LogisticModel()
    """What makes probabilities of what the network says; `eval.training.terms.weigh` fits it."""


def score(message: str, turns: Sequence[Turn]) -> Scores:
    """What the shipped network says about a message; it is loaded when this is first asked."""
    return load_important_words().score(message, turns)


@cache
def load_important_words(folder: Path = FOLDER) -> "ImportantWords":
    """Load the network from a folder of weights, once; it is compiled on first use.

    Raises:
        SettingsError: a file is missing or damaged, or does not match the others.
    """
    from service.questions.followups.terms.important_words import ImportantWords
    from service.questions.followups.terms.network import Network

    model = checked_model(folder / MODEL, TermsModel)
    return ImportantWords(Network(*parts_of(folder / MODEL, model.layers)), model.weighing)
