"""The reader that comes with Dateline: a small network finds the words that answer.

For "what did X say about Y" the candidates are X's own quotations in the sentence reader's order;
what the network finds in their words changes how confident the reader is. `weights/README.md`
describes the weights and their training data, `weights/reader.json` holds the confidence models
and says what they were fitted on.
"""

import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from index.errors import SettingsError
from index.networks.bert_graph import read_config
from index.networks.model_folders import SHA256 as BASE_SHA256
from index.networks.model_folders import model_folder
from index.networks.weights import check_sha256, with_base_words
from service.readers.contract import Reader
from service.reading.confidence import UNFITTED_QUOTATIONS, ConfidenceModel, ConfidenceModels
from service.reading.networks.openvino_network import OpenVinoNetwork, build_graph
from service.reading.networks.pairs import Pairs
from service.reading.sentence_reader import load_sentence_reader
from service.reading.span_reader import SpanReader
from service.reading.windows import ReadingBudget

FOLDER = Path(__file__).with_name("weights")
MODEL = "reader.json"
WEIGHTS = "reader.safetensors"
LONGEST_ROW = 256
"""The most tokens of a question and a window together."""

_REPAIR = "reinstall Dateline"


class Model(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The contents of `reader.json`."""

    sha256: str
    """Of the weights."""
    base_sha256: str
    """Of the model whose word embeddings they use."""
    trained_on: str
    reading: ReadingBudget = ReadingBudget()
    confidence: ConfidenceModel = ConfidenceModel()
    within: ConfidenceModel = ConfidenceModel()
    """For searches in one article, where rank and agreement say nothing."""
    statements: ConfidenceModel = UNFITTED_QUOTATIONS
    """For quotations."""

    @property
    def confidences(self) -> ConfidenceModels:
        """The three confidence models."""
        return ConfidenceModels(self.confidence, self.within, self.statements)

    @property
    def fingerprint(self) -> str:
        """Identifies the weights and all values that confidences depend on."""
        values = msgspec.json.encode([self.reading, *self.confidences])
        return f"{self.sha256[:12]}-{hashlib.sha256(values).hexdigest()[:8]}"


def create() -> Reader:
    """Build the reader that comes with Dateline; its network is compiled at the first question."""
    return load_reader(FOLDER)


def load_reader(folder: Path) -> SpanReader:
    """Build the reader from a folder of weights.

    Raises:
        SettingsError: a file is missing, damaged, or made for other files.
    """
    model = _read_model(folder / MODEL)
    check_sha256(folder / WEIGHTS, model.sha256)
    base = model_folder()
    check_sha256(base / "model.safetensors", BASE_SHA256)
    sentences = load_sentence_reader()
    return SpanReader(
        _network(folder / WEIGHTS, base),
        Pairs((base / "tokenizer.json").read_text("utf-8"), LONGEST_ROW),
        model.reading,
        model.confidences,
        sentences,
        f"span-{model.fingerprint}-{sentences.fingerprint}",
    )


def _read_model(path: Path) -> Model:
    try:
        model = msgspec.json.decode(path.read_bytes(), type=Model)
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(f"{path}: {exc}; {_REPAIR}") from exc
    if model.base_sha256 != BASE_SHA256:
        raise SettingsError(f"{path}: made for different word embeddings; {_REPAIR}")
    return model


def _network(weights: Path, base: Path) -> OpenVinoNetwork:
    config = read_config(base / "config.json")
    tensors = with_base_words(weights, base)
    return OpenVinoNetwork(build_graph(tensors, config, head="spans", relevance="relevance"))
