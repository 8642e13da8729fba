"""Sentence-transformers models, adapted for late chunking."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import numpy as np

from index.errors import SettingsError
from index.networks.late_chunking import Floats, Model, States, to_unit_length
from index.networks.tokenizing import Batch, WindowTokenizer
from index.records import Vectors

SentenceTransformer: TypeAlias = Any
"""The library's class, which cannot be imported without importing torch."""

# What the library raises, undocumented, for folders without a complete model.
_LIKELY_ERRORS = (OSError, ValueError, KeyError, TypeError, RuntimeError, ImportError)


def read_model(folder: Path) -> SentenceTransformer:
    """Load a folder into a SentenceTransformer, without network access.

    Raises:
        SettingsError: it is not a model, or its first module is not a transformer.
    """
    try:
        library = import_module("sentence_transformers")
        # Keep its progress bar out of the service's log.
        import_module("transformers.utils.logging").disable_progress_bar()
        model = library.SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            # Other files of weights are pickles, which can run code.
            model_kwargs={"dtype": _precision(), "use_safetensors": True},
        ).eval()
    except _LIKELY_ERRORS as exc:
        raise SettingsError(f"{folder}: the model cannot be read ({exc})") from exc
    if _pooling(model) is None or not hasattr(model.tokenizer, "backend_tokenizer"):
        raise SettingsError(f"{folder}: not a transformer with pooling and a fast tokenizer")
    return model


def as_model(model: Any, tokens: WindowTokenizer) -> Model:
    """Adapt the model to the interface that late chunking uses."""
    return Model(
        dim=int(model.get_embedding_dimension()),
        tokens=tokens,
        run=_runner(model),
        finish=_finisher(model),
        padding=model.tokenizer.pad_token_id or 0,
    )


def description(model: SentenceTransformer) -> str:
    """What happens to the token states, as text for the fingerprint."""
    modules = [(type(module).__name__, module.get_config_dict()) for module in list(model)[1:]]
    return msgspec.json.encode(modules, order="sorted", enc_hook=str).decode()


def _runner(model: SentenceTransformer) -> Callable[[Batch], States]:
    torch = import_module("torch")
    typed = "token_type_ids" in model.tokenizer.model_input_names

    def run(batch: Batch) -> States:
        ids = torch.from_numpy(batch.ids).long()
        features = {"input_ids": ids, "attention_mask": torch.from_numpy(batch.mask).long()}
        if typed:
            features["token_type_ids"] = torch.zeros_like(ids)
        with torch.inference_mode():
            states = model(features)
        return States(
            _floats(states["token_embeddings"]),
            to_unit_length(_floats(states["sentence_embedding"])),
        )

    return run


def _finisher(model: SentenceTransformer) -> Callable[[Floats], Vectors]:
    """Apply the modules after pooling, such as a dense layer, to the mean of a span."""
    torch = import_module("torch")
    modules = list(model)
    later = modules[modules.index(_pooling(model)) + 1 :]
    precision = _precision()

    def finish(means: Floats) -> Vectors:
        features = {"sentence_embedding": torch.from_numpy(means).to(precision)}
        with torch.inference_mode():
            for module in later:
                features = module(features)
        return to_unit_length(_floats(features["sentence_embedding"]))

    return finish


def _pooling(model: SentenceTransformer) -> Any:
    return next((module for module in model if type(module).__name__ == "Pooling"), None)


def _precision() -> Any:
    torch = import_module("torch")
    able: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    fast = able.get("avx512_bf16") or able.get("amx_bf16")
    return torch.bfloat16 if fast else torch.float32


def _floats(tensor: Any) -> Floats:
    return np.asarray(tensor.float().numpy(), np.float32)
