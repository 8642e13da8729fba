"""The tagger shipped with Dateline: its files, their checks, and loading it."""

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from index.errors import SettingsError
from index.networks.bert_graph import read_config
from index.networks.model_folders import SHA256 as BASE_SHA256
from index.networks.model_folders import model_folder
from index.networks.weights import check_sha256, with_base_words
from index.quotations.sentences.units import Unit
from index.quotations.tagger.weighing import Trust

if TYPE_CHECKING:
    from index.quotations.tagger.network import Tagger

FOLDER = Path(__file__).parents[1] / "weights"
MODEL = "tagger.json"
WEIGHTS = "tagger.safetensors"
_AGAIN = "reinstall Dateline"


class TaggerModel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `tagger.json` holds."""

    sha256: str
    """Checksum of the weights."""
    base_sha256: str
    """Checksum of the base model whose word embeddings they need."""
    layers: int
    words: tuple[str, ...]
    """Sentences without any of these words are not read: they cannot hold an attribution."""
    trust: Trust = Trust()
    """How far its attributions are trusted, fitted by `python -m eval.training.tagger.trust`."""


def read_model(folder: Path) -> TaggerModel:
    """Read `tagger.json`.

    Raises:
        SettingsError: it is missing, damaged, or made for other word embeddings.
    """
    path = folder / MODEL
    try:
        model = msgspec.json.decode(path.read_bytes(), type=TaggerModel)
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(f"{path}: {exc}; {_AGAIN}") from exc
    if model.base_sha256 != BASE_SHA256:
        raise SettingsError(f"{path}: made for other word embeddings; {_AGAIN}")
    return model


def check_files(folder: Path = FOLDER) -> TaggerModel:
    """Check that the weights exist and have the expected checksum, without loading them.

    Raises:
        SettingsError: a file is missing or damaged, or does not match the others.
    """
    model = read_model(folder)
    check_sha256(folder / WEIGHTS, model.sha256)
    return model


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

    model = check_files(folder)
    base = model_folder()
    config = msgspec.structs.replace(
        read_config(base / "config.json"), num_hidden_layers=model.layers
    )
    tokens = (base / "tokenizer.json").read_text("utf-8")
    return ShippedTagger(Tagger(with_base_words(folder / WEIGHTS, base), config, tokens), model)
