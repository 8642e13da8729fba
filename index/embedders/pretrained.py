"""Any sentence-transformers model, given as a folder or as a name on the Hugging Face hub.

It runs in torch, which takes seconds and 600 MB to start. Nothing is downloaded unless allowed: the
name is looked up in the local cache, and the library is always given a folder.
"""

from collections.abc import Sequence
from typing import NamedTuple

from index.embedders import built_in_embedders
from index.embedders.contract import Embedder
from index.networks.late_chunking import embed_texts, embed_with_spans
from index.networks.late_chunking import fingerprint as make_fingerprint
from index.networks.model_folders import find_folder, sha256_of_weights
from index.networks.tokenizing import WindowTokenizer
from index.networks.torch_models import SentenceTransformer, as_model, description, read_model
from index.records import Span, Vectors

_ORGANISATION = "sentence-transformers"
LONGEST_WINDOW = 512
"""The longest window used, to limit memory: a passage is only a few sentences."""


class Prompts(NamedTuple):
    """The prefixes that a model expects, often empty."""

    question: str
    passage: str


def load_model(
    name: str,
    *,
    question_prompt: str | None = None,
    passage_prompt: str | None = None,
    fingerprint: str | None = None,
    allow_download: bool = False,
) -> Embedder:
    """Load a model in bfloat16 if the CPU supports it, else in float32.

    Args:
        name: a folder, or a name on the Hugging Face hub ("intfloat/e5-base-v2").
        question_prompt: the prefix of each question; None means the one in the model's files.
        passage_prompt: the prefix of each passage; None means the one in the model's files.
        fingerprint: None means one computed from the model's files and the prompts.
        allow_download: download a model that is not on this machine.

    Raises:
        SettingsError: it is not on this machine, cannot be read, or has no token states.
    """
    folder = find_folder(
        name,
        built_in=f"embedders: {', '.join(built_in_embedders())}",
        organisation=_ORGANISATION,
        allow_download=allow_download,
    )
    model = read_model(folder)
    embedder = PretrainedEmbedder(model, _prompts(model.prompts, question_prompt, passage_prompt))
    embedder.fingerprint = fingerprint or make_fingerprint(
        weights=sha256_of_weights(folder),
        pooling=description(model),
        window=embedder.window,
        question=embedder.prompts.question,
        passage=embedder.prompts.passage,
    )
    return embedder


class PretrainedEmbedder:
    """A sentence-transformers model; its token states give the vectors of spans."""

    fingerprint = ""

    def __init__(self, model: SentenceTransformer, prompts: Prompts) -> None:
        limit = min(model.max_seq_length or LONGEST_WINDOW, LONGEST_WINDOW)
        tokens = WindowTokenizer(model.tokenizer.backend_tokenizer.to_str(), limit)
        self._model = as_model(model, tokens)
        self.prompts = prompts
        self.dim = self._model.dim
        self.window = limit - tokens.count([prompts.passage])[0]

    def count(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text, without special tokens."""
        return self._model.tokens.count(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions as unit rows, shape (len(texts), dim), in order."""
        return embed_texts(self._model, [self.prompts.question + text for text in texts])

    def embed_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Embed passages and the spans inside each as unit rows."""
        prompt = self.prompts.passage
        moved = [[span.moved(len(prompt)) for span in own] for own in spans]
        return embed_with_spans(self._model, [prompt + text for text in texts], moved)


def _prompts(own: dict[str, str], question: str | None, passage: str | None) -> Prompts:
    if question is None:
        question = own.get("query") or ""
    if passage is None:
        passage = own.get("document") or own.get("passage") or ""
    return Prompts(question, passage)
