"""Hugging Face question-answering models as readers: a folder, or a cached name.

BERT models run in OpenVINO, as our own does; others run in torch. Such a model has no relevance
output, and its confidences are not fitted: `dateline eval calibrate` does that.
"""

from pathlib import Path
from typing import Any

import msgspec

from index.errors import SettingsError
from index.networks.bert_graph import read_config
from index.networks.model_folders import find_folder, sha256_of_weights
from index.networks.weights import read_safetensors
from service.readers import built_in_readers
from service.reading.confidence import ConfidenceModels
from service.reading.networks.network import Network
from service.reading.networks.openvino_network import OpenVinoNetwork, build_graph
from service.reading.networks.pairs import Pairs
from service.reading.sentence_reader import load_sentence_reader
from service.reading.span_reader import SpanReader
from service.reading.windows import ReadingBudget

_MAX_TOKENS = 256


def load_model(name: str) -> SpanReader:
    """Build a reader from the model of that name.

    Raises:
        SettingsError: the model was not found, or does not answer questions.
    """
    folder = find_folder(name, built_in=f"readers: {', '.join(built_in_readers())}")
    definition, padding = _tokenizer(folder)
    return SpanReader(
        _network(folder, padding),
        Pairs(definition, _MAX_TOKENS),
        ReadingBudget(),
        ConfidenceModels(),
        load_sentence_reader(),
        f"pretrained-{sha256_of_weights(folder)[:12]}",
    )


def _network(folder: Path, padding: int) -> Network:
    weights = folder / "model.safetensors"
    if _values(folder).get("model_type") == "bert" and weights.exists():
        config = read_config(folder / "config.json")
        return OpenVinoNetwork(build_graph(read_safetensors(weights), config, head="qa_outputs"))
    from service.reading.networks.torch_network import TorchNetwork

    return TorchNetwork(folder, padding)


def _values(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(f"{path}: not a valid model configuration ({exc})") from exc


def _tokenizer(folder: Path) -> tuple[str, int]:
    """The definition of the model's tokenizer, and the number of its padding token."""
    from tokenizers import Tokenizer

    path = folder / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(path))
    # The library raises plain `Exception`.
    except Exception as exc:
        raise SettingsError(f"{path}: not a valid tokenizer ({exc})") from exc
    number = _values(folder).get("pad_token_id")
    return tokenizer.to_str(), number if isinstance(number, int) else 0
