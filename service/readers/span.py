"""The reader that comes with Dateline: a small network finds the words that answer.

For "what did X say about Y" the candidates are X's own quotations, in the sentence reader's order,
judged by what the network finds in them, too. Weights, and what they were trained on, are described
in `weights/README.md`; how confidence follows from features, and what that was fitted on, stands in
`weights/reader.json`.
"""

import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from index.errors import SettingsError
from index.networks.base_model import SHA256 as BASE_SHA256
from index.networks.base_model import model_folder
from index.networks.weights import check_sha256, with_base_words
from service.readers.contract import Reader
from service.reading.openvino_network import OpenVinoNetwork, config_of, graph
from service.reading.pairs import Pairs
from service.reading.sentence_reader import load_sentences
from service.reading.span_reader import HEARD, Confidence, Confidences, Reading, SpanReader

FOLDER = Path(__file__).with_name("weights")
MODEL = "reader.json"
WEIGHTS = "reader.safetensors"
LONGEST_ROW = 256
"""Tokens of a question and a window together."""

_AGAIN = "install Dateline again"


class Model(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `reader.json` holds."""

    sha256: str
    """Of the weights."""
    base_sha256: str
    """Of the model whose word embeddings they need."""
    trained_on: str
    reading: Reading = Reading()
    confidence: Confidence = Confidence()
    within: Confidence = Confidence()
    """For searches in one article, where rank and agreement say nothing."""
    statements: Confidence = HEARD
    """For somebody's words."""


def create() -> Reader:
    """Build the reader with the weights that come with it; it is compiled at the first question.

    Raises:
        SettingsError: a file is missing or damaged, or belongs to another one.
    """
    return load_reader(FOLDER)


def load_reader(folder: Path) -> SpanReader:
    """Build the reader from a folder of weights.

    Raises:
        SettingsError: a file is missing or damaged, or belongs to another one.
    """
    path = folder / MODEL
    try:
        data = path.read_bytes()
        model = msgspec.json.decode(data, type=Model)
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(f"{path}: {exc}; {_AGAIN}") from exc
    if model.base_sha256 != BASE_SHA256:
        raise SettingsError(f"{path}: made for other word embeddings; {_AGAIN}")
    check_sha256(folder / WEIGHTS, model.sha256)
    base = model_folder()
    check_sha256(base / "model.safetensors", BASE_SHA256)
    network = OpenVinoNetwork(
        graph(
            with_base_words(folder / WEIGHTS, base),
            config_of(base),
            head="spans",
            relevance="relevance",
        )
    )
    pairs = Pairs((base / "tokenizer.json").read_text("utf-8"), LONGEST_ROW)
    sentences = load_sentences()
    confidences = Confidences(model.confidence, model.within, model.statements)
    settings = msgspec.json.encode([model.reading, *confidences])
    fingerprint = f"span-{model.sha256[:12]}-{_short(settings)}-{sentences.fingerprint}"
    return SpanReader(network, pairs, model.reading, confidences, sentences, fingerprint)


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]
