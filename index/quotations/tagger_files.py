"""The tagger that comes with Dateline: its weights, and how sure it is when."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from index.embedders.bert_graph import read_config
from index.embedders.minilm import SHA256 as BASE_SHA256
from index.embedders.minilm import model_folder
from index.embedders.weights import check_sha256, with_base_words
from index.errors import SettingsError
from index.quotations.blending import Blend
from index.quotations.units import Unit

if TYPE_CHECKING:
    from index.quotations.tagger import Tagger

FOLDER = Path(__file__).with_name("weights")
MODEL = "tagger.json"
WEIGHTS = "tagger.safetensors"
_AGAIN = "install Dateline again"


class Model(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `tagger.json` holds."""

    sha256: str
    """Of the weights."""
    base_sha256: str
    """Of the model whose word embeddings they need."""
    layers: int
    words: tuple[str, ...]
    """Sentences without any of these are not read: nothing hangs on their words."""
    blend: Blend = Blend()
    """How far its readings are trusted, fitted by `python -m eval.training.tagger.trust`."""


def read_model(folder: Path) -> Model:
    """Read `tagger.json`.

    Raises:
        SettingsError: missing, damaged, or made for other word embeddings.
    """
    path = folder / MODEL
    try:
        model = msgspec.json.decode(path.read_bytes(), type=Model)
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(f"{path}: {exc}; {_AGAIN}") from exc
    if model.base_sha256 != BASE_SHA256:
        raise SettingsError(f"{path}: made for other word embeddings; {_AGAIN}")
    return model


def check_files(folder: Path = FOLDER) -> Model:
    """Check that the weights are there and are the expected ones, without loading them.

    Raises:
        SettingsError: a file is missing or damaged, or belongs to another one.
    """
    model = read_model(folder)
    check_sha256(folder / WEIGHTS, model.sha256)
    return model


def fingerprint() -> str:
    """What the tagger that comes with Dateline is known by in reports."""
    return hashlib.sha256((FOLDER / MODEL).read_bytes()).hexdigest()[:12]


class Tagging:
    """The tagger with what its readings are worth. Safe to use from several threads."""

    def __init__(self, tagger: "Tagger", model: Model) -> None:
        self.settings = model.blend
        self.read = tagger.read
        self._words = frozenset(model.words)

    def wants(self, unit: Unit) -> bool:
        """Whether a sentence holds a word that attributions hang on."""
        return not self._words.isdisjoint(unit.words)


def load_tagging(folder: Path = FOLDER) -> Tagging:
    """Build the tagger from a folder of weights; it is compiled at the first sentence.

    Raises:
        SettingsError: a file is missing or damaged, or belongs to another one.
    """
    from index.quotations.tagger import Tagger

    model = check_files(folder)
    base = model_folder()
    config = msgspec.structs.replace(
        read_config(base / "config.json"), num_hidden_layers=model.layers
    )
    tokens = (base / "tokenizer.json").read_text("utf-8")
    return Tagging(Tagger(with_base_words(folder / WEIGHTS, base), config, tokens), model)
