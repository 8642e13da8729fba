"""The network shipped with Dateline: its files, their checks, and loading it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from index.errors import SettingsError
from index.networks.bert_graph import read_config
from index.networks.logistic import LogisticModel
from index.networks.model_folders import SHA256 as BASE_SHA256
from index.networks.model_folders import model_folder
from index.networks.weights import check_sha256, with_base_words
from service.questions.followups.terms.scores import Scores
from service.questions.followups.turns import Turn

if TYPE_CHECKING:
    from service.questions.followups.terms.important_words import ImportantWords

FOLDER = Path(__file__).parent / "weights"
MODEL = "terms.json"
WEIGHTS = "terms.safetensors"
_AGAIN = "reinstall Dateline"


class TermsModel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `terms.json` holds."""

    sha256: str
    """Checksum of the weights."""
    base_sha256: str
    """Checksum of the base model whose word embeddings they need."""
    layers: int
    weighing: LogisticModel = LogisticModel()
    """What makes probabilities of what the network says; `eval.training.terms.weigh` fits it."""


def check_files(folder: Path = FOLDER) -> TermsModel:
    """Check that the weights exist and have the expected checksum, without loading them.

    Raises:
        SettingsError: a file is missing or damaged, or does not match the others.
    """
    path = folder / MODEL
    try:
        model = msgspec.json.decode(path.read_bytes(), type=TermsModel)
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(f"{path}: {exc}; {_AGAIN}") from exc
    if model.base_sha256 != BASE_SHA256:
        raise SettingsError(f"{path}: made for other word embeddings; {_AGAIN}")
    check_sha256(folder / WEIGHTS, model.sha256)
    return model


def score(message: str, turns: Sequence[Turn]) -> Scores:
    """What the shipped network says about a message; it is loaded when this is first asked."""
    return _loaded().score(message, turns)


@cache
def _loaded() -> "ImportantWords":
    return load_important_words()


def load_important_words(folder: Path = FOLDER) -> "ImportantWords":
    """Load the network from a folder of weights; it is compiled on first use."""
    from service.questions.followups.terms.important_words import ImportantWords
    from service.questions.followups.terms.network import Network

    model = check_files(folder)
    base = model_folder()
    config = msgspec.structs.replace(
        read_config(base / "config.json"), num_hidden_layers=model.layers
    )
    tokens = (base / "tokenizer.json").read_text("utf-8")
    network = Network(with_base_words(folder / WEIGHTS, base), config, tokens)
    return ImportantWords(network, model.weighing)
