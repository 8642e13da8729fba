"""Any Hugging Face question-answering model as reader: a folder, or a name in the local cache.

BERT models run in OpenVINO without torch, as ours does; others run in torch. Such a model has no
head for relevance, and its confidences are not fitted: `dateline eval calibrate` does that.
"""

from pathlib import Path
from typing import Any

import msgspec

from index.errors import SettingsError
from index.networks.model_folders import find_folder, sha256_of_weights
from index.networks.weights import read_safetensors
from service.reading.openvino_network import OpenVinoNetwork, config_of, graph
from service.reading.pairs import Pairs
from service.reading.sentence_reader import load_sentences
from service.reading.span_reader import Confidences, Network, Reading, SpanReader

_WINDOW = 256


def load_model(name: str) -> SpanReader:
    """Build a reader from a model of that name.

    Raises:
        SettingsError: it is not on this machine, or is no question-answering model.
    """
    folder = find_folder(name)
    definition, padding = _tokenizer(folder)
    return SpanReader(
        _network(folder, padding),
        Pairs(definition, _WINDOW),
        Reading(),
        Confidences(),
        load_sentences(),
        f"pretrained-{sha256_of_weights(folder)[:12]}",
    )


def _network(folder: Path, padding: int) -> Network:
    weights = folder / "model.safetensors"
    if _config(folder).get("model_type") == "bert" and weights.exists():
        return OpenVinoNetwork(
            graph(read_safetensors(weights), config_of(folder), head="qa_outputs")
        )
    from service.reading.torch_network import TorchNetwork

    return TorchNetwork(folder, padding)


def _config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(f"{path}: not a model's configuration ({exc})") from exc


def _tokenizer(folder: Path) -> tuple[str, int]:
    """The definition of its tokenizer, and the number of its padding token."""
    from tokenizers import Tokenizer

    path = folder / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(path))
    # The library raises bare exceptions of its own.
    except Exception as exc:
        raise SettingsError(f"{path}: not a tokenizer ({exc})") from exc
    number = _config(folder).get("pad_token_id")
    return tokenizer.to_str(), number if isinstance(number, int) else 0
