"""all-MiniLM-L6-v2, the default embedder. It is installed with Dateline and needs no network.

Wang et al. 2020, "MiniLM", fine-tuned for sentences by the sentence-transformers project; a vector
is the mean of the token states, scaled to unit length. It runs in OpenVINO without torch (see
`bert_graph`), or in torch with the same fingerprint if OpenVINO cannot be imported.
"""

import logging
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedders.contract import Embedder
from index.networks.late_chunking import (
    Model,
    States,
    embed_texts,
    embed_with_spans,
    fingerprint,
    mean,
    to_unit_length,
)
from index.networks.model_folders import SHA256, TOKENIZER_SHA256, model_folder
from index.networks.tokenizing import Batch, WindowTokenizer
from index.networks.weights import check_sha256, read_safetensors
from index.records import Span, Vectors

if TYPE_CHECKING:
    from index.networks.runtime import Runtime

DIM = 384
WINDOW = 256
FINGERPRINT = fingerprint(weights=SHA256, pooling="mean", window=WINDOW)

_log = logging.getLogger(__name__)


def create() -> Embedder:
    """Load the model; it is compiled on first use.

    Raises:
        SettingsError: its package is missing, or its weights are not the original ones.
    """
    folder = model_folder()
    check_sha256(folder / "model.safetensors", SHA256)
    check_sha256(folder / "tokenizer.json", TOKENIZER_SHA256)
    try:
        import_module("index.networks.quiet_openvino")
    except ImportError as exc:
        _log.info("OpenVINO cannot be imported (%s): all-MiniLM-L6-v2 runs in torch", exc)
        return _in_torch(folder)
    return MiniLM(folder)


class MiniLM:
    """The model in OpenVINO, compiled twice on first use: for questions and for passages.

    With two, a question does not wait for a batch of passages: while passages are added it takes
    2 ms instead of 32. The second costs 30 MB.
    """

    dim = DIM
    window = WINDOW
    fingerprint = FINGERPRINT

    def __init__(self, folder: Path, precision: str | None = None) -> None:
        """Load it from the model's folder, with `precision` as in `Runtime`."""
        from index.networks.bert_graph import encoder, read_config
        from index.networks.runtime import Runtime

        weights = read_safetensors(folder / "model.safetensors")
        graph = encoder(weights, read_config(folder / "config.json"))
        self._tokens = WindowTokenizer((folder / "tokenizer.json").read_text("utf-8"), WINDOW)
        self._questions = self._model(Runtime(graph, precision))
        self._passages = self._model(Runtime(graph, precision))

    def count(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text, without special tokens."""
        return self._tokens.count(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions as unit rows, shape (len(texts), 384), in order."""
        return embed_texts(self._questions, texts)

    def embed_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Embed passages and the spans inside each as unit rows."""
        return embed_with_spans(self._passages, texts, spans)

    def _model(self, runtime: "Runtime") -> Model:
        def run(batch: Batch) -> States:
            tokens = runtime.run(batch)
            return States(tokens, to_unit_length(mean(tokens, batch.mask)))

        return Model(DIM, self._tokens, run, finish=to_unit_length)


def _in_torch(folder: Path) -> Embedder:
    from index.embedders.pretrained import load_model

    return load_model(str(folder), fingerprint=FINGERPRINT)
