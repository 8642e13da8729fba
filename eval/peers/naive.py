"""The naive baseline: 200-word chunks, exact FAISS, and the sentence closest to the question.

Run as `python -m eval.peers.naive`; it needs sentence-transformers and faiss.
"""

import argparse
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from eval.peers.protocol import DTYPES, SAMPLE, TOP_K, PeerAnswer, PeerPassage, Reply
from eval.peers.texts import chunks, fastest, minilm_folder, read_articles, sentences, whole_text
from eval.peers.worker import serve

_BATCH = 32

Found = tuple[list[PeerPassage], list[PeerAnswer]]


class Naive:
    """Chunks and vectors in memory; the sentences of found chunks are encoded per question."""

    def __init__(self, dtype: str) -> None:
        self._dtype = dtype
        self._chunks: list[PeerPassage] = []
        self._model: Any = None
        self._index: Any = None

    def pick(self, articles: Path) -> str:
        """The number type in which the model is faster."""
        sample = [piece["text"] for piece in _chunked(articles)[:SAMPLE]]
        return fastest({name: partial(_model(name).encode, sample) for name in DTYPES})

    def prepare(self) -> None:
        """Load the model."""
        self._model = _model(self._dtype)

    def ingest(self, articles: Path) -> int:
        """Split, encode and index."""
        import faiss

        self._chunks = _chunked(articles)
        vectors = self._encode([piece["text"] for piece in self._chunks])
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)
        return len(self._chunks)

    def ask(self, question: str, day: str | None = None) -> Found:  # noqa: ARG002
        """The closest chunks, and the closest of their sentences."""
        vector = self._encode([question])
        _, near = self._index.search(vector, min(TOP_K, len(self._chunks)))
        passages = [self._chunks[i] for i in near[0].tolist()]
        found = [(text, piece) for piece in passages for text in sentences(piece["text"])]
        scores = self._encode([text for text, _ in found]) @ vector[0]
        answers = [
            _answer(text, piece, score)
            for (text, piece), score in zip(found, scores.tolist(), strict=True)
        ]
        return passages, sorted(answers, key=lambda answer: -answer["score"])[:TOP_K]

    def to_reply(self, question: str, raw: Found) -> Reply:  # noqa: ARG002
        """The answers and passages as found."""
        passages, answers = raw
        return {"answers": answers, "passages": passages}

    def facts(self) -> dict[str, str]:
        """How it is set up."""
        return {
            "embedder": f"sentence-transformers, {self._dtype}",
            "search": "exact, FAISS",
            "answer": "the sentence closest to the question, of the passages found",
        }

    def _encode(self, texts: list[str]) -> Any:
        return self._model.encode(
            texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )


def _model(dtype: str) -> Any:
    import torch

    # Imported by name: basedpyright would read every model of transformers for its types.
    library = import_module("sentence_transformers")
    return library.SentenceTransformer(
        minilm_folder(),
        device="cpu",
        model_kwargs={"dtype": getattr(torch, dtype), "use_safetensors": True},
    )


def _chunked(articles: Path) -> list[PeerPassage]:
    return [
        {"article": article["id"], "text": piece}
        for article in read_articles(articles)
        for piece in chunks(whole_text(article))
    ]


def _answer(sentence: str, piece: PeerPassage, score: float) -> PeerAnswer:
    return {
        "text": sentence,
        "quote": sentence,
        "article": piece["article"],
        "score": score,
        "context": piece["text"],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dtype", default="float32", help="of the embedder")
    serve(Naive(parser.parse_args().dtype))
