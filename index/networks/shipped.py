"""The bundled networks: NAME.json describes the weights in NAME.safetensors."""

from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct, structs

from index.errors import SettingsError
from index.networks.bert_graph import BertConfig, read_config
from index.networks.model_folders import SHA256 as BASE_SHA256
from index.networks.model_folders import model_folder
from index.networks.weights import Array, check_sha256, with_base_words


class ShippedModel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The metadata of a bundled network."""

    sha256: str
    """Checksum of the weights."""
    base_sha256: str
    """Checksum of the base model whose word embeddings it needs."""


M = TypeVar("M", bound=ShippedModel)


class Parts(NamedTuple):
    """The parts of a network."""

    weights: dict[str, Array]
    config: BertConfig
    tokenizer: str
    """The contents of a `tokenizer.json`."""


def read_model(path: Path, kind: type[M]) -> M:
    """Read what describes a network.

    Raises:
        SettingsError: it is missing, damaged, or made for other word embeddings.
    """
    try:
        model = msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(f"{path}: {exc}; reinstall Dateline") from exc
    if model.base_sha256 != BASE_SHA256:
        raise SettingsError(f"{path}: made for other word embeddings; reinstall Dateline")
    return model


def checked_model(path: Path, kind: type[M]) -> M:
    """The same, once the weights beside it are known to be those that it describes.

    Raises:
        SettingsError: a file is missing or damaged, or does not match the others.
    """
    model = read_model(path, kind)
    check_sha256(path.with_suffix(".safetensors"), model.sha256)
    return model


def parts_of(path: Path, layers: int | None = None) -> Parts:
    """The parts of the network described by `path`, with this number of base model layers."""
    base = model_folder()
    config = read_config(base / "config.json")
    return Parts(
        with_base_words(path.with_suffix(".safetensors"), base),
        config if layers is None else structs.replace(config, num_hidden_layers=layers),
        (base / "tokenizer.json").read_text("utf-8"),
    )
