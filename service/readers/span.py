"""The default reader: a small network that finds the words that answer.

For "what did X say about Y" the candidates are X's own quotations in the sentence reader's order;
what the network finds in their words changes how confident the reader is. `weights/README.md`
describes the weights and their training data, `weights/reader.json` holds the confidence models
and says what they were fitted on.
"""

import hashlib
from pathlib import Path

import msgspec

from index.networks.model_folders import SHA256 as BASE_SHA256
from index.networks.model_folders import model_folder
from index.networks.shipped import ShippedModel, checked_model, parts_of
from index.networks.weights import check_sha256
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


class Model(ShippedModel, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The contents of `reader.json`."""

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
    model = checked_model(folder / MODEL, Model)
    check_sha256(model_folder() / "model.safetensors", BASE_SHA256)
    weights, config, tokenizer = parts_of(folder / MODEL)
    sentences = load_sentence_reader()
    return SpanReader(
        OpenVinoNetwork(build_graph(weights, config, head="spans", relevance="relevance")),
        Pairs(tokenizer, LONGEST_ROW),
        model.reading,
        model.confidences,
        sentences,
        f"span-{model.fingerprint}-{sentences.fingerprint}",
    )
